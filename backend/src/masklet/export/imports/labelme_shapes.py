"""LabelMe's polygons and masks. Knows no files."""

import base64
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from masklet.domain.errors import InvalidInput
from masklet.domain.masklet import Rle
from masklet.export.imports.coco_shapes import Size
from masklet.export.imports.fitting import MOST_PIXELS
from masklet.masks import rle

MASKS = ("polygon", "mask")
MOST_CORNERS = 100_000  # filling looks at each of them on every row
_REACH = 2  # sides of the picture that a corner may lie outside
_PNG = b"\x89PNG\r\n\x1a\n"


def shape_of(kind: str, shape: object, size: Size) -> Rle:
    """The mask in a picture of this size. Raises InvalidInput."""
    height, width = size
    if height < 1 or width < 1 or height * width > MOST_PIXELS or not isinstance(shape, dict):
        raise InvalidInput("The shape is damaged.")
    points = _points(shape.get("points"))
    return _polygon(points, height, width) if kind == MASKS[0] else _mask(points, shape, height, width)


def _points(found: object) -> NDArray[np.float64]:
    try:
        points = np.asarray(found, np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidInput("A shape is a list of points.") from error
    if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise InvalidInput("A shape is a list of points.")
    return points


def _polygon(points: NDArray[np.float64], height: int, width: int) -> Rle:
    if not 3 <= len(points) <= MOST_CORNERS:
        raise InvalidInput("A polygon has three corners or more, and not too many.")
    size = np.array((width, height))
    near = np.clip(points, -_REACH * size, (_REACH + 1) * size)
    picture = Image.new("L", (width, height), 0)
    ImageDraw.Draw(picture).polygon([(x, y) for x, y in near.tolist()], outline=1, fill=1)
    return rle.encode(np.asarray(picture, np.uint8))


def _mask(points: NDArray[np.float64], shape: dict[str, Any], height: int, width: int) -> Rle:
    if len(points) != 2 or np.abs(points).max() > MOST_PIXELS:
        raise InvalidInput("A mask has two corners.")
    (left, top), (right, bottom) = points.astype(int).tolist()
    box = _picture(shape.get("mask"), bottom - top + 1, right - left + 1)
    whole = np.zeros((height, width), np.uint8)
    x0, y0, x1, y1 = max(0, left), max(0, top), min(width, right + 1), min(height, bottom + 1)
    if x0 < x1 and y0 < y1:
        whole[y0:y1, x0:x1] = box[y0 - top : y1 - top, x0 - left : x1 - left]
    return rle.encode(whole)


def _picture(text: object, height: int, width: int) -> NDArray[np.uint8]:
    """The PNG, one channel; it must say this size before it is unpacked."""
    if not isinstance(text, str) or height < 1 or width < 1 or height * width > MOST_PIXELS:
        raise InvalidInput("The mask is damaged.")
    try:
        content = base64.b64decode(text)
    except ValueError as error:
        raise InvalidInput("The mask is no base64.") from error
    said = (int.from_bytes(content[20:24], "big"), int.from_bytes(content[16:20], "big"))
    if content[:8] != _PNG or said != (height, width):
        raise InvalidInput("The mask is no PNG of its box's size.")
    try:
        found = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error as error:
        raise InvalidInput("The mask's PNG is damaged.") from error
    if found is None or found.shape != (height, width):
        raise InvalidInput("The mask's PNG is damaged.")
    return np.asarray(found != 0, np.uint8)
