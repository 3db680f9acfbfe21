"""The videos and image folders that the server's owner laid out to be opened. Names are looked up, never joined.

A link counts where it leads to something in the folder; one that leads out of it is left out, as are pipes and devices.
"""

from collections.abc import Iterator
from pathlib import Path

from masklet.domain.errors import VideoNotFound

_VIDEOS = {
    ".3gp", ".avi", ".flv", ".gif", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".ogv",
    ".ts", ".webm", ".wmv", ".y4m", ".zip",
}  # fmt: skip
_IMAGES = {".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}
_LOOKED_AT = 100  # entries of a folder, before it is called no image folder


def entries(folder: Path | None) -> Iterator[Path]:
    """What can be opened, by name; nothing where no folder is set or it is not there."""
    if folder is None or not folder.is_dir():
        return
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name.lower()):
        if not path.name.startswith(".") and _is_inside(path, folder) and (_is_video(path) or _is_image_folder(path)):
            yield path


def find(folder: Path | None, name: str) -> Path:
    """The entry of exactly this name. Raises VideoNotFound."""
    for path in entries(folder):
        if path.name == name:
            return path
    raise VideoNotFound("The server folder holds no such video.")


def _is_inside(path: Path, folder: Path) -> bool:
    try:
        return not path.is_symlink() or path.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False  # it leads nowhere, or in a circle


def _is_video(path: Path) -> bool:
    return path.suffix.lower() in _VIDEOS and path.is_file()


def _is_image_folder(path: Path) -> bool:
    if not path.is_dir():
        return False
    return any(entry.suffix.lower() in _IMAGES for entry, _ in zip(path.iterdir(), range(_LOOKED_AT), strict=False))
