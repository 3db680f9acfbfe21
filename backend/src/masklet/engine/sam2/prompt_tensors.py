"""The product's prompts and masks as the network takes them, and its answers as masks. Positions in pixels of the square picture."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from masklet.domain.errors import InvalidPrompt
from masklet.domain.masklet import ObjectMask, Rle
from masklet.domain.prompt import BACKGROUND, OBJECT, Box, Prompt
from masklet.engine.protocol import FrameSource
from masklet.engine.sam2.object_tracking import Points
from masklet.masks import rle
from masklet.masks.morphology import tidied
from masklet.masks.overlap import are_alike
from masklet.sam2.memory_encoder import MASK_BIAS, MASK_SCALE
from masklet.sam2.network import FrameOutput
from masklet.sam2.prompt_encoder import FIRST_CORNER, SECOND_CORNER

SPECK_SHARE = 8 / (256 * 256)  # of the frame: holes and specks up to this are the network's noise


def check(prompt: Prompt, frames: FrameSource) -> None:
    """Raises InvalidPrompt for a prompt that says nothing or lies outside the frame."""
    if prompt.is_empty:
        raise InvalidPrompt("Say something about the object: a point, a box or a mask.", reason="empty")
    if prompt.box is not None:
        _check_box(prompt.box, frames)
    mask = prompt.mask
    if mask is not None and (mask.height, mask.width) != (frames.height, frames.width):
        raise InvalidPrompt(f"The mask is {mask.width}×{mask.height} pixels, the video {frames.width}×{frames.height}.")
    if mask is not None and rle.is_empty(mask):
        raise InvalidPrompt("The mask is empty.", reason="emptyMask")
    for point in prompt.points:
        inside = 0 <= point.x <= frames.width and 0 <= point.y <= frames.height  # False for NaN
        if not inside or point.label not in (BACKGROUND, OBJECT):
            raise InvalidPrompt("A point must lie inside the frame and have the label 0 or 1.")


def points_of(prompt: Prompt, frames: FrameSource, image_size: int) -> Points:
    """Box corners, then points."""
    x_scale, y_scale = image_size / frames.width, image_size / frames.height
    xy = [(point.x * x_scale, point.y * y_scale) for point in prompt.points]
    labels = [point.label for point in prompt.points]
    if prompt.box is not None:
        box = prompt.box
        xy = [(box.x0 * x_scale, box.y0 * y_scale), (box.x1 * x_scale, box.y1 * y_scale), *xy]
        labels = [FIRST_CORNER, SECOND_CORNER, *labels]
    return Points(torch.tensor(xy, dtype=torch.float32), torch.tensor(labels))


def square_mask(mask: Rle, image_size: int) -> Tensor:
    """[1, 1, S, S] of 0 and 1."""
    whole = torch.from_numpy(rle.decode(mask).astype(np.float32))[None, None]
    return (F.interpolate(whole, (image_size, image_size), mode="bilinear", antialias=True) >= 0.5).float()


def mask_logits(mask: Rle, image_size: int) -> Tensor:
    """Logits [1, 1, S / 4, S / 4] as certain as a person's mask."""
    quarter = (image_size // 4, image_size // 4)
    square = square_mask(mask, image_size) * MASK_SCALE + MASK_BIAS
    return F.interpolate(square, quarter, mode="bilinear", antialias=True)


def bits_at(logits_BHW: Tensor, height: int, width: int) -> Tensor:
    """Which pixels of the video belong to each object, [B, height, width] bool on the logits' device."""
    return F.interpolate(logits_BHW[:, None].float(), (height, width), mode="bilinear", align_corners=False)[:, 0] > 0


def clean(bits_HW: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask without holes and specks of a few pixels."""
    return tidied(bits_HW, math.ceil(SPECK_SHARE * bits_HW.size))


def object_mask(bits_HW: NDArray[np.bool_], object_logit: float) -> ObjectMask:
    """The mask as a person sees it, and how sure the network is that the object is there."""
    return ObjectMask(rle.encode(clean(bits_HW)), 1 / (1 + math.exp(-max(-80.0, min(80.0, object_logit)))))


def different(logits_KHW: Tensor, iou_K: Tensor, most: int, frames: FrameSource) -> tuple[ObjectMask, ...]:
    """At most so many masks that a person can tell apart, in their order, scored by their predicted IoU."""
    found: list[NDArray[np.bool_]] = []
    made: list[ObjectMask] = []
    every_bits = bits_at(logits_KHW, frames.height, frames.width).cpu().numpy()
    for bits, iou in zip(map(clean, every_bits), iou_K.tolist(), strict=True):
        if len(made) < most and not any(are_alike(bits, known) for known in found):
            found.append(bits)
            made.append(ObjectMask(rle.encode(bits), iou if bits.any() else 0.0))
    return tuple(made)


def answered(output: FrameOutput, frames: FrameSource) -> ObjectMask:
    """One object's answer as a mask of the video's size."""
    bits = bits_at(output.mask_logits[:, 0], frames.height, frames.width)
    return object_mask(bits[0].cpu().numpy(), float(output.object_logit))


def _check_box(box: Box, frames: FrameSource) -> None:
    if not all(math.isfinite(side) for side in (box.x0, box.y0, box.x1, box.y1)):
        raise InvalidPrompt("A box must not hold values that are no numbers.")
    if box.x0 >= box.x1 or box.y0 >= box.y1:
        raise InvalidPrompt("A box needs an area.", reason="noArea")
    if box.x1 <= 0 or box.y1 <= 0 or box.x0 >= frames.width or box.y0 >= frames.height:
        raise InvalidPrompt("The box lies outside the frame.", reason="outside")
