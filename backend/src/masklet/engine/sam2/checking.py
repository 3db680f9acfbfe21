"""Whether a checkpoint that is here is right: its bytes are those that came, its tensors those of its network.

The publisher gives no hashes: a record (`NAME.pt.sha256`, as sha256sum writes it) is of what came, and finds later damage.
"""

import hashlib
import importlib.util
from collections.abc import Callable
from pathlib import Path

from masklet.domain.checkpoint import CheckpointCheck
from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import CheckpointNotFound, CheckpointUnreadable, EngineUnavailable
from masklet.engine.sam2.checkpoint_files import files, is_whole, names

Verify = Callable[[Path, str], None]


def check(name: str, options: EngineOptions, verify: Verify | None = None) -> CheckpointCheck:
    """See CheckpointWorker.check. `verify` raises CheckpointUnreadable (None: by tensors, see `by_tensors`)."""
    if name not in names(options):
        raise CheckpointNotFound("There is no checkpoint of this name.")
    there = list(files(name, options.checkpoint_dirs))
    if not there:
        raise CheckpointNotFound("This checkpoint is not here.")
    file = next(filter(is_whole, there), there[0])
    if not is_whole(file):
        raise CheckpointUnreadable(f"{file.name} is no checkpoint, or it is cut off.")
    return check_file(file, name, verify or by_tensors())


def check_file(file: Path, name: str, verify: Verify) -> CheckpointCheck:
    """Of a whole file. Raises CheckpointUnreadable."""
    found, recorded = sha256_of(file), _recorded(file)
    if recorded not in (None, found):
        raise CheckpointUnreadable(
            f"{file.name} has changed since it came: its SHA-256 is another than the recorded one."
        )
    verify(file, name)
    return CheckpointCheck(name, file.name, found, recorded)


def record(content: Path, file: Path) -> None:
    """Write down the SHA-256 of `content`, which is about to become `file`. Raises OSError."""
    _record_of(file).write_text(f"{sha256_of(content)}  {file.name}\n", "ascii")


def sha256_of(file: Path) -> str:
    """In hexadecimal. Raises OSError."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def by_tensors() -> Verify:
    """By names, shapes and values of the tensors. Raises EngineUnavailable without PyTorch."""
    if importlib.util.find_spec("torch") is None:
        raise EngineUnavailable("A checkpoint is checked with PyTorch, which is not installed: run `make sam2` first.")
    from masklet.sam2.checkpoint import verify

    return verify


def _recorded(file: Path) -> str | None:
    try:
        words = _record_of(file).read_text("ascii", errors="replace").split()
    except FileNotFoundError:
        return None
    return words[0].lower() if words else None


def _record_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")
