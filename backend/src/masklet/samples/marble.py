"""A glass marble: a ball with coloured swirls inside, turning as it rolls, under a window's light."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from masklet.samples.paint import Plane, Sprite, as_plane, grid, mix, painted, smooth

SIZE = 160  # the sprite's side in pixels of the full size
_RADIUS = 74.0
_LIGHT = np.array([-0.45, -0.62, 0.64])  # towards the window: left, up, to the viewer

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Marble:
    """Colours of the glass and its swirls; `twist` and `seed` make two marbles of one kind differ in detail."""

    glass: Colour
    swirl: Colour
    core: Colour
    twist: float
    seed: float

    def turned(self, turn: NDArray[np.float64], ball: "Ball") -> Sprite:
        """The marble seen after the rotation `turn` (3 x 3)."""
        a, b, c = (as_plane(part) for part in np.tensordot(turn.T, ball.normal, axes=1))
        angle = np.arctan2(b, a) + self.twist * c + self.seed
        ribbons = 0.5 + 0.5 * np.sin(3 * angle + 1.3 * np.sin(2.2 * c + self.seed))
        threads = 0.5 + 0.5 * np.sin(7 * angle - 3.1 * c)
        colours = mix(self.glass, self.swirl, smooth(0.62, 0.72, as_plane(ribbons)))
        colours = mix(colours, self.core, as_plane(0.85 * smooth(0.90, 0.97, as_plane(threads))))
        lit = colours * ball.light[..., None] + (ball.glow[..., None] * as_plane(self.glass)) * 0.8
        lit = mix(lit, (255, 252, 244), ball.gleam)
        return painted(lit, ball.alpha)


@dataclass(frozen=True, slots=True)
class Ball:
    """What all balls share: surface directions (3 x SIZE x SIZE), light, the glow through the glass, and gleams."""

    normal: NDArray[np.float32]
    light: Plane
    glow: Plane
    gleam: Plane
    alpha: Plane


def make_ball() -> Ball:
    """Shading of a ball of glass, from above and in front."""
    y, x = grid(SIZE, SIZE)
    u, v = (x - SIZE / 2) / _RADIUS, (y - SIZE / 2) / _RADIUS
    away = np.hypot(u, v)
    inside = np.clip(1 - away**2, 0, 1)
    normal = np.stack([u, v, np.sqrt(inside)]).astype(np.float32)
    facing = np.tensordot(_LIGHT / np.linalg.norm(_LIGHT), normal, axes=1)
    light = 0.42 + 0.62 * np.clip(facing, 0, 1) - 0.34 * smooth(0.80, 1.0, as_plane(away))
    glow = np.clip(-facing + 0.15, 0, 1) ** 2 * smooth(1.0, 0.75, as_plane(away))  # light gathers opposite the window
    window = _window(u, v)
    bounce = 0.20 * smooth(0.10, 0.0, as_plane(np.abs(away - 0.91))) * smooth(0.3, 0.9, as_plane(v))
    alpha = smooth(0.5, -0.5, as_plane((away - 1) * _RADIUS))
    return Ball(normal, as_plane(light), as_plane(glow), as_plane(np.clip(window + bounce, 0, 1)), alpha)


def _window(u: Plane, v: Plane) -> Plane:
    """The window's reflection: four bent panes, upper left."""
    bent = 1 + 0.35 * (u**2 + v**2)
    across, down = (u + 0.36) * bent * 1.1 + 0.25 * (v + 0.42), (v + 0.44) * bent * 1.1
    panes = smooth(0.20, 0.17, as_plane(np.abs(across))) * smooth(0.17, 0.14, as_plane(np.abs(down)))
    bars = smooth(0.012, 0.028, as_plane(np.abs(across))) * smooth(0.012, 0.028, as_plane(np.abs(down)))
    return as_plane(0.86 * panes * bars)


def roll(direction: float, distance: float) -> NDArray[np.float64]:
    """The rotation of a ball that has rolled `distance` (in radii) towards `direction` (radians on screen)."""
    axis = np.array([-np.sin(direction), np.cos(direction), 0.0])
    cross = np.array([[0, 0, axis[1]], [0, 0, -axis[0]], [-axis[1], axis[0], 0]])
    turn: NDArray[np.float64] = np.eye(3) + np.sin(distance) * cross + (1 - np.cos(distance)) * (cross @ cross)
    return turn
