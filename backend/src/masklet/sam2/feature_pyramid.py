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
        self.convs = nn.ModuleList(Projection(c, width) for c in reversed(widths))

    def forward(self, stages_BHWC: Sequence[Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Four maps, fine to coarse, [B, H, W, C] -> maps of strides 4, 8, 16, each [B, width, H, W]."""
        coarse_to_fine = zip(self.convs, reversed(stages_BHWC), strict=True)
        coarsest, coarse, middle, fine = (project(stage.permute(0, 3, 1, 2)) for project, stage in coarse_to_fine)
        return fine, middle, coarse + F.interpolate(coarsest, scale_factor=2.0, mode="nearest")


class Projection(nn.Module):
    """A 1x1 convolution under the name that the checkpoints give it."""

    def __init__(self, width: int, out_width: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(width, out_width, 1)

    def forward(self, x_BCHW: Tensor) -> Tensor:
        """[B, width, H, W] -> [B, out width, H, W]."""
        return torch.as_tensor(self.conv(x_BCHW))
