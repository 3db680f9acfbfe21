"""What an effect is on the server: its table and a function on one frame. The words of the maths: contract/effects/README.md."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.export import ParameterInfo, ParameterValue
from masklet.masks.palette import rgb

Picture = NDArray[np.uint8]  # height x width x 3, RGB
LabelMap = NDArray[np.uint8]  # height x width: 0 background, else k for the k-th object in z-order
Colours = NDArray[np.uint8]  # (objects + 1) x 3: row k is the k-th object's colour
Values = Mapping[str, ParameterValue]

Apply = Callable[[Picture, LabelMap, Colours, Values], Picture]


@dataclass(frozen=True, slots=True)
class Effect:
    """A pixel operation on a frame with its label map. `apply` answers a new picture and leaves its inputs alone."""

    name: str
    title: str
    description: str
    parameters: tuple[ParameterInfo, ...]
    apply: Apply


def star_extremes(labels: LabelMap, length: int) -> tuple[LabelMap, LabelMap]:
    """Least and greatest label at each pixel and the offsets of star(length), coordinates clamped to the picture."""
    kernel = _star(length)
    lowest = cv2.erode(labels, kernel, borderType=cv2.BORDER_REPLICATE)
    highest = cv2.dilate(labels, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(lowest, np.uint8), np.asarray(highest, np.uint8)


def near_object(labels: LabelMap, length: int) -> NDArray[np.bool_]:
    """Where the pixel itself or one at an offset of star(length) belongs to an object."""
    reached = labels if length == 0 else cv2.dilate(labels, _star(length), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(reached, np.uint8).astype(np.bool_)


def paint(out: Picture, where: NDArray[np.bool_], colour: ParameterValue) -> None:
    """Set the pixels to '#rrggbb'."""
    cv2.copyTo(np.full_like(out, rgb(str(colour))), where.view(np.uint8), out)


def _star(length: int) -> NDArray[np.uint8]:
    """The offsets of star(length) and the centre as a kernel."""
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.uint8)
    kernel[length, :] = kernel[:, length] = 1
    for radius in range(1, length + 1):
        step = int(0.70710678 * radius + 0.5)
        for dy in (-step, step):
            kernel[length + dy, [length - step, length + step]] = 1
    return kernel
