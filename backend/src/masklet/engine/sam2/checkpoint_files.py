"""Which checkpoints are here, and in what state, told from their files' outer form. Reads no tensor and imports no torch."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from masklet.domain.checkpoint import CheckpointInfo, CheckpointState
from masklet.domain.engine_options import EngineOptions
from masklet.engine.sam2.published import PUBLISHED, UNPUBLISHED, title_of

SUFFIXES = (".pt", ".safetensors")
PART_SUFFIX = ".pt.part"
_OLD_PICKLE = b"\x80"  # torch's files before they were zips: their end cannot be told from outside
_HEADER_LENGTH_BYTES = 8
_MOST_HEADER_BYTES = 100_000_000


def names(options: EngineOptions) -> list[str]:
    """Every checkpoint that can be here: the published ones, then others of which there is a file."""
    return [*PUBLISHED, *(name for name in UNPUBLISHED if any(files(name, options.checkpoint_dirs)))]


def infos(options: EngineOptions) -> list[CheckpointInfo]:
    """Their states."""
    return [info(name, options) for name in names(options)]


def find(name: str, options: EngineOptions) -> Path | None:
    """The first whole file of this name, in the order of the folders."""
    return next((file for file in files(name, options.checkpoint_dirs) if is_whole(file)), None)


def info(name: str, options: EngineOptions) -> CheckpointInfo:
    """The state of one: a whole file counts before a damaged one, that one before a part."""
    whole = find(name, options)
    if whole is not None:
        return _info(name, CheckpointState.READY, whole)
    damaged = next(files(name, options.checkpoint_dirs), None)
    if damaged is not None:
        return _info(name, CheckpointState.DAMAGED, damaged)
    part = part_file(name, options)
    if part is not None and _size(part) > 0:
        return CheckpointInfo(name, title_of(name), CheckpointState.PARTIAL, _size(part), 0)
    return CheckpointInfo(name, title_of(name), CheckpointState.MISSING, 0, 0)


def part_file(name: str, options: EngineOptions) -> Path | None:
    """Where a download of it grows, or None where downloads have no folder."""
    return None if options.download_dir is None else Path(options.download_dir) / f"{name}{PART_SUFFIX}"


def is_whole(file: Path) -> bool:
    """Whether the file has its end, and the form of a checkpoint. What is in it is another question."""
    try:
        with file.open("rb") as content:
            head = content.read(_HEADER_LENGTH_BYTES + 1)
        if head[_HEADER_LENGTH_BYTES:] == b"{":
            return _is_whole_safetensors(file)
        return head[:1] == _OLD_PICKLE or _is_whole_archive(file)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile):  # it says what is not so
        return False


def files(name: str, folders: Iterable[str]) -> Iterator[Path]:
    """All of this name, whole or not, in the order of the folders."""
    for folder in folders:
        for suffix in SUFFIXES:
            file = Path(folder) / f"{name}{suffix}"
            if _is_file(file):
                yield file


def _is_whole_archive(file: Path) -> bool:
    with zipfile.ZipFile(file) as archive:
        return any(entry.endswith("/data.pkl") for entry in archive.namelist())


def _is_whole_safetensors(file: Path) -> bool:
    """Its head says how long it is."""
    with file.open("rb") as content:
        length = int.from_bytes(content.read(_HEADER_LENGTH_BYTES), "little")
        if not 0 < length <= _MOST_HEADER_BYTES:
            return False
        header = json.loads(content.read(length))
    ends = [entry["data_offsets"][1] for key, entry in header.items() if key != "__metadata__"]
    return bool(ends) and _HEADER_LENGTH_BYTES + length + max(ends) == _size(file)


def _info(name: str, state: CheckpointState, file: Path) -> CheckpointInfo:
    return CheckpointInfo(name, title_of(name), state, _size(file), _size(file))


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # a folder that may not be looked into has no checkpoints for us
        return False


def _size(file: Path) -> int:
    """In bytes; 0 where there is none."""
    try:
        return file.stat().st_size
    except OSError:
        return 0
