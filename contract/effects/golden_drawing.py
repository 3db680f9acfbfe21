"""Letters and stickers of font.json and stickers.json, drawn slowly from their words, for golden_effects.py only."""

import json
import math
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
FONT = json.loads((HERE / "font.json").read_text())
STICKERS = json.loads((HERE / "stickers.json").read_text())


def rgb(colour: str) -> np.ndarray:
    return np.array(list(bytes.fromhex(colour[1:])), float)


def lettering(text: str, size: int) -> np.ndarray:
    """Shares of ink: for every pixel the distance to the nearest piece of every stroke."""
    k, pen, pieces = size / FONT["height"], FONT["thickness"] / 2, []
    for letter in text:
        glyph = FONT["glyphs"][letter]
        for stroke in glyph["strokes"]:
            points = [np.array([(pen + x) * k, (FONT["top"] + y) * k]) for x, y in stroke]
            pieces += list(zip(points, points[1:], strict=False))
        pen += glyph["width"] + FONT["gap"]
    wide = math.ceil((pen - FONT["gap"] + FONT["thickness"] / 2) * k - 1e-9)
    y, x = np.mgrid[:size, :wide] + 0.5
    at, far = np.stack([x, y], -1), np.full((size, wide), np.inf)
    for a, b in pieces:
        length = (b - a) @ (b - a)
        t = np.clip((at - a) @ (b - a) / length, 0, 1) if length else np.zeros((size, wide))
        far = np.minimum(far, np.linalg.norm(at - a - t[..., None] * (b - a), axis=-1))
    return np.floor(255 * np.clip(FONT["thickness"] * k / 2 - far + 0.5, 0, 1) + 0.5) / 255


def drawn_sticker(name: str) -> np.ndarray:
    out = np.zeros((128, 128, 4))
    for row, column in np.ndindex(128, 128):
        hit = []
        for i, j in np.ndindex(3, 3):
            x, y = (column + (i + 0.5) / 3) / 128, (row + (j + 0.5) / 3) / 128
            over = [shape["colour"] for shape in STICKERS[name] if holds(shape, x, y)]
            hit += over[-1:]
        out[row, column, :3] = np.mean([rgb(c) for c in hit], axis=0) if hit else rgb(STICKERS[name][0]["colour"])
        out[row, column, 3] = 255 * len(hit) / 9
    return np.floor(out + 0.5)


def holds(shape: dict, x: float, y: float) -> bool:
    if "circle" in shape:
        cx, cy, r = shape["circle"]
        return (x - cx) ** 2 + (y - cy) ** 2 <= r**2
    inside, points = False, shape["polygon"]
    for (px, py), (qx, qy) in zip([points[-1], *points[:-1]], points, strict=True):
        if (py > y) != (qy > y) and x < (px - qx) * (y - qy) / (py - qy) + qx:
            inside = not inside
    return inside
