"""Which of the decoder's four masks is the answer.

Legend: B objects, C channels, s side of the coarse grid.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from masklet.sam2.mask_decoder import DecodedMasks

ABSENT_LOGIT = -1024.0  # of every pixel of an object that is not there
STABILITY_MARGIN, STABLE_FROM = 0.05, 0.98


@dataclass(frozen=True, slots=True)
class ChosenMask:
    """`logits` [B, 1, 4s, 4s], `iou` [B], and the `token` [B, C] that the object pointer is made of."""

    logits: Tensor
    iou: Tensor
    token: Tensor


def choose_mask(decoded: DecodedMasks, is_doubtful: bool) -> ChosenMask:
    """Doubtful prompts (at most one point): the best of the last three by predicted IoU. Clear ones: the first, unless it
    is unstable; its token makes the pointer even then."""
    rows = torch.arange(len(decoded.iou), device=decoded.iou.device)
    index_B = _choice(decoded, is_doubtful)
    tokens = decoded.tokens[rows, index_B] if is_doubtful else decoded.tokens[:, 0]
    return ChosenMask(decoded.logits[rows, index_B][:, None], decoded.iou[rows, index_B], tokens)


def ordered_masks(decoded: DecodedMasks, is_doubtful: bool) -> tuple[Tensor, Tensor]:
    """Of one object: the mask that `choose_mask` chooses, then those left of the last three by predicted IoU: their
    logits [K, 4s, 4s] and IoU [K], K 3 or 4."""
    chosen = int(_choice(decoded, is_doubtful)[0])
    by_iou = (1 + decoded.iou[0, 1:].argsort(descending=True)).tolist()
    order = [chosen, *(index for index in by_iou if index != chosen)]
    return decoded.logits[0, order], decoded.iou[0, order]


def _choice(decoded: DecodedMasks, is_doubtful: bool) -> Tensor:
    """Which of the four, [B]."""
    best_B = 1 + decoded.iou[:, 1:].argmax(dim=1)
    return best_B if is_doubtful else torch.where(_stability(decoded.logits[:, 0]) >= STABLE_FROM, 0, best_B)


def _stability(logits_BHW: Tensor) -> Tensor:
    """[B]: the area over a slightly higher threshold as a share of that over a slightly lower one; 1 for no area."""
    flat = logits_BHW.flatten(1)
    inner = (flat > STABILITY_MARGIN).sum(dim=1).float()
    outer = (flat > -STABILITY_MARGIN).sum(dim=1).float()
    return torch.where(outer > 0, inner / outer.clamp(min=1), torch.ones_like(inner))
