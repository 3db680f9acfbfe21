"""Stickers drawn from shapes that the client has too. Words: contract/effects/README.md."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from masklet.export.effects.art import Art
from masklet.masks.palette import rgb

SIDE, SAMPLES = 128, 3


@cache
def sticker(name: str) -> Art:
    """128 x 128, each pixel the mean of 3 x 3 samples. Not to be written to."""
    found: dict[str, Any] = json.loads((files("masklet.export.effects") / "stickers.json").read_text("utf-8"))
    shapes = found[name]
    top = np.full((SIDE * SAMPLES, SIDE * SAMPLES), -1)
    y, x = (np.mgrid[: SIDE * SAMPLES, : SIDE * SAMPLES] + 0.5) / (SIDE * SAMPLES)
    for index, shape in enumerate(shapes):
        top[_inside(shape, x, y)] = index
    art = _means(top, np.array([rgb(shape["colour"]) for shape in shapes], float))
    art.flags.writeable = False
    return art


def _means(top: NDArray[np.int_], colours: NDArray[np.float64]) -> Art:
    """Where no shape is, the first one's colour with no alpha, so that edges do not darken when it is stretched."""
    there = (top >= 0)[:, :, None]
    samples = np.concatenate([np.where(there, colours[top], 0), there], axis=2)
    sums = samples.reshape(SIDE, SAMPLES, SIDE, SAMPLES, 4).sum((1, 3))
    count = sums[:, :, 3:]
    mean = np.where(count > 0, sums[:, :, :3] / np.maximum(count, 1), colours[0])
    return np.floor(np.concatenate([mean, 255 * count / SAMPLES**2], axis=2) + 0.5).astype(np.uint8)


def _inside(shape: dict[str, Any], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    if "circle" in shape:
        middle_x, middle_y, radius = shape["circle"]
        return np.asarray((x - middle_x) ** 2 + (y - middle_y) ** 2 <= radius**2)
    inside = np.zeros(x.shape, np.bool_)
    points = shape["polygon"]
    for (px, py), (qx, qy) in zip([points[-1], *points[:-1]], points, strict=True):
        if py != qy:
            inside ^= ((py > y) != (qy > y)) & (x < (px - qx) * (y - qy) / (py - qy) + qx)
    return inside
