"""Positions: sine tables, random Fourier features and the sine code of a distance in time.

Legend: B batch, C channels, H W grid, N points, P pointers.
"""

import math
from functools import lru_cache

import torch
from torch import Tensor, nn

from masklet.sam2.derived import Derived

TEMPERATURE = 10000.0


@lru_cache(maxsize=32)
def sine_table(channels: int, height: int, width: int, device: torch.device) -> Tensor:
    """Fixed sine positions of a grid, [channels, height, width] float32: the first half of the channels tells y, the second x.

    Computed once per grid and device. Coordinates count from 1 and are scaled to 2π (DETR's table, normalised).
    """
    half = channels // 2
    index = torch.arange(half, dtype=torch.float32, device=device)
    period = TEMPERATURE ** (2 * torch.div(index, 2, rounding_mode="floor") / half)
    axes = []
    for side in (height, width):
        place = torch.arange(1, side + 1, dtype=torch.float32, device=device) / (side + 1e-6) * 2 * math.pi
        angle = place[:, None] / period
        axes.append(torch.stack((angle[:, 0::2].sin(), angle[:, 1::2].cos()), dim=2).flatten(1))
    y_CHW = axes[0].t()[:, :, None].expand(half, height, width)
    x_CHW = axes[1].t()[:, None, :].expand(half, height, width)
    return torch.cat((y_CHW, x_CHW))


def distance_code(distance_P: Tensor, channels: int) -> Tensor:
    """Sine code of a distance in time, [P] -> [P, channels]: sines, then cosines."""
    half = channels // 2
    index = torch.arange(half, dtype=torch.float32, device=distance_P.device)
    period = TEMPERATURE ** (2 * torch.div(index, 2, rounding_mode="floor") / half)
    angle = distance_P.float()[:, None] / period
    return torch.cat((angle.sin(), angle.cos()), dim=1)


class RandomFourier(nn.Module):
    """Positions as random Fourier features of coordinates in [0, 1]; the Gaussian matrix is part of the checkpoint."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.positional_encoding_gaussian_matrix: Tensor
        self.register_buffer("positional_encoding_gaussian_matrix", torch.randn(2, channels // 2))
        self._grids = Derived[Tensor]()

    def forward(self, xy_N2: Tensor) -> Tensor:
        """[..., 2] -> [..., channels]."""
        angle = 2 * math.pi * ((2 * xy_N2.float() - 1) @ self.positional_encoding_gaussian_matrix.float())
        return torch.cat((angle.sin(), angle.cos()), dim=-1)

    def grid(self, height: int, width: int) -> Tensor:
        """Features of the middle of each cell as tokens, [1, height * width, channels], row by row. Computed once for a size."""
        matrix = self.positional_encoding_gaussian_matrix
        return self._grids.get([matrix], (height, width), lambda: self._grid(height, width))

    def _grid(self, height: int, width: int) -> Tensor:
        device = self.positional_encoding_gaussian_matrix.device
        y_H = (torch.arange(height, device=device, dtype=torch.float32) + 0.5) / height
        x_W = (torch.arange(width, device=device, dtype=torch.float32) + 0.5) / width
        xy = torch.stack(torch.meshgrid(x_W, y_H, indexing="xy"), dim=-1)
        features: Tensor = self(xy)
        return features.flatten(0, 1)[None]
