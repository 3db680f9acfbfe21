"""The one kind of shape that scenes are made of, wide enough for trunks, limbs, wheels, boxes, bars and rings: a rounded
blob that may be bent, tapered, wavy at its edge and hollow. Legend: B samples, L layers, H x W pixels, K measures.
"""

from dataclasses import dataclass, fields

import torch
from torch import Tensor

WORTH_COMPILING = 300_000  # pixels of all samples; compiling takes ten seconds


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
    top = _fused if len(measures) * x_HW.numel() > WORTH_COMPILING else _top
    return top(measures, to_local_BL6, x_HW, y_HW).long()


def _top(measures_BLK: Tensor, to_local_BL6: Tensor, x_HW: Tensor, y_HW: Tensor) -> Tensor:
    number = torch.arange(measures_BLK.shape[1], device=x_HW.device) + 1.0
    inside = holds(measures_BLK, to_local_BL6, x_HW, y_HW)
    return torch.where(inside, number[None, :, None, None], 0.0).amax(dim=1)


# Compiled into one loop over layers and pixels that keeps nothing between: 14 times as fast as step by step on a CPU.
_fused = torch.compile(_top, dynamic=False)


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
