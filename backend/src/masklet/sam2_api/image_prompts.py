"""Prompts of the image predictor, checked: arrays to points in pixels of the network's square picture and a mask.

Legend: B prompts, each of its own object, N points, S side of the square picture, L = S / 4 side of mask logits.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from masklet.sam2.network import PromptTensors
from masklet.sam2.prompt_encoder import FIRST_CORNER, PADDING, SECOND_CORNER
from masklet.sam2_api.errors import PromptError

Said = ArrayLike | Tensor


@dataclass(frozen=True, slots=True)
class Scale:
    """What coordinates are multiplied by to become pixels of the square picture, whose side is `side`."""

    x: float
    y: float
    side: int


def image_prompt(
    point_coords: Said | None, point_labels: Said | None, box: Said | None, mask_input: Said | None, scale: Scale
) -> PromptTensors:
    """On the CPU, B of all; N is 0 where there are neither points nor a box. Box corners come before points.

    Points [N, 2] or [B, N, 2] with labels [N] or [B, N], boxes [4] or [B, 4], masks [1, L, L] or [B, 1, L, L].
    Raises PromptError.
    """
    points, labels = np.zeros((1, 0, 2), np.float32), np.zeros((1, 0), np.int64)
    if point_coords is not None:
        points, labels = _points(point_coords, point_labels)
    factor = np.array([scale.x, scale.y], np.float32)
    points = points * factor
    if box is not None:
        corners = _corners(box, factor, scale.side)
        points, labels = _after_corners(corners, points, labels)
    mask = None if mask_input is None else _mask(mask_input, scale.side // 4)
    batch = _batch(len(points), 1 if mask is None else len(mask))
    xy, said = torch.from_numpy(points).expand(batch, -1, -1), torch.from_numpy(labels).expand(batch, -1)
    return PromptTensors(xy, said, None if mask is None else mask.expand(batch, -1, -1, -1), labels.shape[1])


def _points(coords: Said, labels: Said | None) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """[B, N, 2] and [B, N]."""
    if labels is None:
        raise PromptError("point_labels must be supplied if point_coords is supplied.")
    xy, said = _numbers(coords, "point_coords"), _numbers(labels, "point_labels")
    xy, said = (xy[None] if xy.ndim == 2 else xy), (said[None] if said.ndim == 1 else said)
    if xy.ndim != 3 or xy.shape[2] != 2:
        raise PromptError(f"point_coords are [N, 2] or [B, N, 2], not {list(np.shape(coords))}.")
    if said.shape != xy.shape[:2]:
        raise PromptError(f"There are {list(xy.shape[:2])} points and {list(said.shape)} labels.")
    if not np.isin(said, range(PADDING, SECOND_CORNER + 1)).all():
        raise PromptError("Labels are 1 for the object and 0 for the background.")
    return xy, said.astype(np.int64)


def _corners(box: Said, factor: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """[B, 2, 2] in pixels of the square picture."""
    array = _numbers(box, "box")
    if array.ndim not in (1, 2) or array.shape[-1] != 4 or array.size == 0:
        raise PromptError(f"A box is (x0, y0, x1, y1), or several [B, 4], not of shape {list(array.shape)}.")
    corners = array.reshape(-1, 2, 2) * factor
    if (corners[:, 0] >= corners[:, 1]).any():
        raise PromptError("A box needs an area: x0 < x1 and y0 < y1.")
    if (corners[:, 1] <= 0).any() or (corners[:, 0] >= side).any():
        raise PromptError("A box lies outside of the picture.")
    return corners


def _after_corners(
    corners: NDArray[np.float32], points: NDArray[np.float32], labels: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    batch = _batch(len(corners), len(points) if points.size else 1)
    corner_labels = np.array([[FIRST_CORNER, SECOND_CORNER]])
    parts = [(corners, corner_labels), (points, labels)]
    return (
        np.concatenate([np.broadcast_to(xy, (batch, *xy.shape[1:])) for xy, _ in parts], axis=1),
        np.concatenate([np.broadcast_to(said, (batch, said.shape[1])) for _, said in parts], axis=1),
    )


def _mask(mask_input: Said, side: int) -> Tensor:
    """[B, 1, L, L] float32."""
    array = _numbers(mask_input, "mask_input")
    array = array[:, None] if array.ndim == 3 else array
    if array.ndim != 4 or array.shape[1:] != (1, side, side) or len(array) == 0:
        raise PromptError(f"mask_input is [1, {side}, {side}] or [B, 1, {side}, {side}], not {list(array.shape)}.")
    return torch.from_numpy(array)


def _batch(first: int, second: int) -> int:
    """One prompt goes with all of the other kind."""
    if first != second and 1 not in (first, second):
        raise PromptError(f"There are {first} prompts of one kind and {second} of another.")
    return max(first, second)


def _numbers(said: Said, name: str) -> NDArray[np.float32]:
    try:
        array = said.detach().float().cpu().numpy() if isinstance(said, Tensor) else np.array(said, np.float32)
    except (TypeError, ValueError) as error:
        raise PromptError(f"{name} is an array of numbers.") from error
    if not np.isfinite(array).all():
        raise PromptError(f"{name} holds values that are no numbers.")
    return array
