"""Procedural textures in one atlas: what the surfaces of generated things look like. Each is S x S x 3 in [0, 1], three
patterns that a palette mixes later, and repeats mirrored at its edges, so that any part of a plane can be covered.

The families, by name: `noise` (octaves of value noise, ridged or not), `cells` (distance to scattered points), `stripes`
(bent bands and checks), `text` (lines of writing), `leaves` (foliage-like clutter), `plain` (a slope with a little grain).
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

SIZE = 256
Picture = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Atlas:
    """`picture` 1 x 3 x (rows * SIZE) x (columns * SIZE), in [0, 1]; tile k is at row k // columns."""

    picture: Tensor
    columns: int
    count: int

    def to(self, device: torch.device) -> "Atlas":
        """The same on another device."""
        return Atlas(self.picture.to(device), self.columns, self.count)


def make_atlas(seed: int, columns: int = 8, families: tuple[str, ...] = ()) -> Atlas:
    """columns² textures of the named families, of all where none is named."""
    chance = np.random.default_rng(seed)
    names = families or tuple(FAMILIES)
    kinds = [FAMILIES[names[k % len(names)]] for k in range(columns * columns)]
    tiles = [np.stack([_level(kind(chance)) for _ in range(3)], axis=-1) for kind in kinds]
    rows = [np.concatenate(tiles[r * columns : (r + 1) * columns], axis=1) for r in range(columns)]
    whole = torch.from_numpy(np.ascontiguousarray(np.concatenate(rows).transpose(2, 0, 1)))
    return Atlas(whole[None], columns, columns * columns)


def noise(chance: Generator) -> Picture:
    """Octaves of smoothed random values; a third of them ridged."""
    first = int(chance.integers(0, 5))
    fade = chance.uniform(0.35, 0.8)
    stretch = chance.uniform(1, 5) if chance.random() < 0.4 else 1.0
    total = np.zeros((SIZE, SIZE), np.float32)
    for octave in range(first, 8):
        cells = 2**octave + 1
        grid = chance.random((cells, max(2, round(cells / stretch))), np.float32)
        total += fade ** (octave - first) * cv2.resize(grid, (SIZE, SIZE), interpolation=cv2.INTER_CUBIC)
    return -np.abs(total - np.median(total)) if chance.random() < 0.33 else total


def cells(chance: Generator) -> Picture:
    """Distance to the nearest of scattered points, or which of them it is: stones, scales, patches."""
    count = int(np.exp(chance.uniform(np.log(8), np.log(300))))
    marks = np.full((SIZE, SIZE), 255, np.uint8)
    at = chance.integers(0, SIZE, (count, 2))
    marks[at[:, 0], at[:, 1]] = 0
    distance, label = cv2.distanceTransformWithLabels(marks, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    kind = chance.integers(0, 3)
    if kind == 0:
        return np.asarray(distance, np.float32)
    values = chance.random(int(label.max()) + 1).astype(np.float32)[label]
    shade = 0.0 if kind == 1 else np.asarray(distance, np.float32) / max(float(distance.max()), 1.0)
    return np.asarray(values + shade, np.float32)


def stripes(chance: Generator) -> Picture:
    """Bands, bent by noise, soft or hard; some crossed."""
    ys, xs = np.mgrid[:SIZE, :SIZE].astype(np.float32) / SIZE
    bend = _smooth(chance, int(chance.integers(2, 6))) * chance.uniform(0, 0.25)
    rate, turn = np.exp(chance.uniform(np.log(2), np.log(40))), chance.uniform(0, np.pi)
    along = np.cos(turn) * xs + np.sin(turn) * ys + bend
    wave = np.sin(2 * np.pi * rate * along)
    if chance.random() < 0.3:
        wave = wave * np.sin(2 * np.pi * rate * (np.sin(turn) * xs - np.cos(turn) * ys + bend))
    return np.asarray(np.tanh(wave * np.exp(chance.uniform(0, 2.5))), np.float32)


def text(chance: Generator) -> Picture:
    """Lines of letters, as on signs and clothes."""
    picture = np.zeros((SIZE, SIZE), np.uint8)
    size = chance.uniform(0.4, 2.5)
    letters = np.array(list("ABCDEFGHKLMNOPRSTUVXZ0123456789abdegkmnorst "))
    row = 0
    while row < SIZE + 30:
        row += int(28 * size)
        line = "".join(chance.choice(letters, 40))
        font = int(chance.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX]))
        cv2.putText(picture, line, (-int(chance.integers(0, 60)), row), font, size, 255, max(1, round(2 * size)))
    return picture.astype(np.float32)


def leaves(chance: Generator) -> Picture:
    """Many small bright and dark blades over each other: grass, foliage, gravel."""
    picture = np.full((SIZE, SIZE), 60, np.uint8)
    long = np.exp(chance.uniform(np.log(3), np.log(24)))
    thin = chance.uniform(0.15, 0.8)
    lean, spread = chance.uniform(0, 180), chance.choice([15.0, 60.0, 180.0])
    for _ in range(int(min(1200, 2.5 * SIZE * SIZE / (long * long * thin * np.pi)))):
        centre = (int(chance.integers(0, SIZE)), int(chance.integers(0, SIZE)))
        half = (max(1, round(long * chance.uniform(0.6, 1.3))), max(1, round(long * thin)))
        cv2.ellipse(
            picture, centre, half, lean + chance.uniform(-spread, spread), 0, 360, int(chance.integers(0, 256)), -1
        )
    return cv2.GaussianBlur(picture, (0, 0), 0.8).astype(np.float32)


def plain(chance: Generator) -> Picture:
    """A slope with a little grain, as on painted things and sky."""
    ys, xs = np.mgrid[:SIZE, :SIZE].astype(np.float32) / SIZE
    turn = chance.uniform(0, 2 * np.pi)
    slope = np.cos(turn) * xs + np.sin(turn) * ys
    grain = chance.random((SIZE, SIZE), np.float32) * chance.uniform(0, 0.15)
    return np.asarray(slope + grain + chance.uniform(0, 0.8) * _smooth(chance, 3), np.float32)


FAMILIES: dict[str, Callable[[Generator], Picture]] = {
    "noise": noise,
    "cells": cells,
    "stripes": stripes,
    "text": text,
    "leaves": leaves,
    "plain": plain,
}


def _smooth(chance: Generator, cells_across: int) -> Picture:
    grid = chance.random((cells_across, cells_across), np.float32)
    return np.asarray(cv2.resize(grid, (SIZE, SIZE), interpolation=cv2.INTER_CUBIC), np.float32)


def _level(picture: Picture) -> Picture:
    low, high = np.quantile(picture, (0.02, 0.98))
    return np.asarray(np.clip((picture - low) / max(float(high - low), 1e-3), 0, 1), np.float32)
