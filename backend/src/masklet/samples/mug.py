"""A glazed mug seen a little from above: what the marbles roll behind."""

import numpy as np

from masklet.samples.paint import Colours, Plane, Sprite, as_plane, grid, mix, noise, painted, ramp, smooth

WIDTH, HEIGHT = 330, 300
CENTRE_X, HALF_WIDTH = 140.0, 104.0
RIM_Y, FOOT_Y = 52.0, 250.0
_FLAT = 0.30  # how flat circles look from here


def mug_sprite() -> Sprite:
    """The mug with its handle at the right."""
    y, x = grid(HEIGHT, WIDTH)
    sideways = (x - CENTRE_X) / HALF_WIDTH
    half = HALF_WIDTH * (1 - 0.07 * ((y - RIM_Y) / (FOOT_Y - RIM_Y)) ** 3)
    sag = HALF_WIDTH * _FLAT * np.sqrt(np.clip(1 - ((x - CENTRE_X) / half) ** 2, 0, 1))
    wall = smooth(0.7, -0.7, as_plane(np.abs(x - CENTRE_X) - half)) * smooth(0.7, -0.7, as_plane(RIM_Y - y))
    wall = wall * smooth(0.7, -0.7, as_plane(y - FOOT_Y - sag))
    tone = ramp(
        (-1, -0.72, -0.45, 0.1, 0.75, 1),
        ((26, 92, 98), (54, 140, 140), (120, 196, 188), (42, 122, 126), (16, 70, 80), (24, 84, 92)),
        as_plane(sideways),
    )
    speckle = smooth(0.72, 0.80, noise(HEIGHT, WIDTH, 60, 91, 2))
    tone = mix(tone, (20, 56, 62), as_plane(0.45 * speckle))
    cream = smooth(-4, 4, as_plane(y - (196 + 0.55 * sag + 5 * noise(HEIGHT, WIDTH, 6, 92, 2))))
    clay = ramp(
        (-1, -0.5, 0.3, 1), ((170, 140, 110), (244, 226, 196), (206, 178, 146), (140, 112, 88)), as_plane(sideways)
    )
    body = mix(tone, clay, cream)
    gleam = np.exp(-(((sideways + 0.55) / 0.07) ** 2)) * smooth(70, 90, y) * smooth(190, 170, y)
    body = mix(body, (250, 255, 252), as_plane(0.7 * gleam))
    colours, alpha = _handle(x, y)
    colours = mix(colours, body, wall)
    alpha = np.maximum(alpha, wall)
    rim = np.hypot(sideways, (y - RIM_Y) / (HALF_WIDTH * _FLAT))
    inside = ramp((0, 0.6, 1), ((206, 192, 168), (232, 220, 198), (250, 240, 220)), as_plane((sideways + 1) / 2))
    coffee = smooth(0.0, 1.5, as_plane((y - RIM_Y - 10) + 26 * np.sqrt(np.clip(1 - sideways**2, 0, 1))))
    inside = mix(inside, (74, 42, 26), coffee)
    lip = smooth(0.05, 0.03, as_plane(np.abs(rim - 0.965)))
    colours = mix(colours, inside, smooth(1.0, 0.98, as_plane(rim)))
    colours = mix(
        colours, ramp((-1, 0, 1), ((150, 214, 206), (104, 180, 174), (60, 140, 142)), as_plane(sideways)), lip
    )
    alpha = np.maximum(alpha, smooth(1.01, 0.99, as_plane(rim)))
    return painted(colours, alpha)


def _handle(x: Plane, y: Plane) -> tuple[Colours, Plane]:
    """A ring beside the wall, shaded as a round bar: (colours, alpha)."""
    ring = np.hypot((x - 243) / 58, (y - 146) / 66)
    across = (ring - 1) * 58 / 13
    light = np.sqrt(np.clip(1 - across**2, 0, 1)) * (0.72 - 0.28 * across)
    colours = as_plane([52, 138, 140]) * (0.45 + light)[..., None]
    return as_plane(np.clip(colours, 0, 255)), smooth(1.06, 0.98, as_plane(np.abs(across)))
