"""Small holes of masks, filled in the logits themselves."""

import numpy as np
import torch
from torch import Tensor

from masklet.masks.morphology import parts

FILLED_LOGIT = 0.1


def without_holes(logits_B1HW: Tensor, most_area: int) -> Tensor:
    """Logits in which background regions of at most `most_area` pixels are just above the threshold; 0: as they are."""
    if most_area <= 0 or logits_B1HW.numel() == 0:
        return logits_B1HW
    outside = (logits_B1HW[:, 0] <= 0).cpu().numpy()
    small = np.stack([_small_parts(each, most_area) for each in outside])
    holes = torch.from_numpy(small)[:, None].to(logits_B1HW.device)
    return torch.where(holes, torch.full_like(logits_B1HW, FILLED_LOGIT), logits_B1HW)


def _small_parts(mask: np.ndarray, most_area: int) -> np.ndarray:
    numbers, areas = parts(mask)
    is_small = areas <= most_area
    is_small[0] = False
    return np.asarray(is_small[numbers], np.bool_)
