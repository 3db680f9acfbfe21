"""Draws golden/ and golden.json by a slow, plain reading of the effects' words; uses neither twin. Needs numpy, Pillow, pycocotools."""

import json
import math
from pathlib import Path

import numpy as np
from PIL import Image
from pycocotools import mask as coco

HERE = Path(__file__).parent
WIDTH, HEIGHT = 160, 90
COLOURS = ("#3b9dff", "#b4ff00", "#f00f0f")


def picture() -> np.ndarray:
    """A sky, a field and a few hard edges with a little fixed noise."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    red = 90 + 60 * np.sin(x / 19) + y * 0.6
    green = 120 + 50 * np.cos((x + 2 * y) / 23)
    blue = 200 - y * 1.4 + 30 * np.sin(x / 7)
    frame = np.stack([red, green, blue], -1)
    frame[60:, (x[0] // 10) % 2 == 0] *= 0.55
    frame[20:40, 100:104] = (250, 240, 20)
    frame[(x - 44) ** 2 + (y - 40) ** 2 < 27**2] = (205, 60, 48)
    frame[((x - 78) / 26) ** 2 + ((y - 52) / 15) ** 2 < 1] = (40, 170, 90)
    noise = np.random.default_rng(7).integers(-6, 7, frame.shape)
    return np.clip(frame + noise, 0, 255).astype(np.uint8)


def masks() -> list[np.ndarray]:
    """A disc with a hole, an ellipse over it, and thin, tiny and border-touching parts."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    disc = ((x - 44) ** 2 + (y - 40) ** 2 < 27**2) & ~(
        (x - 36) ** 2 + (y - 34) ** 2 < 7**2
    )
    ellipse = ((x - 78) / 26) ** 2 + ((y - 52) / 15) ** 2 < 1
    odd = (np.abs(x - y - 80) <= 1) & (y < 60)
    odd |= (x > 140) & (y > 70)
    odd[25, 120], odd[0, 0:3] = True, True
    return [disc, ellipse, odd]


def rgb(colour: str) -> np.ndarray:
    return np.array(list(bytes.fromhex(colour[1:])), float)


def star(length: int) -> list[tuple[int, int]]:
    offsets = []
    for r in range(1, length + 1):
        d = math.floor(0.70710678 * r + 0.5)
        offsets += [
            (r, 0),
            (-r, 0),
            (0, r),
            (0, -r),
            (d, d),
            (-d, d),
            (d, -d),
            (-d, -d),
        ]
    return offsets


def near(labels: np.ndarray, x: int, y: int, length: int) -> set[int]:
    """The labels at the offsets of a star."""
    return {
        int(labels[min(max(y + dy, 0), HEIGHT - 1), min(max(x + dx, 0), WIDTH - 1)])
        for dx, dy in star(length)
    }


def overlay(frame, labels, x, y, mode, opacity, contourWidth):  # noqa: N803
    k = int(labels[y, x])
    if k == 0:
        return frame[y, x]
    colour = rgb(COLOURS[k - 1])
    if mode != "fill" and near(labels, x, y, contourWidth) - {k}:
        return colour
    return (
        frame[y, x]
        if mode == "contour"
        else frame[y, x] + (colour - frame[y, x]) * opacity
    )


def cut_out(frame, labels, x, y, backdrop, colour, outlineWidth, outlineColour):  # noqa: N803
    if labels[y, x]:
        return frame[y, x]
    if near(labels, x, y, outlineWidth) - {0}:
        return rgb(outlineColour)
    if backdrop == "colour":
        return rgb(colour)
    return np.full(3, 102.0 if (x // 16 + y // 16) % 2 == 0 else 153.0)


def erase(frame, labels, x, y, colour, margin):
    return (
        rgb(colour) if labels[y, x] or near(labels, x, y, margin) - {0} else frame[y, x]
    )


def erase_background(frame, labels, x, y, colour, amount):
    return (
        frame[y, x]
        if labels[y, x]
        else frame[y, x] + (rgb(colour) - frame[y, x]) * amount
    )


def blur_background(frame, labels, x, y, strength, _small={}):  # noqa: B006
    if labels[y, x]:
        return frame[y, x]
    if strength not in _small:
        _small[strength] = blurred_small(frame, labels, strength)
    small = _small[strength]
    u = min(max((x + 0.5) / 4 - 0.5, 0), small.shape[1] - 1)
    v = min(max((y + 0.5) / 4 - 0.5, 0), small.shape[0] - 1)
    i, j = int(u), int(v)
    i1, j1, s, t = (
        min(i + 1, small.shape[1] - 1),
        min(j + 1, small.shape[0] - 1),
        u - i,
        v - j,
    )
    top = small[j, i] * (1 - s) + small[j, i1] * s
    bottom = small[j1, i] * (1 - s) + small[j1, i1] * s
    value = top * (1 - t) + bottom * t
    return value[:3] / value[3]


def blurred_small(frame: np.ndarray, labels: np.ndarray, strength: float) -> np.ndarray:
    weight = np.where(labels == 0, 1.0, 1 / 64)[..., None]
    four = np.concatenate([frame * weight, weight], -1)
    small = np.zeros((math.ceil(HEIGHT / 4), math.ceil(WIDTH / 4), 4))
    for j, i in np.ndindex(small.shape[:2]):
        cells = [
            four[min(4 * j + b, HEIGHT - 1), min(4 * i + a, WIDTH - 1)]
            for a in range(4)
            for b in range(4)
        ]
        small[j, i] = np.mean(cells, axis=0)
    return along_y(along_y(small.swapaxes(0, 1), strength).swapaxes(0, 1), strength)


def along_y(small: np.ndarray, strength: float) -> np.ndarray:
    s = strength / 4
    radius = math.ceil(3 * s)
    g = np.array([math.exp(-k * k / (2 * s * s)) for k in range(-radius, radius + 1)])
    g /= g.sum()
    rows = np.arange(small.shape[0])
    return sum(
        g[k + radius] * small[np.clip(rows + k, 0, small.shape[0] - 1)]
        for k in range(-radius, radius + 1)
    )


CASES = [
    (overlay, {"mode": "both", "opacity": 0.45, "contourWidth": 2}, 1),
    (overlay, {"mode": "fill", "opacity": 0.7, "contourWidth": 2}, 1),
    (overlay, {"mode": "contour", "opacity": 0.45, "contourWidth": 1}, 1),
    (overlay, {"mode": "contour", "opacity": 1, "contourWidth": 7}, 1),
    (
        cut_out,
        {
            "backdrop": "checkerboard",
            "colour": "#101418",
            "outlineWidth": 3,
            "outlineColour": "#ffffff",
        },
        0,
    ),
    (
        cut_out,
        {
            "backdrop": "colour",
            "colour": "#00b140",
            "outlineWidth": 0,
            "outlineColour": "#ffffff",
        },
        0,
    ),
    (
        cut_out,
        {
            "backdrop": "colour",
            "colour": "#204060",
            "outlineWidth": 8,
            "outlineColour": "#ff8800",
        },
        0,
    ),
    (erase, {"colour": "#000000", "margin": 2}, 0),
    (erase, {"colour": "#c0ffee", "margin": 0}, 0),
    (erase_background, {"colour": "#000000", "amount": 1}, 1),
    (erase_background, {"colour": "#102a43", "amount": 0.6}, 1),
    (blur_background, {"strength": 8}, 2),
    (blur_background, {"strength": 1}, 2),
    (blur_background, {"strength": 20}, 2),
]


def draw(effect, frame, labels, values) -> np.ndarray:
    out = np.zeros((HEIGHT, WIDTH, 3))
    for y, x in np.ndindex(HEIGHT, WIDTH):
        out[y, x] = effect(frame.astype(float), labels, x, y, **values)
    return np.floor(out + 0.5).astype(np.uint8)


def main() -> None:
    frame, objects = picture(), masks()
    labels = np.zeros((HEIGHT, WIDTH), np.uint8)
    for k, mask in enumerate(objects, 1):
        labels[mask] = k
    Image.fromarray(frame).save(HERE / "golden/frame.png")
    Image.fromarray(labels).save(HERE / "golden/labels.png")
    cases = []
    for number, (effect, values, tolerance) in enumerate(CASES):
        name = f"golden/{effect.__name__}_{number}.png"
        Image.fromarray(draw(effect, frame, labels, values)).save(HERE / name)
        cases.append(
            {
                "effect": effect.__name__,
                "values": values,
                "expected": name,
                "tolerance": tolerance,
            }
        )
    counts = [
        coco.encode(np.asfortranarray(mask.astype(np.uint8)))["counts"].decode()
        for mask in objects
    ]
    listing = {
        "frame": "golden/frame.png",
        "labels": "golden/labels.png",
        "objects": [
            {"colour": colour, "rle": {"size": [HEIGHT, WIDTH], "counts": text}}
            for colour, text in zip(COLOURS, counts, strict=True)
        ],
        "cases": cases,
    }
    (HERE / "golden.json").write_text(json.dumps(listing, indent=2) + "\n")


if __name__ == "__main__":
    main()
