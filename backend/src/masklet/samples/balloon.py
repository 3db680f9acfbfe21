"""Hot-air balloons: how one looks from the side, lit from the right."""

from dataclasses import dataclass

import numpy as np

from masklet.samples.paint import Colours, Plane, Sprite, as_plane, grid, mix, painted, ramp, smooth

WIDTH, HEIGHT = 300, 430  # a balloon's sprite in pixels of the full size
_CENTRE_X, _CENTRE_Y, _RADIUS = 150.0, 145.0, 132.0
_MOUTH_Y = 338.0  # where the envelope ends
_BASKET = (150.0, 397.0, 25.0, 21.0)  # centre x, centre y, half width, half height

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Balloon:
    """What stays the same while a balloon turns: shape and light; and its stripes' colours, repeated around it."""

    stripes: tuple[Colour, ...]
    gores: int
    across: Plane  # angle around the balloon, as seen
    light: Plane
    shine: Plane
    envelope: Plane
    band: Plane
    rest: Sprite  # ropes and basket

    def turned(self, angle: float) -> Sprite:
        """The balloon turned by `angle` radians around its upright axis."""
        place = (self.across + angle) / (2 * np.pi) * self.gores
        nearest = np.floor(place).astype(int) % len(self.stripes)
        colours = np.asarray(self.stripes, np.float32)[nearest]
        seam = np.abs(place - np.round(place))
        colours = mix(colours, (90, 40, 40), as_plane(0.35 * smooth(0.05, 0.0, as_plane(seam))))
        colours = mix(colours, self.stripes[-1], as_plane(0.9 * self.band))
        lit = colours * self.light[..., None] + (70 * self.shine)[..., None] * as_plane([1.0, 0.86, 0.68])
        joined = mix(self.rest.colours, np.clip(lit, 0, 255), self.envelope)
        return painted(joined, np.maximum(self.envelope, self.rest.alpha))


def balloon(stripes: tuple[Colour, ...], gores: int) -> Balloon:
    """A balloon of `gores` panels whose colours follow `stripes`."""
    y, x = grid(HEIGHT, WIDTH)
    half = _half_width(y)
    sideways = np.clip((x - _CENTRE_X) / np.maximum(half, 1), -1, 1)
    envelope = smooth(1.0, -1.0, as_plane(np.abs(x - _CENTRE_X) - half)) * smooth(-1, 1, as_plane(_MOUTH_Y - y))
    height = np.clip((y - _CENTRE_Y) / _RADIUS, -1, 1.5)
    towards_light = 0.62 * sideways - 0.36 * height + 0.62 * np.sqrt(1 - sideways**2)
    light = 0.50 + 0.58 * np.clip(towards_light, -0.2, 1)
    shine = np.exp(-(((sideways - 0.52) / 0.22) ** 2 + ((height + 0.35) / 0.35) ** 2))
    band = smooth(0.04, 0.02, as_plane(np.abs(height - 0.42) - 0.06)) + smooth(-0.86, -0.9, as_plane(height))
    return Balloon(
        stripes,
        gores,
        as_plane(np.arcsin(sideways)),
        as_plane(light),
        as_plane(shine),
        envelope,
        as_plane(np.clip(band, 0, 1)),
        _basket(x, y),
    )


def _half_width(y: Plane) -> Plane:
    """Half the envelope's width at a height: a ball above, drawn in to the mouth below."""
    ball = np.sqrt(np.clip(_RADIUS**2 - (y - _CENTRE_Y) ** 2, 0, None))
    t = np.clip((y - 190) / (_MOUTH_Y - 190), 0, 1)
    start = np.sqrt(_RADIUS**2 - (190 - _CENTRE_Y) ** 2)
    taper = start + (24 - start) * (0.55 * t + 0.45 * t * t * (3 - 2 * t))
    return as_plane(np.where(y < 190, ball, taper))


def _basket(x: Plane, y: Plane) -> Sprite:
    centre_x, centre_y, half_width, half_height = _BASKET
    weave = 0.86 + 0.14 * np.sin(y * 1.3) * np.cos(x * 0.9)
    colours: Colours = ramp((0, 0.6, 1), ((88, 52, 30), (150, 96, 54), (196, 140, 84)), as_plane((x - 125) / 50))
    colours = as_plane(colours * weave[..., None])
    rim = smooth(1, -1, as_plane(np.abs(y - (centre_y - half_height)) - 3))
    colours = mix(colours, (70, 40, 26), rim)
    inside = np.maximum(np.abs(x - centre_x) - half_width + 0.12 * (y - centre_y), np.abs(y - centre_y) - half_height)
    basket = smooth(1, -1, as_plane(inside))
    ropes = np.zeros_like(x)
    for side in (-1, -0.35, 0.35, 1):
        t = np.clip((y - _MOUTH_Y) / (376 - _MOUTH_Y), 0, 1)
        line = centre_x + side * (23 - t * 2)
        rope = smooth(1.5, 0.6, as_plane(np.abs(x - line))) * smooth(-1, 1, as_plane(y - _MOUTH_Y + 4))
        ropes = np.maximum(ropes, rope * smooth(1, -1, as_plane(y - 378)))
    colours = mix(colours, (60, 44, 44), as_plane(ropes * (1 - basket)))
    return painted(colours, np.maximum(basket, ropes))
