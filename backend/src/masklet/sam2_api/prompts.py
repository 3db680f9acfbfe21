"""Prompts of the drop-in API, checked: arrays and lists to points in pixels of the network's square picture.

Legend: N points, S side of the square picture.
"""

import numbers

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from masklet.engine.sam2.object_tracking import Points
from masklet.sam2.prompt_encoder import BACKGROUND, FIRST_CORNER, OBJECT, SECOND_CORNER
from masklet.sam2_api.errors import PromptError

MOST_OBJECT_ID = 2**31 - 1
Said = ArrayLike | Tensor


def checked_object_id(obj_id: object) -> int:
    """A small integer. Raises PromptError."""
    if isinstance(obj_id, bool | np.bool_) or not isinstance(obj_id, numbers.Integral):
        raise PromptError(f"An object id is a whole number, not {obj_id!r}.")
    if not 0 <= int(obj_id) <= MOST_OBJECT_ID:
        raise PromptError(f"An object id lies between 0 and {MOST_OBJECT_ID}, not {obj_id}.")
    return int(obj_id)


def points_in_square(
    points: Said | None, labels: Said | None, box: Said | None, scale: tuple[float, float], size: int
) -> Points:
    """Box corners first, then the points, multiplied by `scale` (x, y) into a picture of `size`. Raises PromptError."""
    if (points is None) != (labels is None):
        raise PromptError("points and labels must be provided together.")
    if points is None and box is None:
        raise PromptError("at least one of points or box must be provided as input.")
    xy, said = np.zeros((0, 2), np.float32), np.zeros(0, np.int64)
    if points is not None:
        xy, said = _points(points), _labels(labels)
        if len(xy) != len(said):
            raise PromptError(f"There are {len(xy)} points and {len(said)} labels.")
    if box is not None:
        corners = _corners(box)
        first, second = corners * np.array(scale, np.float32)
        if (second <= 0).any() or (first >= size).any():
            raise PromptError("The box lies outside the frame.")
        xy = np.concatenate([corners, xy])
        said = np.concatenate([[FIRST_CORNER, SECOND_CORNER], said])
    return Points(torch.from_numpy(xy * np.array(scale, np.float32)), torch.from_numpy(said))


def mask_in_square(mask: Said, size: int) -> Tensor:
    """A mask of any size as [1, 1, S, S] float32 of 0 and 1. Raises PromptError."""
    array = _array(mask)
    if array.ndim != 2 or 0 in array.shape:
        raise PromptError(f"A mask is height x width, not of shape {list(array.shape)}.")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise PromptError("A mask must not hold values that are no numbers.")
    tensor = torch.from_numpy(np.ascontiguousarray(array != 0)).float()[None, None]
    if tensor.shape[-2:] == (size, size):
        return tensor
    resized = F.interpolate(tensor, (size, size), mode="bilinear", align_corners=False, antialias=True)
    return (resized >= 0.5).float()


def _points(points: Said) -> NDArray[np.float32]:
    array = _array(points)
    if array.ndim == 3 and array.shape[0] == 1:
        array = array[0]
    if array.size == 0:
        return np.zeros((0, 2), np.float32)
    if array.ndim != 2 or array.shape[1] != 2:
        raise PromptError(f"Points are a list of (x, y), not of shape {list(array.shape)}.")
    return _finite(array, "A point")


def _labels(labels: Said | None) -> NDArray[np.int64]:
    array = _array(labels).reshape(-1)
    if not np.isin(array, (BACKGROUND, OBJECT)).all():
        raise PromptError("Labels are 1 for the object and 0 for the background.")
    return array.astype(np.int64)


def _corners(box: Said) -> NDArray[np.float32]:
    array = _finite(_array(box).reshape(-1), "A box")
    if array.shape != (4,):
        raise PromptError(f"A box is (x0, y0, x1, y1), not {len(array)} numbers.")
    if array[0] >= array[2] or array[1] >= array[3]:
        raise PromptError("A box needs an area: x0 < x1 and y0 < y1.")
    return array.reshape(2, 2)


def _finite(array: NDArray[np.generic], what: str) -> NDArray[np.float32]:
    try:
        numbers_ = array.astype(np.float32)
    except (TypeError, ValueError) as error:
        raise PromptError(f"{what} is made of numbers.") from error
    if not np.isfinite(numbers_).all():
        raise PromptError(f"{what} must not hold values that are no numbers.")
    return numbers_


def _array(said: Said | None) -> NDArray[np.generic]:
    if isinstance(said, Tensor):
        return said.detach().cpu().numpy()
    try:
        return np.asarray(said)
    except ValueError as error:
        raise PromptError("A prompt must be an array of numbers.") from error
