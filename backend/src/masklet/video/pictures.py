"""One picture file as pixels: upright as its EXIF orientation says, 8 bits, RGB. Knows no clip."""

from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError, features

from masklet.domain.errors import LimitExceeded, VideoUnreadable
from masklet.video.probe import check_pixels
from masklet.video.regular_file import open_regular

CLIP_FORMATS = ("PNG", "JPEG", "WEBP", "BMP")  # of the pictures that become clips
FORMATS = (
    *CLIP_FORMATS,
    "TIFF",
    "GIF",
    "PPM",
    *(("AVIF",) if features.check("avif") else ()),
)  # none that runs a program
MAX_PICTURE_BYTES = 256 * 1024 * 1024
_ORIENTATION = 274  # the EXIF tag
_ON_ITS_SIDE = (5, 6, 7, 8)
_FAULTS = (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError)


def upright_picture(data: bytes, shown: str, max_pixels: int, formats: tuple[str, ...]) -> tuple[Image.Image, str]:
    """The picture in RGB, and its format. `shown` begins the sentence of VideoUnreadable. Also raises LimitExceeded."""
    try:
        with Image.open(BytesIO(data), formats=formats) as image:
            check_pixels(image.width, image.height, max_pixels)
            return ImageOps.exif_transpose(_eight_bit(image)).convert("RGB"), str(image.format).lower()
    except _FAULTS as error:
        raise VideoUnreadable(f"{shown} cannot be read.") from error


def picture_size(path: Path, max_pixels: int) -> tuple[int, int]:
    """Width and height of an upright picture, from its head alone. Raises VideoUnreadable, LimitExceeded, OSError for no file."""
    with open_regular(path) as file:
        try:
            with Image.open(file, formats=FORMATS) as image:
                width, height = image.size
                is_on_its_side = image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
        except _FAULTS as error:
            raise VideoUnreadable("This is no picture that can be read.") from error
    check_pixels(width, height, max_pixels)
    return (height, width) if is_on_its_side else (width, height)


class PictureFrames:
    """A FrameSource of one picture, decoded when it is made. Raises VideoUnreadable, LimitExceeded."""

    frame_count = 1

    def __init__(self, path: Path, max_pixels: int) -> None:
        with open_regular(path) as file:
            data = file.read(MAX_PICTURE_BYTES + 1)
        if len(data) > MAX_PICTURE_BYTES:
            raise LimitExceeded("The picture's file is too large.", reason="picture", limit_bytes=MAX_PICTURE_BYTES)
        picture, _ = upright_picture(data, "This picture", max_pixels, FORMATS)
        self._pixels = np.array(picture)
        self._pixels.setflags(write=False)
        self.height, self.width = self._pixels.shape[:2]

    def read(self, frame_index: int) -> NDArray[np.uint8]:
        """Height x width x 3 uint8 RGB, not writable."""
        return self._pixels

    def close(self) -> None:
        """The pixels go with it."""


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit grey as 8-bit; everything else as it is."""
    if not image.mode.startswith("I"):
        return image
    exif = image.getexif()
    grey = Image.fromarray((np.asarray(image, np.int64) >> 8).clip(0, 255).astype(np.uint8))
    grey.getexif().update(exif)
    return grey
