"""Text from a font of strokes that the client has too, so that both draw the same. Words: contract/effects/README.md."""

import json
import math
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np

from masklet.export.effects.effect import Plane

SHEET_SIZE = 96  # text behind objects is drawn at this size and stretched


@cache
def _font() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("masklet.export.effects") / "font.json").read_text("utf-8"))
    return found


def writable(text: str) -> str:
    """Letters that the font lacks become question marks."""
    return "".join(letter if letter in _font()["glyphs"] else "?" for letter in text)


def writable_name(name: str, label: int) -> str:
    """Names in letters that the font lacks are given as numbers."""
    return name if name and all(letter in _font()["glyphs"] for letter in name) else str(label)


@lru_cache(maxsize=256)
def lettering(text: str, size: int) -> Plane:
    """Shares of ink, 0..1: `size` rows, as many columns as the text is wide (at least one). Not to be written to."""
    font, scale = _font(), size / _font()["height"]
    glyphs = [font["glyphs"][letter] for letter in text]
    wide = sum(glyph["width"] for glyph in glyphs) + font["gap"] * max(0, len(glyphs) - 1) + font["thickness"]
    ink = np.zeros((size, max(1, math.ceil(wide * size / font["height"]))), np.float32)
    pen = font["thickness"] / 2
    for glyph in glyphs:
        for stroke in glyph["strokes"]:
            points = [((pen + x) * scale, (font["top"] + y) * scale) for x, y in stroke]
            for start, end in pairwise(points):
                _draw(ink, start, end, font["thickness"] * scale / 2)
        pen += glyph["width"] + font["gap"]
    ink.flags.writeable = False
    return ink


def _draw(ink: Plane, start: tuple[float, float], end: tuple[float, float], half: float) -> None:
    """One straight piece with round ends."""
    (x0, y0), (x1, y1) = start, end
    top, left = max(0, math.floor(min(y0, y1) - half - 1)), max(0, math.floor(min(x0, x1) - half - 1))
    part = ink[top : math.ceil(max(y0, y1) + half + 1), left : math.ceil(max(x0, x1) + half + 1)]
    y, x = np.mgrid[top : top + part.shape[0], left : left + part.shape[1]] + 0.5
    dx, dy, length = x - x0, y - y0, (x1 - x0) ** 2 + (y1 - y0) ** 2
    t = np.clip((dx * (x1 - x0) + dy * (y1 - y0)) / length, 0, 1) if length else 0
    far = np.hypot(dx - t * (x1 - x0), dy - t * (y1 - y0))
    share = np.floor(255 * np.clip(half - far + 0.5, 0, 1) + 0.5) / 255
    np.maximum(part, share.astype(np.float32), out=part)
