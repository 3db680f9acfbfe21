"""A run of two colours over a box, for both gradients. Maths: contract/effects/gradient.json."""

import math

import numpy as np

from masklet.export.effects.effect import Picture, Values
from masklet.masks.palette import rgb


def run(height: int, width: int, box: tuple[float, float, float, float], values: Values) -> Picture:
    """A picture of this size with the run over `box` (left, top, right, bottom): start, end, angle in degrees."""
    left, top, right, bottom = box
    angle = math.radians(float(values["angle"]))
    across, down = math.cos(angle), math.sin(angle)
    half = max(abs((right - left) * across) / 2 + abs((bottom - top) * down) / 2, 0.5)
    x = (np.arange(width, dtype=np.float32) + 0.5 - (left + right) / 2) * across
    y = (np.arange(height, dtype=np.float32) + 0.5 - (top + bottom) / 2) * down
    share = np.clip(0.5 + (x[None] + y[:, None]) / (2 * half), 0, 1)
    start, end = (np.array(rgb(str(values[name])), np.float32) for name in ("start", "end"))
    return np.rint(start + (end - start) * share[:, :, None]).astype(np.uint8)
