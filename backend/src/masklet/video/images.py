"""Pictures as a clip: a folder or a zip of them in natural order of their names, or one alone. Nothing is unpacked to disk."""

import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path, PurePosixPath
from zlib import error as ZlibError  # noqa: N812 - a class, named as one

import av
import numpy as np
from PIL import Image, ImageOps

from masklet.domain.errors import LimitExceeded, VideoUnreadable
from masklet.video.audio import AudioFeed
from masklet.video.pictures import CLIP_FORMATS, MAX_PICTURE_BYTES, upright_picture
from masklet.video.rates import Rate
from masklet.video.regular_file import open_regular
from masklet.video.resample import SourceFrame
from masklet.video.source import Look

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp")
_MAX_ENTRIES = 200_000
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others allocate what the file asks for

ReadPicture = Callable[[str], bytes]


def is_zip(path: Path) -> bool:
    """True for a zip, by its first bytes."""
    with open_regular(path) as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def is_picture(path: Path, file_name: str) -> bool:
    """True for a single still picture, by its first bytes. A JPEG also starts a motion JPEG: there the name decides."""
    with open_regular(path) as file:
        head = file.read(12)
    if head.startswith(b"\xff\xd8\xff"):
        return PurePosixPath(file_name).suffix.lower() in (".jpg", ".jpeg")
    return head.startswith((b"\x89PNG\r\n\x1a\n", b"BM")) or (head[:4], head[8:]) == (b"RIFF", b"WEBP")


class ImageSource:
    """Pictures shown at a constant rate. All get the size of the first; others are scaled to fit and centred on black.

    `path` is a folder, a zip, or one picture.
    """

    def __init__(self, path: Path, rate: Fraction, max_pixels: int) -> None:
        self.container = "folder" if path.is_dir() else "zip" if is_zip(path) else "picture"
        self._zip = _open_zip(path) if self.container == "zip" else None
        self._folder = path if path.is_dir() else path.parent
        self._max_pixels = max_pixels
        self._names = self._list(path)
        self.rate = Rate(rate, False, 0.0)
        self.duration_s = len(self._names) / rate
        self.last_s = 1 / rate
        if not self._names:
            self.close()
            raise VideoUnreadable(
                f"The {self.container} holds no pictures (png, jpg, webp or bmp).", reason="noPictures"
            )
        self.codec = ""  # known with the first picture

    def _list(self, path: Path) -> list[str]:
        if self.container == "picture":
            return [path.name]
        return sorted(_entries(self._zip) if self._zip else _files(path), key=natural_order)

    def frames(self, start_s: Fraction) -> Iterator[SourceFrame]:
        """See Source."""
        first = min(int(start_s * self.rate.frame_rate), len(self._names) - 1)
        size: tuple[int, int] | None = None
        for index, name in enumerate(self._names[first:], first):
            pixels = self._decode(name, size)
            size = (pixels.shape[1], pixels.shape[0])
            picture = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            yield SourceFrame(index, index / self.rate.frame_rate, picture)

    def look(self, picture: av.VideoFrame) -> Look:
        """See Source. Rotation flags were applied while decoding."""
        return Look(picture.width, picture.height, 0, Fraction(1))

    def audio(self, first: SourceFrame) -> AudioFeed | None:
        """Pictures are silent."""
        return None

    def close(self) -> None:
        """Close the zip."""
        if self._zip is not None:
            self._zip.close()

    def _decode(self, name: str, size: tuple[int, int] | None) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
        shown = "This picture" if self.container == "picture" else f"The picture {PurePosixPath(name).name!r}"
        try:
            data = self._read(name)
        except OSError as error:
            raise VideoUnreadable(f"{shown} cannot be read.") from error
        upright, kind = upright_picture(data, shown, self._max_pixels, CLIP_FORMATS)
        self.codec = self.codec or kind
        if size is not None and upright.size != size:
            upright = ImageOps.pad(upright, size, Image.Resampling.LANCZOS)
        return np.ascontiguousarray(upright)

    def _read(self, name: str) -> bytes:
        """The picture's bytes; never more than a picture may have, whatever the zip claims."""
        try:
            with self._zip.open(name) if self._zip else open_regular(self._folder / name) as file:
                data = file.read(MAX_PICTURE_BYTES + 1)
        except (zipfile.BadZipFile, ZlibError, NotImplementedError, RuntimeError, EOFError) as error:
            raise VideoUnreadable(
                "The zip is damaged, encrypted or packed in an unknown way.", reason="damagedZip"
            ) from error
        if len(data) > MAX_PICTURE_BYTES:
            raise LimitExceeded(
                "A picture is too large once unpacked.", reason="picture", limit_bytes=MAX_PICTURE_BYTES
            )
        return data


def natural_order(name: str) -> list[tuple[int, int, str]]:
    """A sort key by which frame2 comes before frame10."""
    parts = re.findall(r"(\d+)|(\D+)", name.casefold())
    return [(0, int(digits), "") if digits else (1, 0, text) for digits, text in parts]


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise VideoUnreadable("The zip is damaged and cannot be opened.", reason="damagedZip") from error


def _entries(archive: zipfile.ZipFile) -> list[str]:
    """Names of the pictures in a zip. One that points outside, a link or too many entries refuse the whole zip."""
    if len(archive.infolist()) > _MAX_ENTRIES:
        raise LimitExceeded("The zip holds too many files.", reason="zipFiles", limit=_MAX_ENTRIES)
    names = []
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(entry.external_attr >> 16):
            raise VideoUnreadable("The zip holds a name that points outside of it.")
        if not entry.is_dir() and _is_picture(path):
            if entry.compress_type not in _PACKINGS:
                raise VideoUnreadable("The zip is packed in an unknown way.", reason="damagedZip")
            names.append(entry.filename)
    return names


def _files(folder: Path) -> list[str]:
    """Names of the pictures in a folder; links are left out, since they may point elsewhere."""
    return [
        file.name
        for file in folder.iterdir()
        if not file.is_symlink() and file.is_file() and _is_picture(PurePosixPath(file.name))
    ]


def _is_picture(path: PurePosixPath) -> bool:
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return not hidden and path.suffix.lower() in SUFFIXES
