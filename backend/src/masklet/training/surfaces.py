"""How layers look: texture, colours, light. One row of numbers a layer, so that a pixel needs its layer's row alone.
Legend: B samples, L + 1 layers, background first.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from masklet.training.chance import Chance
from masklet.training.scene import FIRST_THING, Layout


@dataclass(frozen=True, slots=True)
class Surfaces:
    """`texture` B x (L + 1) x 4: tile, repeats per unit, offset x, y. `colours` B x (L + 1) x 3 x 3: a base and two that the
    texture adds. `light` B x (L + 1) x 5: slope along and across the shape, a bright spot's place and strength.
    """

    texture: Tensor
    colours: Tensor
    light: Tensor


def draw_surfaces(chance: Chance, layout: Layout, tiles: int) -> Surfaces:
    """Looks for all layers; layers whose `looks` are one share texture and colours."""
    size = layout.looks.shape
    texture = torch.stack(
        [
            chance.below(tiles, *size).float(),
            chance.log_uniform(0.6, 7.0, *size),
            chance.uniform(0, 2, *size),
            chance.uniform(0, 2, *size),
        ],
        dim=-1,
    )
    colours = _colours(chance, size)
    hidden = chance.happens(0.2, size[0])  # things in the colours of what is behind them
    colours[:, FIRST_THING:] = torch.where(
        hidden[:, None, None, None], 0.7 * colours[:, :1] + 0.3 * colours[:, FIRST_THING:], colours[:, FIRST_THING:]
    )
    rows = torch.arange(size[0], device=texture.device)[:, None]
    light = torch.cat(
        [
            chance.normal(*size, 2) * chance.uniform(0, 0.3, size[0], 1, 1),
            chance.uniform(-0.6, 0.6, *size, 2),
            (chance.happens(0.25, *size) * chance.uniform(0.1, 0.8, *size))[..., None],
        ],
        dim=-1,
    )
    light[:, :FIRST_THING, 4] = 0
    light[:, 0] = 0
    return Surfaces(texture[rows, layout.looks], colours[rows, layout.looks], light)


def _colours(chance: Chance, size: tuple[int, ...]) -> Tensor:
    """Mostly muted; a few loud. The texture's colours stray from the base by much or by little."""
    hue, value = chance.uniform(0, 1, *size), chance.uniform(0.08, 0.95, *size)
    loud = chance.happens(0.25, *size)
    saturation = torch.where(loud, chance.uniform(0.4, 1.0, *size), chance.uniform(0, 0.4, *size))
    turns = torch.tensor([0.0, 1 / 3, 2 / 3], device=hue.device)
    wave = (torch.cos(2 * torch.pi * (hue[..., None] + turns)) + 1) / 2
    base = value[..., None] * (1 - saturation[..., None] * (1 - wave))
    strength = chance.log_uniform(0.04, 0.9, *size)[..., None]
    grey = chance.normal(*size, 1) * strength
    first = grey + chance.normal(*size, 3) * strength * 0.3
    second = chance.normal(*size, 3) * strength * 0.35
    return torch.stack([base, first, second], dim=-2)
