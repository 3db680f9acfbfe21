"""Writes a data folder into one tar file, while a server uses it or not. Knows not how it is put back.

The tar holds masklet.sqlite, videos/<id>/<file>, exports/<file>, and last manifest.json with the size and SHA-256 of each:
a backup that broke off has none. It can be written to a pipe.
"""

import fcntl
import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from masklet.domain.errors import VideoNotFound
from masklet.domain.ids import IdSource
from masklet.store.media import storage_errors
from masklet.store.snapshot import check, referred, snapshot

MANIFEST, DATABASE, FORMAT = "manifest.json", "masklet.sqlite", 1
HELD = ".backup-"
_TRIES = 3


@dataclass(frozen=True, slots=True)
class BackupReport:
    """How many files of how many bytes were written, and what rows speak of although it is not there."""

    files: int
    size: int
    missing: tuple[str, ...]


def write_backup(data: Path, out: BinaryIO, checkpoints: Path | None, made_at: float, new_id: IdSource) -> BackupReport:
    """Everything that was acknowledged when it began. `checkpoints`: their folder, if they go along.

    Raises StorageFull, StorageUnavailable; InvalidInput for a damaged database, VideoNotFound where there is none.
    """
    if not (data / DATABASE).is_file():
        raise VideoNotFound("There is no database in this folder: nothing to back up.")
    with storage_errors(), _held(data, new_id) as folder:
        missing = _hold_all(data, folder)
        if checkpoints is not None and checkpoints.is_dir():
            _link_folder(checkpoints, folder / "checkpoints")
        files = _write(folder, out, made_at)
    return BackupReport(len(files), sum(size for size, _ in files.values()), missing)


def clean_up(data: Path) -> None:
    """Remove what backups left that were killed; those at work keep theirs."""
    for folder in data.glob(f"{HELD}*"):
        if folder.is_dir() and not _is_at_work(folder):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(data: Path, new_id: IdSource) -> Iterator[Path]:
    """A folder beside the files, for links to them: what is deleted meanwhile stays until the backup has it."""
    clean_up(data)
    folder = data / f"{HELD}{new_id()}"
    folder.mkdir()
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _is_at_work(folder: Path) -> bool:
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _hold_all(data: Path, folder: Path) -> tuple[str, ...]:
    """The database and links to all files that it speaks of. What went between the two is no loss: then both are taken anew."""
    for _ in range(_TRIES):
        (folder / DATABASE).unlink(missing_ok=True)
        snapshot(data / DATABASE, folder / DATABASE)
        missing = _link_all(data, folder)
        if not missing:
            break
    check(folder / DATABASE)
    return missing


def _link_all(data: Path, folder: Path) -> tuple[str, ...]:
    """What is not there, as names below the data folder."""
    rows = referred(folder / DATABASE)
    missing = [
        f"videos/{one}"
        for one in sorted(rows.videos)
        if not _link_folder(data / "videos" / one, folder / "videos" / one)
    ]
    there = [path for path in (data / "exports").glob("*.*") if path.name.partition(".")[0] in rows.exports]
    missing += [f"exports/{one}" for one in sorted(rows.exports - {path.name.partition(".")[0] for path in there})]
    for path in there:
        _link(path, folder / "exports" / path.name)
    return tuple(missing)


def _link_folder(source: Path, target: Path) -> bool:
    try:
        for path in source.iterdir():
            if path.is_file():
                _link(path, target / path.name)
    except FileNotFoundError:
        return False
    return target.is_dir()


def _link(source: Path, target: Path) -> None:
    """A copy where the disk knows no links. Files are never written to after they have their name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        return
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(source, target)


def _write(folder: Path, out: BinaryIO, made_at: float) -> dict[str, tuple[int, str]]:
    files: dict[str, tuple[int, str]] = {}
    with tarfile.open(fileobj=out, mode="w|") as tar:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            with path.open("rb") as file:
                hashed = HashedReader(file)
                info = _info(name, path.stat().st_size, made_at)
                tar.addfile(info, hashed)
            files[name] = (info.size, hashed.sha256)
        text = json.dumps(
            {"format": FORMAT, "program": version("masklet"), "made_at": made_at, "files": files}
        ).encode()
        tar.addfile(_info(MANIFEST, len(text), made_at), io.BytesIO(text))
    return files


def _info(name: str, size: int, made_at: float) -> tarfile.TarInfo:
    """Without owner and rights of this machine."""
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(made_at), 0o600
    return info


class HashedReader(io.RawIOBase):
    """A file that is hashed as it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest = file, hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Of what was read so far."""
        return self._digest.hexdigest()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        self._digest.update(piece)
        return piece
