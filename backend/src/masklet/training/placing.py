"""Where things are: 2 x 3 affine maps, kept as six numbers in the last dimension (a, b, c, d, e, f): x' = a x + b y + c,
y' = d x + e y + f. All functions work on any leading dimensions.
"""

import torch
from torch import Tensor


def similarity(x: Tensor, y: Tensor, turn: Tensor, size: Tensor | float = 1.0) -> Tensor:
    """Turned by `turn` radians, scaled by `size`, then moved to (x, y)."""
    cos, sin = torch.cos(turn) * size, torch.sin(turn) * size
    return torch.stack([cos, -sin, x, sin, cos, y], dim=-1)


def after(outer: Tensor, inner: Tensor) -> Tensor:
    """The map that applies `inner` first."""
    a, b, c, d, e, f = outer.unbind(-1)
    g, h, i, j, k, m = inner.unbind(-1)
    return torch.stack(
        [a * g + b * j, a * h + b * k, a * i + b * m + c, d * g + e * j, d * h + e * k, d * i + e * m + f], -1
    )


def inverse(map_6: Tensor) -> Tensor:
    """The way back."""
    a, b, c, d, e, f = map_6.unbind(-1)
    area = a * e - b * d
    p, q, r, s = e / area, -b / area, -d / area, a / area
    return torch.stack([p, q, -(p * c + q * f), r, s, -(r * c + s * f)], dim=-1)


def nothing_moved(*shape: int, device: torch.device) -> Tensor:
    """The map that leaves all as it is."""
    return torch.tensor([1.0, 0, 0, 0, 1, 0], device=device).expand(*shape, 6)


def moved(map_6: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """A point through the map."""
    a, b, c, d, e, f = map_6.unbind(-1)
    return a * x + b * y + c, d * x + e * y + f
