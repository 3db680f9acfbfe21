"""The feature pyramid: the trunk's four maps to three of one width, fine to coarse.

Legend: B batch, C channels, H W grid.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class FeaturePyramid(nn.Module):
    """1x1 projections; only the stride-16 map takes from the stride-32 one, which is then dropped."""

    def __init__(self, widths: Sequence[int], width: int) -> None:
        super().__init__()
        # coarse to fine, as the checkpoints number them
        self.convs = nn.ModuleList(nn.ModuleDict({"conv": nn.Conv2d(c, width, 1)}) for c in reversed(widths))

    def forward(self, stages_BHWC: Sequence[Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Four maps, fine to coarse, [B, H, W, C] -> maps of strides 4, 8, 16, each [B, width, H, W]."""
        maps = [stage.permute(0, 3, 1, 2) for stage in stages_BHWC]
        fine, middle, coarse, coarsest = (
            torch.as_tensor(conv["conv"](x)) for conv, x in zip(reversed(list(self.convs)), maps, strict=True)  # type: ignore[index]
        )
        return fine, middle, coarse + F.interpolate(coarsest, scale_factor=2.0, mode="nearest")
