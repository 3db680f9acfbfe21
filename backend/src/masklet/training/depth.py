"""How deep pixels lie inside masks, for clicks in the middle of things. Legend: B samples, H x W pixels."""

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

REACHES = (1,) * 6 + (2,) * 5 + (3,) * 4 + (5,) * 4  # far inside, a few pixels do not matter


def depths(mask_BHW: Tensor) -> Tensor:
    """About the distance to the mask's edge, B x H x W; outside 0. The picture's edge is an edge."""
    if mask_BHW.device.type != "cpu":
        return by_growing(mask_BHW)
    padded = F.pad(mask_BHW.byte(), (1,) * 4).numpy()
    return torch.from_numpy(np.stack([cv2.distanceTransform(mask, cv2.DIST_L2, 3)[1:-1, 1:-1] for mask in padded]))


def by_growing(mask_BHW: Tensor) -> Tensor:
    """The same in growing steps of what is outside: many small operations, as a GPU likes them."""
    outside = 1 - mask_BHW.half()[:, None]
    total = 1 - outside.float()
    for reach in REACHES:
        outside = F.max_pool2d(F.pad(outside, (reach,) * 4, value=1.0), 2 * reach + 1, stride=1)
        total = total + reach * (1 - outside)
    return total[:, 0]


def deepest(mask_BHW: Tensor) -> Tensor:
    """The pixel deepest inside each mask (to two pixels), B x 2 (x, y)."""
    half = F.avg_pool2d(mask_BHW.float()[:, None], 2)[:, 0]
    whole = half >= 0.75
    seen = torch.where(whole.flatten(1).any(dim=1)[:, None, None], whole, half > 0)
    at = depths(seen).flatten(1).argmax(dim=1)
    width = half.shape[2]
    corner = torch.stack([at % width * 2, torch.div(at, width, rounding_mode="floor") * 2], dim=-1)
    return corner + _inside(mask_BHW, corner)


def _inside(mask_BHW: Tensor, corner_B2: Tensor) -> Tensor:
    """Which of the four pixels at a corner lies in the mask, B x 2 (0 or 1)."""
    rows = torch.arange(len(mask_BHW), device=mask_BHW.device)
    x, y = corner_B2.unbind(-1)
    held = torch.stack([mask_BHW[rows, y + dy, x + dx] for dy in (0, 1) for dx in (0, 1)], dim=-1)
    which = held.float().argmax(dim=-1)
    return torch.stack([which % 2, which // 2], dim=-1)
