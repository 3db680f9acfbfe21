"""Brushes for generated scenes: noise, gradients, soft edges, and a canvas that knows what is in front of what."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Plane = NDArray[np.float32]  # height x width
Colours = NDArray[np.float32]  # height x width x 3, RGB, 0 to 255


def as_plane(values: ArrayLike) -> Plane:
    """Any array as float32."""
    return np.asarray(values, dtype=np.float32)


def noise(height: int, width: int, cells: float, seed: int, octaves: int = 4, stretch: float = 1.0) -> Plane:
    """Smooth fractal noise from 0 to 1 with `cells` blobs across the width; `stretch` > 1 draws them out sideways."""
    random = np.random.default_rng(seed)
    total = np.zeros((height, width), np.float32)
    weight, weights = 1.0, 0.0
    for _ in range(octaves):
        columns = max(2, round(cells / stretch))
        rows = max(2, round(cells * height / width))
        grid = random.random((rows + 3, columns + 3), np.float32)
        fine = cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        total += np.float32(weight) * as_plane(fine)
        weights += weight
        weight *= 0.5
        cells *= 2
    total /= np.float32(weights)
    low, high = float(total.min()), float(total.max())
    return as_plane((total - low) / max(high - low, 1e-6))


def smooth(low: float, high: float, values: ArrayLike) -> Plane:
    """0 below `low`, 1 above `high`, an S-curve between (also for low > high)."""
    t = np.clip((np.asarray(values) - low) / (high - low), 0, 1)
    return as_plane(t * t * (3 - 2 * t))


def mix(first: ArrayLike, second: ArrayLike, share: ArrayLike) -> Colours:
    """Colours between two colours (or colour planes) by a share in 0..1."""
    a, b = np.asarray(first, np.float32), np.asarray(second, np.float32)
    return as_plane(a + (b - a) * np.asarray(share, np.float32)[..., None])


def ramp(positions: tuple[float, ...], colours: tuple[tuple[int, int, int], ...], values: ArrayLike) -> Colours:
    """A gradient through several colours."""
    channels = [np.interp(np.asarray(values), positions, [colour[i] for colour in colours]) for i in range(3)]
    return as_plane(np.stack(channels, axis=-1))


def grid(height: int, width: int) -> tuple[Plane, Plane]:
    """(y, x) of pixel centres."""
    y, x = np.mgrid[0:height, 0:width]
    return as_plane(y + 0.5), as_plane(x + 0.5)


def blur(plane: Plane, sigma: float) -> Plane:
    """Gaussian blur."""
    return as_plane(cv2.GaussianBlur(plane, (0, 0), max(sigma, 0.01)))


def pose(scale: float, angle: float, x: float, y: float, pivot: tuple[float, float]) -> NDArray[np.float64]:
    """2 x 3 matrix that turns (radians, clockwise on screen) and scales around `pivot`, which lands on (x, y)."""
    c, s = scale * np.cos(angle), scale * np.sin(angle)
    return np.array(
        [[c, -s, x - c * pivot[0] + s * pivot[1]], [s, c, y - s * pivot[0] - c * pivot[1]]], dtype=np.float64
    )


@dataclass(frozen=True, slots=True)
class Sprite:
    """A thing to be placed: colours and how much each pixel covers (0 to 1)."""

    colours: NDArray[np.uint8]
    alpha: Plane


def painted(colours: ArrayLike, alpha: ArrayLike) -> Sprite:
    """A sprite from colours that may lie outside of 0 to 255."""
    return Sprite(np.clip(np.asarray(colours) + 0.5, 0, 255).astype(np.uint8), as_plane(alpha))


class Canvas:
    """A frame painted from back to front, with the visible part of every object."""

    def __init__(self, background: NDArray[np.uint8]) -> None:
        self.frame = background.copy()
        self._cover: dict[int, Plane] = {}

    def place(self, sprite: Sprite, matrix: NDArray[np.float64], object_id: int | None = None) -> None:
        """Paint a sprite in front of everything so far."""
        if (window := self._window(sprite.alpha, matrix)) is None:
            self._add(object_id, None, None)
            return
        top, bottom, left, right, moved = window
        size = (right - left, bottom - top)
        alpha = as_plane(cv2.warpAffine(sprite.alpha, moved, size, flags=cv2.INTER_LINEAR))
        colours = cv2.warpAffine(sprite.colours, moved, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        part = self.frame[top:bottom, left:right]
        part[:] = cv2.blendLinear(part.copy(), colours, 1 - alpha, alpha)
        self._add(object_id, (slice(top, bottom), slice(left, right)), alpha)

    def shade(self, alpha: Plane, matrix: NDArray[np.float64], colour: tuple[int, int, int], strength: float) -> None:
        """Tint what is there (a shadow or a glow); hides nothing."""
        if (window := self._window(alpha, matrix)) is None:
            return
        top, bottom, left, right, moved = window
        soft = cv2.warpAffine(alpha, moved, (right - left, bottom - top), flags=cv2.INTER_LINEAR)
        share = as_plane(soft) * np.float32(strength)
        part = self.frame[top:bottom, left:right]
        part[:] = cv2.blendLinear(part.copy(), np.full_like(part, colour), 1 - share, share)

    def masks(self) -> dict[int, NDArray[np.bool_]]:
        """Where each placed object is seen."""
        return {object_id: cover > 0.5 for object_id, cover in sorted(self._cover.items())}

    def _add(self, object_id: int | None, area: tuple[slice, slice] | None, alpha: Plane | None) -> None:
        if area is not None and alpha is not None:
            for cover in self._cover.values():
                cover[area] *= 1 - alpha
        if object_id is None:
            return
        cover = self._cover.setdefault(object_id, np.zeros(self.frame.shape[:2], np.float32))
        if area is not None and alpha is not None:
            cover[area] += (1 - cover[area]) * alpha

    def _window(
        self, alpha: Plane, matrix: NDArray[np.float64]
    ) -> tuple[int, int, int, int, NDArray[np.float64]] | None:
        """The part of the frame that a sprite touches, and its matrix relative to it."""
        height, width = alpha.shape
        corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]]) @ matrix.T
        left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 1, 0)
        right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 1
        right, bottom = min(right, self.frame.shape[1]), min(bottom, self.frame.shape[0])
        if left >= right or top >= bottom:
            return None
        moved = matrix.copy()
        moved[:, 2] -= (left, top)
        return int(top), int(bottom), int(left), int(right), moved
