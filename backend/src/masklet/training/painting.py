"""From a drawn scene to two frames, the motion between them and which layer each pixel belongs to.
Legend: B samples, H x W pixels.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from masklet.training.chance import Chance
from masklet.training.placing import inverse, moved
from masklet.training.scene import FIRST_THING, FRONT, LAYERS, Layout
from masklet.training.shapes import top_layers
from masklet.training.surfaces import Surfaces
from masklet.training.textures import SIZE, Atlas


@dataclass(frozen=True, slots=True)
class Painted:
    """`frames` two of B x 3 x H x W in [0, 1]; `flow` B x 2 x H x W, pixels to the second frame; `layers` B x H x W."""

    frames: tuple[Tensor, Tensor]
    flow: Tensor
    layers: Tensor


def paint(chance: Chance, layout: Layout, surfaces: Surfaces, atlas: Atlas, height: int, width: int) -> Painted:
    """Both frames, before the camera's faults."""
    y_HW, x_HW = _grid(height, width, chance.device)
    ripple = _ripple(chance, len(layout.before), height, width)
    first = top_layers(layout.shapes, inverse(layout.before)[:, 1:], x_HW, y_HW)
    second = top_layers(layout.shapes, inverse(layout.later)[:, 1:], x_HW, y_HW)
    shadow = _draw_shadow(chance, len(layout.before))
    still = torch.zeros_like(ripple)
    frames = (
        _coloured(first, layout.before, x_HW, y_HW, still, layout, surfaces, atlas) * _shadow(first, *shadow),
        _coloured(second, layout.later, x_HW, y_HW, ripple, layout, surfaces, atlas) * _shadow(second, *shadow),
    )
    local = moved(_of_pixel(inverse(layout.before), first), x_HW, y_HW)
    there = moved(_of_pixel(layout.later, first), *local)
    flow = torch.stack([there[0] - x_HW, there[1] - y_HW], dim=1) * min(height, width)
    return Painted(frames, flow, first)


def _grid(height: int, width: int, device: torch.device) -> tuple[Tensor, Tensor]:
    unit = min(height, width)
    ys = (torch.arange(height, device=device) + 0.5) / unit
    xs = (torch.arange(width, device=device) + 0.5) / unit
    y, x = torch.meshgrid(ys, xs, indexing="ij")
    return y, x


def _of_pixel(table_BLK: Tensor, layer_BHW: Tensor) -> Tensor:
    """Each pixel's row of a table, B x H x W x K."""
    samples, layers, _ = table_BLK.shape
    first = torch.arange(samples, device=layer_BHW.device)[:, None, None] * layers
    return table_BLK.flatten(0, 1).index_select(0, (layer_BHW + first).flatten()).reshape(*layer_BHW.shape, -1)


def _coloured(
    layer: Tensor,
    frames_BL6: Tensor,
    x: Tensor,
    y: Tensor,
    ripple: Tensor,
    layout: Layout,
    surfaces: Surfaces,
    atlas: Atlas,
) -> Tensor:
    """The scene's colours, B x 3 x H x W."""
    samples = len(layer)
    half = torch.stack([layout.shapes.along, layout.shapes.across], dim=-1)
    half = torch.cat([torch.ones_like(half[:, :1]), half], dim=1)
    rows = torch.cat([inverse(frames_BL6), half, surfaces.texture, surfaces.light, surfaces.colours.flatten(2)], dim=-1)
    row = _of_pixel(rows, layer)
    u, v = moved(row[..., :6], x, y)
    behind = layer < FIRST_THING
    u, v = u + ripple[:, 0] * behind, v + ripple[:, 1] * behind
    tile, rate, shift_x, shift_y = row[..., 8:12].unbind(-1)
    patterns = _patterns(atlas, tile, u * rate + shift_x, v * rate + shift_y)
    base, one, two = row[..., 17:].reshape(samples, *x.shape, 3, 3).unbind(-2)
    colour = base + (patterns[..., :1] - 0.5) * one + (patterns[..., 1:2] - 0.5) * two
    return (colour * _lit(u / row[..., 6], v / row[..., 7], row[..., 12:17])).clamp(0, 1).permute(0, 3, 1, 2)


def _lit(u: Tensor, v: Tensor, light: Tensor) -> Tensor:
    slope_u, slope_v, spot_u, spot_v, strength = light.unbind(-1)
    shade = (1 + slope_u * u + slope_v * v).clamp(0.3, 1.7)
    spot = strength * torch.exp(-((u - spot_u) ** 2 + (v - spot_v) ** 2) * 12)
    return (shade + spot)[..., None]


def _patterns(atlas: Atlas, tile: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """The atlas at a plane's point, mirrored at each tile's edges, B x H x W x 3."""
    inset = 1 / SIZE
    in_x = ((x % 2) - 1).abs() * (1 - 2 * inset) + inset
    in_y = ((y % 2) - 1).abs() * (1 - 2 * inset) + inset
    column, row = tile % atlas.columns, torch.div(tile, atlas.columns, rounding_mode="floor")
    rows = atlas.count // atlas.columns
    at = torch.stack([(column + in_x) / atlas.columns * 2 - 1, (row + in_y) / rows * 2 - 1], dim=-1)
    samples, height, width, _ = at.shape
    seen = F.grid_sample(atlas.picture, at.reshape(1, samples * height, width, 2), align_corners=False)
    return seen.reshape(3, samples, height, width).permute(1, 2, 3, 0)


def _draw_shadow(chance: Chance, samples: int) -> tuple[Tensor, Tensor]:
    """Where shadows fall, B x 2 in canvas halves, and how dark they are, B."""
    away = torch.stack([chance.normal(samples) * 0.08, chance.uniform(0.01, 0.12, samples)], dim=-1)
    return away, chance.happens(0.5, samples) * chance.uniform(0.15, 0.6, samples)


def _shadow(layer: Tensor, away: Tensor, dark: Tensor) -> Tensor:
    """How much light is left by moving things' shadows on what is behind them, B x 1 x H x W."""
    thing = ((layer >= FIRST_THING) & (layer <= LAYERS - FRONT)).float()[:, None]
    soft = F.avg_pool2d(thing, 5, stride=1, padding=2)
    step = torch.zeros(len(layer), 2, 3, device=layer.device)
    step[:, 0, 0] = step[:, 1, 1] = 1
    step[:, :, 2] = -away
    fallen = F.grid_sample(soft, F.affine_grid(step, list(soft.shape), align_corners=False), align_corners=False)
    return 1 - dark[:, None, None, None] * fallen * (1 - thing)


def _ripple(chance: Chance, samples: int, height: int, width: int) -> Tensor:
    """Motion of water and leaves behind the things, B x 2 x H x W, in units; none in most scenes."""
    strength = chance.happens(0.2, samples) * chance.log_uniform(0.002, 0.015, samples)
    coarse = chance.normal(samples, 2, 8, 12) * strength[:, None, None, None]
    return F.interpolate(coarse, (height, width), mode="bicubic", align_corners=False)
