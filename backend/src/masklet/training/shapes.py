"""The one kind of shape that scenes are made of, wide enough for trunks, limbs, wheels, boxes, bars and rings: a rounded
blob that may be bent, tapered, wavy at its edge and hollow. Legend: B samples, L layers, H x W pixels, K measures.
"""

from dataclasses import dataclass, fields

import torch
from torch import Tensor

WORTH_COMPILING = 300_000  # pixels of all samples; compiling takes ten seconds
TILE = 16  # pixels
AT_ONCE = 256  # tiles: as much as stays in a processor's cache


@dataclass(frozen=True, slots=True)
class Shapes:
    """Measures of B x L shapes, each B x L, in the shape's own frame whose unit is the canvas's short side."""

    present: Tensor  # 1 or 0
    along: Tensor  # half length
    across: Tensor  # half width
    boxy: Tensor  # 0 an ellipse, 1 a box
    bend: Tensor  # 0 straight; the middle line is a parabola
    taper: Tensor  # 0 as wide at both ends
    hole: Tensor  # 0 filled; else what share of the way from the middle to the edge is empty
    wave2: Tensor  # the edge's waves, 2, 3, 5 and 11 to a turn
    wave3: Tensor
    wave5: Tensor
    wave11: Tensor

    def stacked(self) -> Tensor:
        """B x L x K."""
        return torch.stack([getattr(self, field.name) for field in fields(self)], dim=-1)


def top_layers(shapes: Shapes, to_local_BL6: Tensor, x_HW: Tensor, y_HW: Tensor) -> Tensor:
    """Which layer is seen at each pixel, B x H x W int64: layers lie over each other in their order, 1 the lowest; 0 is none."""
    measures = shapes.stacked()
    if not x_HW.is_cuda:
        return by_tiles(measures, to_local_BL6, x_HW, y_HW)
    top = _fused if len(measures) * x_HW.numel() > WORTH_COMPILING else by_pixels
    return top(measures, to_local_BL6, x_HW, y_HW).long()


def by_pixels(measures_BLK: Tensor, to_local_BL6: Tensor, x_HW: Tensor, y_HW: Tensor) -> Tensor:
    """All layers at every pixel."""
    number = torch.arange(measures_BLK.shape[1], device=x_HW.device) + 1.0
    inside = holds(measures_BLK, to_local_BL6, x_HW, y_HW)
    return torch.where(inside, number[None, :, None, None], 0.0).amax(dim=1)


# Compiled into one loop over layers and pixels that keeps nothing between.
_fused = torch.compile(by_pixels, dynamic=False)


def by_tiles(measures_BLK: Tensor, to_local_BL6: Tensor, x_HW: Tensor, y_HW: Tensor) -> Tensor:
    """The same, layer over layer and only in the tiles that each may reach: what a processor is quick at."""
    height, width = x_HW.shape
    rows, columns = -(-height // TILE), -(-width // TILE)
    x_TP, y_TP = _tiled(x_HW, rows, columns), _tiled(y_HW, rows, columns)
    near_BLT = _near(measures_BLK, to_local_BL6, x_TP, y_TP)
    top_BTP = torch.zeros(len(measures_BLK), *x_TP.shape, dtype=torch.long)
    for layer in range(measures_BLK.shape[1]):
        for at in near_BLT[:, layer].nonzero().split(AT_ONCE):
            sample, tile = at.unbind(1)
            measures, local = measures_BLK[sample, layer, None], to_local_BL6[sample, layer, None]
            inside = holds(measures, local, x_TP[tile][:, None, None], y_TP[tile][:, None, None])[:, 0, 0]
            top_BTP[sample, tile] = torch.where(inside, layer + 1, top_BTP[sample, tile])
    whole = top_BTP.reshape(-1, rows, columns, TILE, TILE).transpose(2, 3).reshape(-1, rows * TILE, columns * TILE)
    return whole[:, :height, :width]


def _tiled(places_HW: Tensor, rows: int, columns: int) -> Tensor:
    """By tiles, T x TILE²; at the far edges the last places again."""
    height, width = places_HW.shape
    ys, xs = torch.arange(rows * TILE).clamp(max=height - 1), torch.arange(columns * TILE).clamp(max=width - 1)
    grid = places_HW[ys[:, None], xs[None]]
    return grid.reshape(rows, TILE, columns, TILE).transpose(1, 2).reshape(rows * columns, TILE * TILE)


def _near(measures_BLK: Tensor, to_local_BL6: Tensor, x_TP: Tensor, y_TP: Tensor) -> Tensor:
    """Which tiles a shape may reach into, B x L x T: by a box in its own frame that holds it, waves, bend and taper included."""
    present, along, across, _, bend, taper, _, *waves = measures_BLK[..., None].unbind(dim=2)
    a, b, c, d, e, f = to_local_BL6[..., None].unbind(dim=2)
    x, y = (x_TP[:, 0] + x_TP[:, -1]) / 2, (y_TP[:, 0] + y_TP[:, -1]) / 2
    half_x, half_y = (x_TP[:, -1] - x_TP[:, 0]) / 2, (y_TP[:, -1] - y_TP[:, 0]) / 2
    u, v = (a * x + b * y + c) / along, (d * x + e * y + f) / across
    u_spread, v_spread = (a.abs() * half_x + b.abs() * half_y) / along, (d.abs() * half_x + e.abs() * half_y) / across
    reach = 1.001 + sum(wave.abs() for wave in waves)
    aside = reach * (1 + taper.abs()) + bend.abs() * (reach * reach + 0.3)
    return (present > 0.5) & (u.abs() <= reach + u_spread) & (v.abs() <= aside + v_spread)


def holds(measures_BLK: Tensor, to_local_BL6: Tensor, x_HW: Tensor, y_HW: Tensor) -> Tensor:
    """Which pixels each shape covers, B x L x H x W."""
    present, along, across, boxy, bend, taper, hole, w2, w3, w5, w11 = measures_BLK[..., None, None].unbind(dim=2)
    a, b, c, d, e, f = to_local_BL6[..., None, None].unbind(dim=2)
    u = (a * x_HW + b * y_HW + c) / along
    v = (d * x_HW + e * y_HW + f) / across
    v = (v + bend * (u * u - 0.3)) / (1 + taper * u.clamp(-1, 1))
    far = torch.sqrt(u * u + v * v + 1e-6)
    c1, s1 = u / far, v / far
    c2, s2 = c1 * c1 - s1 * s1, 2 * c1 * s1
    c3, s3 = c2 * c1 - s2 * s1, s2 * c1 + c2 * s1
    c5 = c3 * c2 - s3 * s2
    s5 = s3 * c2 + c3 * s2
    s11 = (2 * s5 * c5) * c1 + (c5 * c5 - s5 * s5) * s1
    reach = 1 + w2 * s2 + w3 * c3 + w5 * s5 + w11 * s11
    distance = (1 - boxy) * far + boxy * torch.maximum(u.abs(), v.abs())
    return (distance < reach) & (distance >= hole) & (present > 0.5)
