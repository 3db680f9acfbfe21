"""Small layers that several parts share: a linear map laid out for speed, an MLP, and a normalisation over channels.

Legend: B batch, C D channels, H W grid, N tokens.
"""

from collections.abc import Callable
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from masklet.sam2.chunks import in_chunks


class Mlp(nn.Module):
    """Linear layers with an activation between them; keys `layers.N`."""

    def __init__(self, widths: tuple[int, ...], activation: Callable[[Tensor], Tensor] = F.relu) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(widths))
        self._activation = activation

    def forward(self, x_NC: Tensor) -> Tensor:
        """[..., first width] -> [..., last width]."""
        out = in_chunks(x_NC.reshape(-1, x_NC.shape[-1]), self._work)
        return out.reshape(*x_NC.shape[:-1], out.shape[-1])

    def _work(self, x_NC: Tensor) -> Tensor:
        *hidden, last = self.layers
        for layer in hidden:
            x_NC = self._activation(layer(x_NC))
        return torch.as_tensor(last(x_NC))


class ChannelNorm(nn.Module):
    """Layer normalisation over the channels of each position of a [B, C, H, W] map."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x_BCHW: Tensor) -> Tensor:
        """The same shape."""
        x_BHWC = x_BCHW.permute(0, 2, 3, 1)
        return F.layer_norm(x_BHWC, self.weight.shape, self.weight, self.bias, 1e-6).permute(0, 3, 1, 2)


def tokens_of(map_BCHW: Tensor) -> Tensor:
    """[B, C, H, W] -> [B, H * W, C], row by row."""
    return map_BCHW.flatten(2).transpose(1, 2)


def map_of(tokens_BNC: Tensor, height: int, width: int) -> Tensor:
    """[B, H * W, C] -> [B, C, H, W]."""
    return tokens_BNC.transpose(1, 2).reshape(tokens_BNC.shape[0], -1, height, width)
