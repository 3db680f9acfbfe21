"""Draws golden/ and golden.json by a slow, plain reading of the effects' words (golden_effects.py); uses neither twin.

Needs numpy, Pillow, pycocotools. `python make_golden.py`
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
from PIL import Image
from golden_effects import EFFECTS, Scene, layer
from pycocotools import mask as coco

HERE = Path(__file__).parent
WIDTH, HEIGHT = 160, 90
COLOURS = ("#3b9dff", "#b4ff00", "#f00f0f")
NAMES = ("Cat", "Dog 2", "Zebra (left)")
FRAME_INDEX, MOST_BEFORE, MOVED = 12, 12, 3


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
    disc = ((x - 44) ** 2 + (y - 40) ** 2 < 27**2) & ~((x - 36) ** 2 + (y - 34) ** 2 < 7**2)
    ellipse = ((x - 78) / 26) ** 2 + ((y - 52) / 15) ** 2 < 1
    odd = (np.abs(x - y - 80) <= 1) & (y < 60)
    odd |= (x > 140) & (y > 70)
    odd[25, 120], odd[0, 0:3] = True, True
    return [disc, ellipse, odd]


def flattened(objects: list[np.ndarray]) -> np.ndarray:
    labels = np.zeros((HEIGHT, WIDTH), np.uint8)
    for k, mask in enumerate(objects, 1):
        labels[mask] = k
    return labels


def moved(mask: np.ndarray, pixels: int) -> np.ndarray:
    """To the left; what leaves the picture is gone."""
    out = np.zeros_like(mask)
    out[:, : WIDTH - pixels] = mask[:, pixels:]
    return out


def art() -> str:
    """A small picture with transparent parts, as a data URL."""
    y, x = np.mgrid[:40, :60]
    picture = np.stack([x * 4, y * 6, 255 - x * 4, np.where((x // 10 + y // 10) % 3 == 0, 0, 255)], -1)
    file = io.BytesIO()
    Image.fromarray(picture.astype(np.uint8), "RGBA").save(file, "png")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


ART = art()
SOFT = {"feather": 12, "grow": 4}

# Layers bottom to top: name, values, chosen objects (indices) or None. Then the tolerance.
CASES: list[tuple[list[tuple], int]] = [
    ([("overlay", {"mode": "both", "opacity": 0.45, "contourWidth": 2}, None)], 1),
    ([("overlay", {"mode": "fill", "opacity": 0.7}, None)], 1),
    ([("overlay", {"mode": "contour", "contourWidth": 7}, None)], 1),
    ([("overlay", SOFT, [1])], 2),
    ([("original", {}, None), ("original_background", {}, None)], 1),
    ([("darken_background", {}, None), ("original_background", {"feather": 20}, None)], 2),
    ([("darken_background", {"amount": 0.8}, None), ("overlay", {"opacity": 1}, None), ("original", SOFT, [0])], 2),
    ([("contour", {}, None)], 2),
    ([("contour", {"width": 8, "place": "outside", "tint": "custom", "colour": "#ff8800", "feather": 5}, [0, 2])], 2),
    ([("contour", {"width": 5, "place": "inside", "opacity": 0.6, "grow": -3}, None)], 2),
    ([("erase_background", {"fill": "transparent"}, None), ("cut_out", {}, None)], 2),
    ([("cut_out", {"borderWidth": 12, "borderColour": "#ff8800", "feather": 6, "grow": 2}, [1])], 2),
    ([("erase", {"colour": "#102030"}, None)], 0),
    ([("erase", {"colour": "#c0ffee", "grow": 8}, [2])], 2),
    ([("gradient", {}, None)], 2),
    ([("gradient", {"angle": 30, "opacity": 1, "feather": 10}, [1])], 2),
    ([("pixelate", {"side": 9}, None)], 2),
    ([("overlay", {}, [0]), ("pixelate", {"side": 4}, [0, 1])], 3),
    ([("blur", {"strength": 6}, None)], 2),
    ([("overlay", {"opacity": 1}, [1]), ("blur", {"strength": 12, **SOFT}, None)], 3),
    ([("spotlight", {}, None)], 2),
    ([("spotlight", {"spread": 60, "colour": "#200060", "amount": 0.9, "feather": 8}, [0])], 2),
    ([("glow", {}, None)], 2),
    ([("glow", {"spread": 50, "strength": 1, "tint": "custom", "grow": 3}, [1])], 2),
    ([("burst", {}, None)], 2),
    ([("burst", {"rays": 7, "span": 1.4, "tint": "object", "speed": -3, "feather": 6}, [1])], 2),
    ([("trail", {}, None)], 1),
    ([("trail", {"ghosts": 3, "spacing": 4, "tint": "custom", "opacity": 1}, [0, 2])], 1),
    ([("sticker", {}, [0, 1])], 3),
    ([("sticker", {"shape": "image", "picture": ART, "scale": 1.5, "lift": 0.5, "opacity": 0.8}, None)], 3),
    *(([("sticker", {"shape": shape}, [0])], 3) for shape in ("heart", "star", "sunglasses", "flame")),
    ([("label", {"textSize": 12}, None)], 3),
    ([("label", {"textSize": 20, "tint": "custom", "opacity": 0.6}, [1])], 3),
    ([("erase_background", {"colour": "#204060", "amount": 0.6}, None)], 1),
    ([("erase_background", {"fill": "image", "picture": ART, "feather": 6}, None)], 3),
    ([("erase_background", {"fill": "image", "colour": "#00b140"}, None)], 1),
    ([("gradient_background", {"angle": 200}, None)], 2),
    ([("pixelate_background", {"side": 16}, None)], 2),
    ([("desaturate_background", {}, None), ("overlay", {}, None)], 2),
    ([("blur_background", {"strength": 8}, None)], 2),
    ([("blur_background", {"strength": 20, "highlights": 1}, None)], 2),
    ([("outline_background", {}, None)], 2),
    ([("desaturate_background", {}, None), ("outline_background", {"strength": 3, "amount": 0.7, "grow": 5}, None)], 3),
    ([("darken_background", {"colour": "#102a43"}, None)], 1),
    ([("text_background", {"text": "Hi, you!", "textSize": 0.5}, None)], 3),
    ([("text_background", {"textSize": 0.25, "down": 0.8, "colour": "#ffe187", "opacity": 0.7}, None)], 3),
]


def run_lengths(mask: np.ndarray) -> dict:
    counts = coco.encode(np.asfortranarray(mask.astype(np.uint8)))["counts"].decode()
    return {"size": [HEIGHT, WIDTH], "counts": counts}


def main() -> None:
    frame, objects = picture(), masks()
    labels = flattened(objects)
    before = {g: [moved(mask, MOVED * g) for mask in objects] for g in range(1, MOST_BEFORE + 1)}
    scene = Scene(frame, labels, COLOURS, NAMES, FRAME_INDEX, {g: flattened(old) for g, old in before.items()})
    for old in (HERE / "golden").glob("*_*.png"):
        old.unlink()
    Image.fromarray(frame).save(HERE / "golden/frame.png")
    Image.fromarray(labels).save(HERE / "golden/labels.png")
    cases = []
    for number, (layers, tolerance) in enumerate(CASES):
        if not all(name in EFFECTS for name, *_ in layers):
            continue
        out = frame.astype(float)
        for name, values, chosen in layers:
            out = layer(scene, out, name, values, chosen)
        name = f"golden/{layers[-1][0]}_{number}.png"
        Image.fromarray(np.floor(out + 0.5).astype(np.uint8)).save(HERE / name)
        entries = [{"effect": effect, "values": values, "objectIds": chosen} for effect, values, chosen in layers]
        cases.append({"layers": entries, "expected": name, "tolerance": tolerance})
    listing = {
        "frame": "golden/frame.png",
        "labels": "golden/labels.png",
        "frameIndex": FRAME_INDEX,
        "objects": [
            {"name": name, "colour": colour, "rle": run_lengths(mask)}
            for name, colour, mask in zip(NAMES, COLOURS, objects, strict=True)
        ],
        "before": {str(FRAME_INDEX - g): [run_lengths(mask) for mask in old] for g, old in before.items()},
        "cases": cases,
    }
    (HERE / "golden.json").write_text(json.dumps(listing, indent=1) + "\n")


if __name__ == "__main__":
    main()
