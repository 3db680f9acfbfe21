"""Masks as COCO writes them in JSON: run lengths, compressed or not, or lists of polygons. Knows no files."""

from typing import Any

import numpy as np

from masklet.domain.errors import InvalidInput
from masklet.domain.masklet import Rle
from masklet.export.imports.fitting import MOST_PIXELS
from masklet.masks import polygons, rle

Size = tuple[int, int]  # height, width


def mask_of(segmentation: object, size: Size | None) -> Rle:
    """`size` (height, width) is the picture's, for polygons, which do not say it. Raises InvalidInput for anything else."""
    if isinstance(segmentation, dict):
        return _run_lengths(segmentation)
    if isinstance(segmentation, list) and size is not None:
        height, width = _checked(size)
        return polygons.filled([_corners(each) for each in segmentation], height, width)
    raise InvalidInput("There is no mask.")


def shows(mask: Rle) -> bool:
    """Whether it has a pixel, in formats that write empty masks where an object is hidden. Raises InvalidInput, as rle.check."""
    rle.check(mask)
    return not rle.is_empty(mask)


def _run_lengths(segmentation: dict[str, Any]) -> Rle:
    size, counts = segmentation.get("size"), segmentation.get("counts")
    if not isinstance(size, list):
        raise InvalidInput("The mask has no size.")
    height, width = _checked(size)
    if isinstance(counts, str):
        return Rle(height, width, counts)
    if isinstance(counts, list):
        return rle.from_runs(counts, height, width)
    raise InvalidInput("The mask has no run lengths.")


def _checked(size: object) -> Size:
    if not isinstance(size, list | tuple) or len(size) != 2 or not all(isinstance(side, int) for side in size):
        raise InvalidInput("The mask's size is damaged.")
    height, width = size
    if height < 1 or width < 1 or height * width > MOST_PIXELS:
        raise InvalidInput("The mask's size is damaged.")
    return height, width


def _corners(flat: object) -> "np.ndarray[Any, np.dtype[np.float64]]":
    try:
        return np.asarray(flat, np.float64).reshape(-1, 2)
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidInput("A polygon is a list of numbers: x, y, x, y, …") from error
