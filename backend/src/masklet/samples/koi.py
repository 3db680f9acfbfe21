"""Fish seen from above: how they are drawn, bend and follow their way."""

from dataclasses import dataclass

import cv2
import numpy as np

from masklet.samples.paint import Plane, Sprite, as_plane, grid, mix, noise, painted, smooth
from masklet.samples.scene import FULL_HEIGHT, FULL_WIDTH

_LENGTH, _BREADTH = 320, 150  # a koi's sprite in pixels of the full size


@dataclass(frozen=True, slots=True)
class Swimmer:
    """A fish on its way: points passed at even times (share of the frame), its size and how it beats its tail."""

    sprite: Sprite
    way: tuple[tuple[float, float], ...]
    scale: float
    beats: float
    phase: float


def koi_sprite(seed: int, base: tuple[int, int, int], patch: tuple[int, int, int], patches: float) -> Sprite:
    """A fish seen from above, heading right; `patches` is the share of its back that is coloured."""
    y, x = grid(_BREADTH, _LENGTH)
    along = (x - 40) / (_LENGTH - 60)  # 0 at the tail's root, 1 at the nose
    across = (y - _BREADTH / 2) / (_BREADTH / 2)
    t = np.clip(along, 0, 1)
    half = 0.34 * np.sqrt(np.clip(1 - t**6, 0, 1)) * np.clip(0.16 + 1.7 * t**0.9 - 0.86 * t**2.2, 0, 1)
    edge = np.abs(across) - half
    body = smooth(0.03, -0.03, as_plane(edge)) * smooth(-0.02, 0.02, as_plane(along))
    body = body * smooth(1.01, 0.98, as_plane(along))
    tail = _fin(x, y, (64, 75), 2.72, 78, 0.30) + _fin(x, y, (64, 75), 3.56, 78, 0.30)
    sides = _fin(x, y, (222, 52), 4.05, 56, 0.42) + _fin(x, y, (222, 98), 2.23, 56, 0.42)
    rear = _fin(x, y, (150, 55), 3.85, 34, 0.4) + _fin(x, y, (150, 95), 2.43, 34, 0.4)
    fins = np.clip(tail + sides + rear, 0, 1)
    round_ = np.sqrt(np.clip(1 - (across / np.maximum(half, 0.02)) ** 2, 0, 1))
    threshold = float(np.quantile(noise(_BREADTH, _LENGTH, 6, seed, 3), 1 - patches))
    spots = smooth(threshold - 0.02, threshold + 0.02, noise(_BREADTH, _LENGTH, 6, seed, 3))
    skin = mix(base, patch, as_plane(spots))
    scales = 0.5 + 0.5 * np.sin(x * 0.75 + np.cos(y * 0.8) * 1.2) * np.sin(y * 0.8)
    light = 0.5 + 0.5 * round_ + 0.05 * (scales - 0.5) * (t < 0.82)
    skin = skin * light[..., None] + (40 * smooth(0.86, 1.0, as_plane(round_)) * smooth(0.05, 0.4, t))[..., None]
    rays = 0.88 + 0.12 * np.sin(np.arctan2(y - 75, x - 64) * 46)
    fin_colour = mix(base, patch, as_plane(np.full_like(x, 0.25))) * rays[..., None]
    colours = mix(fin_colour, skin, as_plane(body))
    for side in (-1, 1):
        eye = smooth(7, 4.5, as_plane(np.hypot(x - 286, y - (75 + side * 17))))
        colours = mix(colours, (18, 16, 20), as_plane(eye))
    alpha = np.maximum(body, 0.92 * fins)
    return painted(colours, alpha)


def _fin(x: Plane, y: Plane, root: tuple[float, float], angle: float, length: float, spread: float) -> Plane:
    """A fan that opens from its root towards `angle` (radians, clockwise from the right)."""
    away = np.hypot(x - root[0], y - root[1])
    turn = np.angle(np.exp(1j * (np.arctan2(y - root[1], x - root[0]) - angle)))
    reach = length * (1 - 0.9 * (turn / spread) ** 2)
    return smooth(2, -2, as_plane(away - np.maximum(reach, 0))) * smooth(spread, spread * 0.85, as_plane(np.abs(turn)))


def swim(swimmer: Swimmer, time: float) -> tuple[Sprite, float, float, float]:
    """The fish as it is bent at `time` (0 to 1 of the clip): sprite, x, y (shares of the frame), heading in radians."""
    x, y = _along(swimmer.way, time)
    ahead_x, ahead_y = _along(swimmer.way, time + 0.004)
    heading = float(np.arctan2((ahead_y - y) * FULL_HEIGHT, (ahead_x - x) * FULL_WIDTH))
    rows, columns = swimmer.sprite.alpha.shape
    row, column = np.mgrid[0:rows, 0:columns].astype(np.float32)
    loose = (1 - column / columns) ** 1.6  # the tail swings most
    bend = 21 * loose * np.sin(2 * np.pi * (swimmer.beats * time + 0.9 * column / columns) + swimmer.phase)
    row = as_plane(row + bend)
    colours = cv2.remap(swimmer.sprite.colours, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.remap(swimmer.sprite.alpha, column, row, cv2.INTER_LINEAR)
    return Sprite(np.asarray(colours, np.uint8), as_plane(alpha)), x, y, heading


def _along(way: tuple[tuple[float, float], ...], time: float) -> tuple[float, float]:
    """A smooth curve through evenly timed points (Catmull-Rom)."""
    place = min(max(time, 0.0), 1.01) * (len(way) - 3)
    first = min(int(place), len(way) - 4)
    t = place - first
    p0, p1, p2, p3 = (np.array(point) for point in way[first : first + 4])
    at = 0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
    return float(at[0]), float(at[1])
