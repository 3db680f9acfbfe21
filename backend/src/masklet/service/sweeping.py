"""Finds files that no row refers to and rows whose files are gone, and removes the files. Never what may still be at work."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from masklet.service.config import Folders
from masklet.service.export_run import WORK
from masklet.service.room import size_of
from masklet.store.snapshot import Referred, referred

YOUNG_S, WAITING_S = 3600.0, 25 * 3600.0  # files at work; uploads may wait a day for a person to choose their range
NEEDED = ("video.mp4", "poster.jpg", "filmstrip.jpg")  # old clips have no frame times


@dataclass(frozen=True, slots=True)
class Stray:
    """A file or folder that nothing refers to, in bytes."""

    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class Findings:
    """`missing`: what rows refer to and is not there, as names below the data folder. It is told, never mended."""

    strays: tuple[Stray, ...]
    missing: tuple[str, ...]


def look(folders: Folders, database: Path, is_alone: bool) -> Findings:
    """`is_alone`: nobody serves the folder, so nothing is at work. Files are looked at before rows: a row comes after its file."""
    now = time.time()
    youngest = now if is_alone else now - YOUNG_S
    waiting = now if is_alone else now - WAITING_S
    seen = [*_children(folders.videos), *_children(folders.exports), *_children(folders.exports / WORK)]
    incoming = [path for path in _children(folders.incoming) if _touched(path) <= waiting]
    rows = referred(database)
    strays = [path for path in seen if _is_stray(path, folders, rows) and _touched(path) <= youngest]
    return Findings(tuple(Stray(path, size_of(path)) for path in [*strays, *incoming]), tuple(_missing(folders, rows)))


def remove(findings: Findings) -> None:
    """The strays. One that went meanwhile is no error."""
    for stray in findings.strays:
        if stray.path.is_dir() and not stray.path.is_symlink():
            shutil.rmtree(stray.path, ignore_errors=True)
        else:
            stray.path.unlink(missing_ok=True)


def _is_stray(path: Path, folders: Folders, rows: Referred) -> bool:
    if path.parent == folders.videos:
        return path.name not in rows.videos
    if path.name == WORK:
        return False
    return path.parent.name == WORK or path.name.partition(".")[0] not in rows.exports


def _missing(folders: Folders, rows: Referred) -> Iterator[str]:
    for one in sorted(rows.videos):
        yield from (f"videos/{one}/{name}" for name in NEEDED if not (folders.videos / one / name).is_file())
    there = {path.name.partition(".")[0] for path in _children(folders.exports) if path.is_file()}
    yield from (f"exports/{one}" for one in sorted(rows.exports - there))


def _children(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _touched(path: Path) -> float:
    """When anything of it was last written or moved."""
    try:
        inner = [*path.rglob("*")] if path.is_dir() and not path.is_symlink() else []
        return max(max(one.lstat().st_mtime, one.lstat().st_ctime) for one in [path, *inner])
    except FileNotFoundError:
        return float("inf")
