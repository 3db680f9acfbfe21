"""Water lilies seen from above: pads and flowers."""

import numpy as np

from masklet.samples.paint import Sprite, as_plane, grid, mix, noise, painted, ramp, smooth


def pad_sprite(seed: int, size: int = 300) -> Sprite:
    """A lily pad: a disc with a notch, veins and a pale rim."""
    y, x = grid(size, size)
    centre = size / 2
    away = np.hypot(x - centre, y - centre) / centre
    angle = np.arctan2(y - centre, x - centre)
    wavy = away * (1 + 0.012 * np.sin(angle * 9 + seed) + 0.01 * np.sin(angle * 5 - seed))
    notch = smooth(0.0, 0.05, as_plane(np.abs(angle) - 0.16 - 0.10 * away))
    alpha = smooth(0.965, 0.945, as_plane(wavy)) * np.maximum(notch, smooth(0.06, 0.03, as_plane(away)))
    veins = np.exp(-((np.sin(angle * 9) / 0.10 * away) ** 2)) * smooth(1.0, 0.1, as_plane(away))
    body = ramp((0, 0.55, 0.9, 1), ((120, 168, 74), (74, 138, 66), (46, 108, 58), (140, 150, 80)), as_plane(wavy))
    blotch = 0.86 + 0.28 * noise(size, size, 7, seed)
    slope = 1 + 0.14 * (-(x - centre) - (y - centre)) / size
    colours = body * (blotch * slope)[..., None] + (26 * veins)[..., None]
    return painted(colours, alpha)


def lotus_sprite(size: int = 220) -> Sprite:
    """A pink water lily from above: three rings of petals around a yellow heart."""
    y, x = grid(size, size)
    colours = np.zeros((size, size, 3), np.float32)
    alpha = np.zeros((size, size), np.float32)
    for ring, (count, reach, width) in enumerate(((9, 0.49, 0.105), (8, 0.38, 0.095), (6, 0.26, 0.08))):
        for petal in range(count):
            turn = (petal + 0.5 * ring) * 2 * np.pi / count
            u = ((x - size / 2) * np.cos(turn) + (y - size / 2) * np.sin(turn)) / (size * reach)
            v = (-(x - size / 2) * np.sin(turn) + (y - size / 2) * np.cos(turn)) / (size * width)
            bulge = np.sqrt(np.clip(u, 0, 1)) * (1 - np.clip(u, 0, 1) ** 3)
            shape = smooth(0.06, -0.06, as_plane(np.abs(v) - 0.95 * bulge)) * smooth(0.0, 0.02, as_plane(u))
            pink = ramp((0, 0.5, 1), ((255, 236, 214), (250, 190, 205), (226, 92, 140)), as_plane(u))
            pink = pink * (0.84 + 0.16 * np.cos(v * 1.4) + 0.05 * ring)[..., None]
            colours = mix(colours, pink, shape)
            alpha = np.maximum(alpha, shape)
    heart = smooth(0.085, 0.06, as_plane(np.hypot(x - size / 2, y - size / 2) / size))
    return painted(mix(colours, (248, 206, 70), heart), np.maximum(alpha, heart))
