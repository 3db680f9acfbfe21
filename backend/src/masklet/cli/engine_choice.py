"""The engine that a command uses: the one that was named, else the best that works here."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from masklet.cli.exits import NOT_FOUND, fail
from masklet.domain.tracking import EngineInfo, engine_and_size
from masklet.service.engine_list import EngineList
from masklet.settings import Settings


@contextmanager
def engine_list(settings: Settings) -> Iterator[EngineList]:
    """The engines of this machine, asked in a worker that ends with the block. May raise WorkerFailed."""
    from masklet.bootstrap import engine_worker

    worker = engine_worker(settings.engine_options())
    try:
        yield EngineList(worker, time.time, settings.engine, settings.image_size)
    finally:
        worker.close()


def named_engine(wanted: str | None, known: Sequence[EngineInfo]) -> tuple[str | None, int | None]:
    """Name and image size of `flow` or `sam2.1_hiera_tiny@512`, None where nothing is said. Ends the program where there is no
    such engine; whether it works here is another question."""
    if wanted is None:
        return None, None
    name, image_size = engine_and_size(wanted)
    names = [one.name for one in known]
    if name not in names:
        fail(NOT_FOUND, f"There is no engine {name}; there are {', '.join(names)}.")
    return name, image_size


def chosen_engine(engines: EngineList, wanted: str | None) -> str:
    """The name that a session keeps, as `flow` or `sam2.1_hiera_tiny@512`. Ends the program where there is none of the name.

    Raises EngineUnavailable, InvalidInput, WorkerFailed.
    """
    return engines.choose(*named_engine(wanted, engines.all()))
