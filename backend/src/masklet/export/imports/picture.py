"""A picture as a format of masks meets it, and PNG files as such: checked whole, never unpacked before their size is known to fit."""

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from masklet.domain.errors import InvalidInput, LimitExceeded
from masklet.domain.mask_import import ImportProblem, ProblemKind
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.fitting import Fitting

_HEAD = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_COLOUR_TYPE = 25  # its place in the file
_GREY, _GREY_ALPHA, _RGB_ALPHA = 0, 4, 6
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Picture:
    """`pixels`: H x W, grey or (`is_palette`) entries of a palette, uint8 or uint16; or H x W x 3, RGB, uint8.

    `alpha`: H x W, uint8, where the picture has one.
    """

    pixels: NDArray[Any]
    is_palette: bool = False
    alpha: NDArray[np.uint8] | None = None

    @property
    def white(self) -> int:
        """The highest number that a pixel can have."""
        return int(np.iinfo(self.pixels.dtype).max)

    @property
    def is_cut_out(self) -> bool:
        """It has an alpha that is not opaque everywhere."""
        return self.alpha is not None and bool((self.alpha < 255).any())


def is_matte_like(start: bytes) -> bool:
    """Whether the PNG of this beginning is grey or has alpha: neither palette nor plain colour."""
    return start.startswith(_HEAD) and start[_COLOUR_TYPE : _COLOUR_TYPE + 1] in bytes((_GREY, _GREY_ALPHA, _RGB_ALPHA))


def read_picture(files: ImportFiles, name: str, fitting: Fitting) -> Picture | ImportProblem:
    """The PNG of this name, or why it cannot be taken: it is damaged, or its size does not fit the clip."""
    damaged = ImportProblem(name, ProblemKind.DAMAGED)
    try:
        data = files.read(name)
    except (InvalidInput, LimitExceeded):
        return damaged
    if not data.startswith(_HEAD) or len(data) < len(_HEAD) + 8:
        return damaged
    width, height = struct.unpack_from(">II", data, len(_HEAD))
    if misfit := fitting.misfit(name, width, height):
        return misfit
    try:
        return _unpacked(data)
    except _BROKEN:
        return damaged


def _unpacked(data: bytes) -> Picture:
    with Image.open(BytesIO(data), formats=("PNG",)) as image:
        image.verify()  # the checksums of all parts; unpacking looks at few of them
    with Image.open(BytesIO(data), formats=("PNG",)) as image:
        image.load()
        return _picture(image)


def _picture(image: Image.Image) -> Picture:
    if image.mode == "P":
        alpha = np.asarray(image.convert("RGBA"))[..., 3] if "transparency" in image.info else None
        return Picture(np.asarray(image), True, alpha)
    if image.mode.startswith("I"):
        return Picture(np.asarray(image).astype(np.uint16))
    if image.mode in ("LA", "RGBA"):
        channels = np.asarray(image)
        return Picture(channels[..., 0] if image.mode == "LA" else channels[..., :3], alpha=channels[..., -1])
    return Picture(np.asarray(image if image.mode == "RGB" else image.convert("L")))
