"""CVAT's polygons and masks, as attributes of XML. Knows no tracks.

A mask's `rle` are the lengths of runs, background first, row by row through the box `left`, `top`, `width`, `height` in pixels.
"""

from collections.abc import Mapping

import numpy as np

from masklet.domain.errors import InvalidInput
from masklet.domain.masklet import Rle
from masklet.export.imports.coco_shapes import Size
from masklet.export.imports.fitting import MOST_PIXELS
from masklet.masks import polygons, rle

MASKS = ("polygon", "mask")
OTHERS = ("box", "polyline", "points", "cuboid", "ellipse", "skeleton")


def shape_of(tag: str, about: Mapping[str, str], size: Size) -> Rle:
    """The polygon or mask in a picture of this size. Raises InvalidInput."""
    height, width = size
    if height < 1 or width < 1 or height * width > MOST_PIXELS:
        raise InvalidInput("The picture's size is damaged.")
    return polygons.filled([_points(about)], height, width) if tag == MASKS[0] else _mask(about, height, width)


def whole(text: str | None) -> int | None:
    """A whole number, also written as 12.0; None for anything else."""
    try:
        number = float(text or "")
        return int(number) if number.is_integer() else None
    except (ValueError, OverflowError):
        return None


def _points(about: Mapping[str, str]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    try:
        flat = [float(word) for pair in about.get("points", "").split(";") for word in pair.split(",")]
        return np.array(flat, np.float64).reshape(-1, 2)
    except ValueError as error:
        raise InvalidInput("A polygon is a list of points: x,y;x,y;…") from error


def _mask(about: Mapping[str, str], height: int, width: int) -> Rle:
    sides = [whole(about.get(key)) for key in ("left", "top", "width", "height")]
    left, top, columns, rows = (side for side in sides if side is not None) if None not in sides else (0, 0, 0, 0)
    if columns < 1 or rows < 1 or columns * rows > MOST_PIXELS:
        raise InvalidInput("The mask's box is damaged.")
    box = _unpacked(about.get("rle", ""), rows * columns).reshape(rows, columns)
    whole_picture = np.zeros((height, width), np.uint8)
    x0, y0, x1, y1 = max(0, left), max(0, top), min(width, left + columns), min(height, top + rows)
    if x0 < x1 and y0 < y1:
        whole_picture[y0:y1, x0:x1] = box[y0 - top : y1 - top, x0 - left : x1 - left]
    return rle.encode(whole_picture)


def _unpacked(text: str, count: int) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    try:
        lengths = [int(word) for word in text.split(",")]
    except ValueError as error:
        raise InvalidInput("The mask's run lengths are damaged.") from error
    if min(lengths) < 0 or sum(lengths) != count:
        raise InvalidInput("The mask does not fill its own box.")
    return np.repeat(np.arange(len(lengths), dtype=np.uint8) & 1, lengths)
