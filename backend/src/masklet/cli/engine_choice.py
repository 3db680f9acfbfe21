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


def check_known(engine: str | None, known: Sequence[EngineInfo]) -> None:
    """Ends the program where an engine is named that there is not. Whether it works here is another question."""
    names = [one.name for one in known]
    if engine is not None and engine_and_size(engine)[0] not in names:
        fail(NOT_FOUND, f"There is no engine {engine}; there are {', '.join(names)}.")


def chosen_engine(engines: EngineList, wanted: str | None) -> str:
    """The name that a session keeps, as `flow` or `sam2.1_hiera_tiny@512`. Ends the program where there is none of the name.

    Raises EngineUnavailable, InvalidInput, WorkerFailed.
    """
    check_known(wanted, engines.all())
    name, image_size = (None, None) if wanted is None else engine_and_size(wanted)
    return engines.choose(name, image_size)
