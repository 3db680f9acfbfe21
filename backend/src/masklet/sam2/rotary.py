"""Axial rotary positions of a square grid: the first half of the channel pairs turns with x, the second with y.

Legend: B batch, N tokens, C channels, C/2 pairs of neighbouring channels.
"""

from functools import lru_cache

import torch
from torch import Tensor

THETA = 10000.0


@lru_cache(maxsize=16)
def rotary_table(channels: int, side: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """(cosine, sine) of every token's angles, each [side * side, channels / 2] float32, row by row. Computed once."""
    rate = THETA ** (-torch.arange(0, channels, 4, dtype=torch.float32, device=device) / channels)
    place = torch.arange(side * side, device=device)
    x_angle = torch.outer((place % side).float(), rate)
    y_angle = torch.outer(torch.div(place, side, rounding_mode="floor").float(), rate)
    angle = torch.cat((x_angle, y_angle), dim=1)
    return angle.cos(), angle.sin()


def rotate(tokens_BNC: Tensor, side: int) -> Tensor:
    """Each token turned by its place on the grid; N is a whole number of grids, one after the other."""
    cosine, sine = rotary_table(tokens_BNC.shape[-1], side, tokens_BNC.device)
    pairs = tokens_BNC.float().unflatten(1, (-1, side * side)).unflatten(3, (-1, 2))
    real, imaginary = pairs.unbind(-1)
    turned = torch.stack((real * cosine - imaginary * sine, real * sine + imaginary * cosine), dim=-1)
    return turned.flatten(3).flatten(1, 2).to(tokens_BNC.dtype)
