"""Pictures to what the network sees, and its mask logits back to the picture's size.

Legend: B prompts, C masks of a prompt, H W height and width of the picture, S side of the square one, L = S / 4.
"""

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL.Image import Image
from torch import Tensor

from masklet.domain.errors import InvalidInput
from masklet.sam2.config import IMAGE_DEVIATION, IMAGE_MEAN
from masklet.sam2_api.array_frames import checked_share
from masklet.sam2_api.holes import without_holes

Picture = NDArray[np.generic] | Image


def picture_size(image: Picture) -> tuple[int, int]:
    """(height, width). Raises InvalidInput for what is no RGB picture [H, W, 3] and not Pillow's."""
    if isinstance(image, Image):
        size = image.height, image.width
    elif not isinstance(image, np.ndarray):
        raise InvalidInput(f"An image is a NumPy array or a Pillow image, not {type(image).__name__}.")
    elif image.ndim != 3 or image.shape[2] != 3:
        raise InvalidInput(f"An image is RGB, [H, W, 3], not of shape {list(image.shape)}.")
    else:
        size = image.shape[:2]
    if 0 in size:
        raise InvalidInput("An image has at least one pixel.")
    return size


def squared_pixels(image: Picture, side: int, device: torch.device) -> Tensor:
    """[3, S, S] float32, normalised, resized with antialiasing. Pictures are uint8, or floats from 0 to 1. Raises InvalidInput."""
    picture_size(image)
    array = np.asarray(image.convert("RGB")) if isinstance(image, Image) else image
    if array.dtype == np.uint8:
        share = torch.from_numpy(np.array(array)).to(device).float() / 255
    elif array.dtype.kind == "f":
        share = torch.from_numpy(checked_share(array, "The image")).to(device)
    else:
        raise InvalidInput(f"The image holds {array.dtype}; pictures are uint8, or floats from 0 to 1.")
    square = F.interpolate(share.permute(2, 0, 1)[None], (side, side), mode="bilinear", antialias=True)[0]
    mean, deviation = (torch.tensor(each, device=device)[:, None, None] for each in (IMAGE_MEAN, IMAGE_DEVIATION))
    return (square - mean) / deviation


def at_picture_size(
    logits_BCLL: Tensor, size: tuple[int, int], threshold: float, hole_area: float, sprinkle_area: float
) -> Tensor:
    """[B, C, H, W]. Holes and specks of at most so many pixels of the L x L masks are closed and removed first."""
    if hole_area > 0 or sprinkle_area > 0:
        logits_BCLL = _tidied(logits_BCLL - threshold, int(hole_area), int(sprinkle_area)) + threshold
    return F.interpolate(logits_BCLL, size, mode="bilinear", align_corners=False)


def _tidied(logits_BCLL: Tensor, hole_area: int, sprinkle_area: int) -> Tensor:
    flat = without_holes(logits_BCLL.flatten(0, 1)[:, None], hole_area)
    return -without_holes(-flat, sprinkle_area).reshape(logits_BCLL.shape)
