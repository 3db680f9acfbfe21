"""Reads a backup: checked from its first to its last byte, and put where no data folder is. Knows not how it was written."""

import hashlib
import json
import os
import re
import shutil
import tarfile
from pathlib import Path
from typing import IO, BinaryIO

from masklet.domain.errors import InvalidInput
from masklet.domain.ids import IdSource
from masklet.service.backup import DATABASE, FORMAT, MANIFEST
from masklet.service.data_lock import is_served
from masklet.store.database import Database
from masklet.store.media import storage_errors
from masklet.store.snapshot import check

_NAMES = re.compile(r"masklet\.sqlite|videos/[\w-]+/[\w-][\w.-]*|exports/[\w-][\w.-]*|checkpoints/[\w-][\w.-]*")
_MOST_MANIFEST = 256 * 1024**2
_PIECE = 1024**2
Files = dict[str, tuple[int, str]]


def problem_of(into: Path) -> str | None:
    """Why nothing can be restored into a folder, which may be missing."""
    if is_served(into):
        return f"A server uses {into}: stop it, and name a folder that is empty or not there."
    if into.is_dir() and any(into.iterdir()):
        return f"{into} is not empty: name a folder that is empty or not there."
    return f"{into} is a file." if into.is_file() else None


def restore(source: BinaryIO, into: Path, new_id: IdSource) -> Files:
    """All of the backup, or nothing; answers its files. The folder gets its name when all is checked.

    A folder that others are mounted on keeps its name: files go into it, the database last. Raises InvalidInput for
    what is no whole backup, DataTooNew, StorageFull, StorageUnavailable.
    """
    is_mount = into.is_dir() and os.path.ismount(into)
    staged = (into if is_mount else into.parent) / f".restore-{new_id()}"
    with storage_errors():
        staged.mkdir(parents=True)
        try:
            files = _unpack(source, staged)
            _check_database(staged / DATABASE)
            _move_into(staged, into) if is_mount else staged.rename(into)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    return files


def check_backup(source: BinaryIO) -> Files:
    """The same look at every byte, writing nothing. Raises InvalidInput."""
    return _unpack(source, None)


def _unpack(source: BinaryIO, folder: Path | None) -> Files:
    found: Files = {}
    manifest: Files | None = None
    try:
        with tarfile.open(fileobj=source, mode="r|") as tar:
            for info in tar:
                content = tar.extractfile(info)
                if manifest is not None or content is None or not info.isreg():
                    raise _damaged()
                if info.name == MANIFEST:
                    manifest = _manifest(content.read(_MOST_MANIFEST))
                elif info.name in found or not _NAMES.fullmatch(info.name):
                    raise _damaged()
                else:
                    found[info.name] = _copy(content, None if folder is None else folder / info.name)
    except (tarfile.TarError, EOFError) as error:
        raise _damaged() from error
    if manifest is None or manifest != found or DATABASE not in found:
        raise _damaged()
    return found


def _manifest(text: bytes) -> Files:
    try:
        content = json.loads(text)
        if content["format"] > FORMAT:
            raise InvalidInput("This backup was made by a newer version of Masklet Studio.", reason="newerFile")
        return {str(name): (int(size), str(digest)) for name, (size, digest) in content["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged() from error


def _copy(content: IO[bytes], target: Path | None) -> tuple[int, str]:
    """(size, SHA-256) of what came; on the disk before it counts."""
    size, digest = 0, hashlib.sha256()
    out = None
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        out = target.open("xb")
    try:
        while piece := content.read(_PIECE):
            size += len(piece)
            digest.update(piece)
            if out is not None:
                out.write(piece)
        if out is not None:
            out.flush()
            os.fsync(out.fileno())
    finally:
        if out is not None:
            out.close()
    return size, digest.hexdigest()


def _check_database(path: Path) -> None:
    check(path)
    database = Database(path)
    try:
        database.is_current()  # raises DataTooNew
    finally:
        database.close()


def _move_into(staged: Path, into: Path) -> None:
    others = [path for path in staged.iterdir() if path.name != DATABASE]
    for path in [*others, staged / DATABASE]:
        path.rename(into / path.name)


def _damaged() -> InvalidInput:
    return InvalidInput("This is no whole backup: it is damaged, broke off, or was never one.", reason="damagedFile")
