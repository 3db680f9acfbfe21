"""The memory encoder: a mask and the picture's feature become what is remembered of a frame.

Legend: B objects, C channels, s side of the coarse grid.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from masklet.sam2.layers import ChannelNorm

MASK_SCALE, MASK_BIAS = 20.0, -10.0


class MemoryEncoder(nn.Module):
    """[B, C, s, s] feature and [B, 1, 16s, 16s] mask in -10..10 -> [B, memory width, s, s]."""

    def __init__(self, width: int, memory_width: int) -> None:
        super().__init__()
        self.mask_downsampler = nn.ModuleDict({"encoder": _downsampler(width)})
        self.pix_feat_proj = nn.Conv2d(width, width, 1)
        self.fuser = nn.ModuleDict({"layers": nn.Sequential(FuserBlock(width), FuserBlock(width))})
        self.out_proj = nn.Conv2d(width, memory_width, 1)

    def forward(self, feature_BCHW: Tensor, mask_B1HW: Tensor) -> Tensor:
        """See the class."""
        seen = self.mask_downsampler["encoder"](mask_B1HW)
        mixed = self.fuser["layers"](self.pix_feat_proj(feature_BCHW) + seen)
        return torch.as_tensor(self.out_proj(mixed))


class FuserBlock(nn.Module):
    """A ConvNeXt block: depthwise 7x7, two pointwise layers, layer scale, residual."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.dwconv = nn.Conv2d(width, width, 7, padding=3, groups=width)
        self.norm = ChannelNorm(width)
        self.pwconv1, self.pwconv2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.gamma = nn.Parameter(torch.ones(width))

    def forward(self, x_BCHW: Tensor) -> Tensor:
        """The same shape."""
        y_BHWC = self.norm(self.dwconv(x_BCHW)).permute(0, 2, 3, 1)
        y_BHWC = self.gamma * self.pwconv2(F.gelu(self.pwconv1(y_BHWC)))
        return torch.as_tensor(x_BCHW + y_BHWC.permute(0, 3, 1, 2))


def _downsampler(width: int) -> nn.Sequential:
    """Four convolutions of stride 2, each with four times the channels, and a 1x1."""
    layers: list[nn.Module] = []
    channels = 1
    for _ in range(4):
        layers += [nn.Conv2d(channels, 4 * channels, 3, 2, 1), ChannelNorm(4 * channels), nn.GELU()]
        channels *= 4
    return nn.Sequential(*layers, nn.Conv2d(channels, width, 1))
