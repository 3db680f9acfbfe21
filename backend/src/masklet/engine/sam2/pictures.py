"""Frames as the network wants them: square, normalised. Pillow's bicubic filter, as the published video predictor resizes."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from masklet.sam2.config import IMAGE_DEVIATION, IMAGE_MEAN

Frame = NDArray[np.uint8]  # H x W x 3 RGB


def squared(frame: Frame, size: int) -> Frame:
    """The frame as size x size x 3 uint8."""
    if frame.shape[:2] == (size, size):
        return np.ascontiguousarray(frame)
    return np.asarray(Image.fromarray(np.ascontiguousarray(frame)).resize((size, size), Image.Resampling.BICUBIC))


def pixels(pictures: Sequence[Frame], device: torch.device) -> Tensor:
    """Squared frames as normalised [B, 3, S, S] float32 on a device; bytes travel, not floats."""
    stack = torch.from_numpy(np.stack(pictures)).to(device).permute(0, 3, 1, 2)
    mean = torch.tensor(IMAGE_MEAN, device=device)[:, None, None]
    deviation = torch.tensor(IMAGE_DEVIATION, device=device)[:, None, None]
    return (stack.float() / 255 - mean) / deviation
