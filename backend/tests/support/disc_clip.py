"""A cheap clip of any length and size: a textured disc on a slow loop over a textured background."""

from fractions import Fraction
from pathlib import Path

import numpy as np

from masklet.video.writer import VideoWriter


def disc_clip(file: Path, frames: int, width: int, height: int) -> Path:
    """Writes it at 24 frames per second; something to click at is at (0.3, 0.5) on frame 0."""
    rng = np.random.default_rng(7)
    coarse = rng.integers(40, 200, (height // 8 + 1, width // 8 + 1, 3), dtype=np.uint8)
    background = np.kron(coarse, np.ones((8, 8, 1), np.uint8))[:height, :width] // 2
    y, x = np.mgrid[:height, :width]
    with VideoWriter(file, width, height, Fraction(24)) as writer:
        for k in range(frames):
            centre_x = width * (0.5 - 0.2 * np.cos(k / 40))
            centre_y = height * (0.5 + 0.2 * np.sin(k / 55))
            inside = (x - centre_x) ** 2 + (y - centre_y) ** 2 < (height / 6) ** 2
            disc = np.stack([220 - (x - centre_x) / 4, 120 + (y - centre_y) / 4, 0 * x + 60], -1)
            frame = background.copy()
            frame[inside] = disc[inside].astype(np.uint8)
            writer.write(frame)
    return file
