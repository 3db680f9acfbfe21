"""Where `masklet track` is: a data folder of its own, hidden beside the target, so that the same command goes on where it stopped."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from masklet.cli.export_target import STATE, Target

ORDER = "order.json"


@dataclass(frozen=True, slots=True)
class Order:
    """What decides the masks: the file, what was said of it, and how it is tracked."""

    video: str
    size: int
    changed_ns: int
    said: tuple[str, ...]
    engine: str | None
    direction: str
    frames: str | None

    def text(self) -> str:
        """The same for the same order."""
        return json.dumps(asdict(self), sort_keys=True)


@contextmanager
def state_of(target: Target, order: Order) -> Iterator[tuple[Path, bool]]:
    """(The data folder, whether it was begun by the same order). It stays when the block raises and goes when all is done."""
    if target.is_stdout:
        with TemporaryDirectory(prefix="masklet-track-") as passing:
            yield Path(passing), False
        return
    beside = target.path.parent if target.is_file else target.path
    name = f"{STATE}-{target.path.name}" if target.is_file else STATE
    folder = beside / name
    written = folder / ORDER
    is_same = written.is_file() and written.read_text("utf-8") == order.text()
    if not is_same:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        written.write_text(order.text(), "utf-8")
    yield folder, is_same
    shutil.rmtree(folder, ignore_errors=True)
