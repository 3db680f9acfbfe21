"""The proposal network: a picture, what moves on it and what a person said, to the masks they may mean.

A U-Net over a picture of h x w pixels (multiples of 16) whose deepest level, at a sixteenth, looks everywhere at once.
Input and output are in `inputs.py`'s order. Legend: B samples, C channels, h x w pixels, N places, M masks.
"""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

CHANNELS_IN = 16
WIDTHS = (32, 64, 128, 256)
DEPTH = 3  # layers of attention
MASKS = 4  # part, whole, group, and what all that was said together means:
MEANT = 3


class Answer(NamedTuple):
    """`logits` B x M x h/2 x w/2 of the masks, `quality` B x M in [0, 1]: the overlap that each probably has with its truth."""

    logits: Tensor
    quality: Tensor


class ProposalNetwork(nn.Module):
    """About 3.6 million parameters, a rough 0.9 billion multiplications for 192 x 192 pixels."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d = WIDTHS
        self.stem = _conv(CHANNELS_IN, a, 2)
        self.down1 = nn.Sequential(_conv(a, b, 2), Residual(b), Residual(b))
        self.down2 = nn.Sequential(_conv(b, c, 2), Residual(c), Residual(c))
        self.down3 = _conv(c, d, 2)
        self.everywhere = nn.Sequential(*(Attention(d) for _ in range(DEPTH)))
        self.up2 = Joined(d, c, c)
        self.up1 = Joined(c, b, b)
        self.up0 = Joined(b, a, a, 0)
        self.masks = nn.Conv2d(a, MASKS, 3, padding=1)
        self.quality = nn.Sequential(nn.Linear(b + d + 1, 128), nn.ReLU(), nn.Linear(128, 1))

    def forward(self, picture_BChw: Tensor) -> Answer:
        """See Answer."""
        half = self.stem(picture_BChw)
        quarter = self.down1(half)
        eighth = self.down2(quarter)
        deep = self.everywhere(self.down3(eighth))
        fine = self.up1(self.up2(deep, eighth), quarter)
        logits = self.masks(self.up0(fine, half))
        return Answer(logits, self._quality(logits, fine, deep))

    def _quality(self, logits: Tensor, fine: Tensor, deep: Tensor) -> Tensor:
        shares = torch.sigmoid(F.avg_pool2d(logits.detach(), 2)).flatten(2)
        weight = shares.sum(dim=2, keepdim=True) + 1
        within = torch.einsum("bmn,bcn->bmc", shares, fine.flatten(2)) / weight
        around = deep.mean(dim=(2, 3))[:, None].expand(-1, MASKS, -1)
        size = shares.mean(dim=2, keepdim=True) ** 0.5
        return torch.sigmoid(self.quality(torch.cat([within, around, size], dim=-1)))[..., 0]


class Residual(nn.Module):
    """Two 3 x 3 convolutions beside a straight way."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _conv(width, width, 1)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        """The same shape."""
        return F.relu(x + self.second(self.first(x)))


class Attention(nn.Module):
    """Every place looks at every other; a depthwise convolution tells them what is beside them."""

    def __init__(self, width: int, heads: int = 8) -> None:
        super().__init__()
        self.beside = nn.Conv2d(width, width, 3, padding=1, groups=width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.to_all = nn.Linear(width, 3 * width)
        self.from_all = nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.heads = heads

    def forward(self, x_BCHW: Tensor) -> Tensor:
        """The same shape."""
        x_BCHW = x_BCHW + self.beside(x_BCHW)
        x_BNC: Tensor
        samples, width, height, across = x_BCHW.shape
        x_BNC = x_BCHW.flatten(2).transpose(1, 2)
        x_BNC = x_BNC + self._look(self.norm1(x_BNC))
        x_BNC = x_BNC + self.mlp(self.norm2(x_BNC))
        return x_BNC.transpose(1, 2).reshape(samples, width, height, across)

    def _look(self, x_BNC: Tensor) -> Tensor:
        samples, places, width = x_BNC.shape
        parts = self.to_all(x_BNC).reshape(samples, places, 3, self.heads, width // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4).unbind(0)
        seen = F.scaled_dot_product_attention(q, k, v)
        out: Tensor = self.from_all(seen.transpose(1, 2).reshape(samples, places, width))
        return out


class Joined(nn.Module):
    """A coarse level brought up to a finer one and worked together with it."""

    def __init__(self, coarse: int, fine: int, out: int, blocks: int = 1) -> None:
        super().__init__()
        self.narrow = nn.Conv2d(coarse, fine, 1)
        self.join = nn.Sequential(_conv(2 * fine, out, 1), *(Residual(out) for _ in range(blocks)))

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        """The fine level's size."""
        up = F.interpolate(self.narrow(coarse), scale_factor=2.0, mode="bilinear", align_corners=False)
        out: Tensor = self.join(torch.cat([up, fine], dim=1))
        return out


def _conv(width_in: int, width_out: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(width_in, width_out, 3, stride, 1, bias=False), nn.BatchNorm2d(width_out), nn.ReLU(inplace=True)
    )
