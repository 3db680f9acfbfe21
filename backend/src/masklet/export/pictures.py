"""Pictures as bytes of a file: JPEG for what the camera saw, PNG for numbers of objects. Knows no format and no clip."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from masklet.domain.export import ParameterInfo
from masklet.export.effects.seen import LabelMap, Picture

QUALITY = 95
IMAGES = ParameterInfo("images", "With the frames", "toggle", True)  # an option of formats that can do without them


def jpeg(picture: Picture) -> bytes:
    """H x W x 3, RGB."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def palette_png(values: LabelMap, palette: bytes) -> bytes:
    """Mode P: H x W numbers as they are, and 256 x RGB that viewers show them in."""
    image = Image.fromarray(values)
    image.putpalette(palette)  # makes it mode P
    return _png(image)


def deep_png(values: NDArray[np.uint16]) -> bytes:
    """16-bit grey: H x W numbers up to 65,535."""
    return _png(Image.fromarray(values))


def voc_palette() -> bytes:
    """256 x RGB as Pascal VOC and DAVIS have it: the number's lowest three bits are the highest of red, green and blue, the
    next three their next ones, and so on."""
    numbers = np.arange(256)
    table = np.zeros((256, 3), np.uint8)
    for level in range(3):
        for channel in range(3):
            table[:, channel] |= (((numbers >> (3 * level + channel)) & 1) << (7 - level)).astype(np.uint8)
    return table.tobytes()


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=4)
    return out.getvalue()
