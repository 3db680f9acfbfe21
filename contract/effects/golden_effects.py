"""A slow, plain reading of the words of README.md and of the effects' tables, for make_golden.py only. Numbers are 0…255."""

import base64
import io
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from golden_drawing import drawn_sticker, lettering, rgb
from PIL import Image

HERE = Path(__file__).parent


@dataclass
class Scene:
    frame: np.ndarray
    labels: np.ndarray
    colours: tuple[str, ...]
    names: tuple[str, ...]
    frame_index: int
    before: dict[int, np.ndarray]  # by how many frames earlier

    @property
    def xy(self):
        y, x = np.mgrid[: self.labels.shape[0], : self.labels.shape[1]]
        return x, y


@dataclass
class Layer:
    scene: Scene
    below: np.ndarray
    label: np.ndarray
    cover: np.ndarray
    away: np.ndarray
    affected: np.ndarray
    chosen: list[int]
    soft: bool

    def tinted(self, tint, colour, label=None):
        label = self.label if label is None else label
        table = np.array([(0, 0, 0), *map(rgb, self.scene.colours)], float)
        return table[label] if tint == "object" else np.broadcast_to(rgb(colour), (*label.shape, 3))

    def box(self, k):
        rows, columns = np.nonzero(self.scene.labels == k)
        return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1

    @property
    def shown(self):
        return [k for k in self.chosen if (self.scene.labels == k).any()]


def mix(a, b, t):
    t = np.asarray(t, float)
    return a + (b - a) * (t[..., None] if t.ndim == 2 else t)


def nearest(chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distance from each pixel to the nearest one that is set, and where that is; infinite for none."""
    rows, columns = np.nonzero(chosen)
    distance = np.full(chosen.shape, np.inf)
    at_y, at_x = np.zeros(chosen.shape, int), np.zeros(chosen.shape, int)
    if len(rows):
        for y, x in np.ndindex(chosen.shape):
            squares = (rows - y) ** 2 + (columns - x) ** 2
            best = int(squares.argmin())
            distance[y, x], at_y[y, x], at_x[y, x] = math.sqrt(squares[best]), rows[best], columns[best]
    return distance, at_y, at_x


def layer(scene: Scene, below: np.ndarray, name: str, values: dict, objects: list[int] | None) -> np.ndarray:
    info = json.loads((HERE / f"{name}.json").read_text())
    soft_edges = json.loads((HERE / "soft_edges.json").read_text())["parameters"]
    edgeless = info.get("edgeless", False)
    table = info["parameters"] + ([] if edgeless else soft_edges)
    values = {parameter["name"]: parameter["default"] for parameter in table} | values
    feather, grow = values.pop("feather", 0), values.get("grow", 0)
    values.pop("grow", 0)
    background = info["on"] == "background"
    chosen = [k for k in range(1, len(scene.colours) + 1) if background or objects is None or k - 1 in objects]
    inside = np.isin(scene.labels, chosen)
    to_inside, at_y, at_x = nearest(inside)
    to_outside, _, _ = nearest(~inside)
    away = np.clip(np.where(inside, 0.5 - to_outside, to_inside - 0.5), -64.5, 64.5) - grow
    near = np.where(to_inside <= 64, scene.labels[at_y, at_x], 0)
    soft = not edgeless and (feather != 0 or grow != 0)
    cover = np.clip(0.5 - away / max(feather, 1), 0, 1)
    if not soft and "reach" not in info:
        near = np.where(inside, scene.labels, 0)
        cover = inside.astype(float)
    if background:
        cover = 1 - cover
    affected = (scene.labels == 0) if background else inside
    seen = Layer(scene, below, near, cover, away, affected, chosen, soft)
    if "feather" in EFFECTS[name].__code__.co_varnames[: EFFECTS[name].__code__.co_argcount]:
        values["feather"] = feather
    out = EFFECTS[name](seen, **values)
    return out if info.get("everywhere") else mix(below, out, cover)


def original(at: Layer):
    return at.scene.frame.astype(float)


def star(length: int) -> list[tuple[int, int]]:
    offsets = []
    for r in range(1, length + 1):
        d = math.floor(0.70710678 * r + 0.5)
        offsets += [(r, 0), (-r, 0), (0, r), (0, -r), (d, d), (-d, d), (d, -d), (-d, -d)]
    return offsets


def moved(picture: np.ndarray, dx: int, dy: int) -> np.ndarray:
    """picture(x + dx, y + dy), coordinates clamped."""
    height, width = picture.shape[:2]
    rows, columns = np.clip(np.arange(height) + dy, 0, height - 1), np.clip(np.arange(width) + dx, 0, width - 1)
    return picture[rows][:, columns]


def overlay(at: Layer, mode, opacity, contourWidth):  # noqa: N803
    own = at.tinted("object", "")
    out = at.below if mode == "contour" else mix(at.below, own, opacity)
    if at.soft:
        edge = at.away > -contourWidth
    else:
        labels = at.scene.labels
        edge = np.any([moved(labels, dx, dy) != labels for dx, dy in star(contourWidth)], axis=0)
    if mode != "fill":
        out = np.where(edge[..., None], own, out)
    return np.where(at.label[..., None] == 0, at.below, out)


def band(away, half, feather):
    return np.clip((half - np.abs(away)) / max(feather, 1) + 0.5, 0, 1)


def contour(at: Layer, width, place, tint, colour, opacity, feather):
    centre = {"inside": -width / 2, "middle": 0, "outside": width / 2}[place]
    t = np.where(at.label == 0, 0, band(at.away - centre, width / 2, feather))
    return mix(at.below, at.tinted(tint, colour), t * opacity)


def cut_out(at: Layer, borderWidth, borderColour, feather):  # noqa: N803
    b = np.clip((borderWidth - at.away) / max(feather, 1) + 0.5, 0, 1) * (borderWidth > 0)
    b = np.where(at.label == 0, 0, b)
    return mix(mix(at.below, rgb(borderColour), b), original(at), at.cover)


def erase(at: Layer, colour):
    return np.broadcast_to(rgb(colour), at.below.shape)


def run(x, y, box, start, end, angle):
    left, top, right, bottom = box
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    half = max(abs((right - left) * c) / 2 + abs((bottom - top) * s) / 2, 0.5)
    along = (x + 0.5 - (left + right) / 2) * c + (y + 0.5 - (top + bottom) / 2) * s
    return mix(rgb(start), rgb(end), np.clip(0.5 + along / (2 * half), 0, 1))


def gradient(at: Layer, start, end, angle, opacity):
    out = at.below
    for k in at.shown:
        filled = mix(at.below, run(*at.scene.xy, at.box(k), start, end, angle), opacity)
        out = np.where(at.label[..., None] == k, filled, out)
    return out


def gradient_background(at: Layer, start, end, angle, opacity):
    height, width = at.label.shape
    return mix(at.below, run(*at.scene.xy, (0, 0, width, height), start, end, angle), opacity)


def pixelate(at: Layer, side):
    height, width = at.label.shape
    weight = np.where(at.affected, 1, 1 / 64)
    out = np.zeros_like(at.below)
    for top in range(0, height, side):
        for left in range(0, width, side):
            total, weights = np.zeros(3), 0.0
            for a, b in np.ndindex(4, 4):
                x = min(math.floor(left + side * (a + 0.5) / 4), width - 1)
                y = min(math.floor(top + side * (b + 0.5) / 4), height - 1)
                total, weights = total + at.below[y, x] * weight[y, x], weights + weight[y, x]
            out[top : top + side, left : left + side] = total / weights
    return out


def bilinear(picture: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Between the four nearest texels' middles, coordinates clamped; (0, 0) is the middle of the first one."""
    u, v = np.clip(u, 0, picture.shape[1] - 1), np.clip(v, 0, picture.shape[0] - 1)
    i, j = np.floor(u).astype(int), np.floor(v).astype(int)
    i1, j1 = np.minimum(i + 1, picture.shape[1] - 1), np.minimum(j + 1, picture.shape[0] - 1)
    return mix(mix(picture[j, i], picture[j, i1], u - i), mix(picture[j1, i], picture[j1, i1], u - i), v - j)


def halved(channels: np.ndarray) -> np.ndarray:
    """Means of squares of 2 x 2, as many as make squares of 4 x 4, the border repeated."""
    height, width = channels.shape[:2]
    return shrunk(np.pad(channels, ((0, -height % 4), (0, -width % 4), (0, 0)), "edge"))


def shrunk(channels: np.ndarray) -> np.ndarray:
    """Means of squares of 2 x 2."""
    height, width, count = channels.shape
    return channels.reshape(height // 2, 2, width // 2, 2, count).mean((1, 3))


def blur(at: Layer, strength, highlights=0):
    half, weight = halved(at.below), halved(np.where(at.affected, 1, 1 / 64)[..., None])
    weight = weight * (1 + 15 * highlights * (half.mean(-1, keepdims=True) / 255) ** 4)
    small = shrunk(np.concatenate([half * weight, weight], -1))
    small = along_y(along_y(small.swapaxes(0, 1), strength).swapaxes(0, 1), strength)
    x, y = at.scene.xy
    value = bilinear(small, (x + 0.5) / 4 - 0.5, (y + 0.5) / 4 - 0.5)
    return value[..., :3] / value[..., 3:]


def along_y(small: np.ndarray, strength: float) -> np.ndarray:
    s = strength / 4
    radius = math.ceil(3 * s)
    g = np.array([math.exp(-k * k / (2 * s * s)) for k in range(-radius, radius + 1)])
    g /= g.sum()
    rows = np.arange(small.shape[0])
    return sum(g[k + radius] * small[np.clip(rows + k, 0, small.shape[0] - 1)] for k in range(-radius, radius + 1))


def spotlight(at: Layer, amount, spread, colour):
    lit = np.where(at.label == 0, 0, (1 - np.clip(at.away / spread, 0, 1)) ** 2)
    return mix(mix(at.below, rgb(colour), amount), at.below, np.maximum(lit, at.cover))


def glow(at: Layer, spread, strength, tint, colour):
    q = np.where(at.away > 0, np.clip(1 - at.away / spread, 0, 1), 1)
    t = np.where(at.label == 0, 0, strength * q**2 * (1 - at.cover))[..., None]
    return 255 * (1 - (1 - at.below / 255) * (1 - at.tinted(tint, colour) / 255 * t))


def burst(at: Layer, rays, span, speed, tint, colour, opacity):
    out = at.below
    x, y = at.scene.xy
    for k in at.shown:
        left, top, right, bottom = at.box(k)
        dx, dy = x + 0.5 - (left + right) / 2, y + 0.5 - (top + bottom) / 2
        end, r = math.hypot(right - left, bottom - top) / 2 * (1 + span), np.hypot(dx, dy)
        turn = np.arctan2(dy, dx) / (2 * math.pi) * rays + at.scene.frame_index * speed / 30 * rays / 8
        w = 2 * np.abs(turn - np.floor(turn) - 0.5)
        t = np.clip((w - 0.5) * 2 * math.pi * r / rays + 0.5, 0, 1) * np.clip(1 - r / end, 0, 1) * opacity
        out = mix(out, at.tinted(tint, colour, np.full(at.label.shape, k)), t)
    return mix(out, at.below, at.cover)


def trail(at: Layer, ghosts, spacing, opacity, tint, colour):
    out = at.below.copy()
    done = np.zeros(at.label.shape, bool)
    for g in range(1, ghosts + 1):
        ghost = at.scene.before.get(g * spacing)
        if ghost is None:
            continue
        here = (ghost != 0) & ~done
        shade = opacity * (1 - (g - 1) / ghosts)
        where = here & np.isin(ghost, at.chosen) & (at.label == 0)
        out[where] = mix(at.below, at.tinted(tint, colour, ghost), shade)[where]
        done |= here
    return out


def checkers(at: Layer):
    x, y = at.scene.xy
    return np.repeat(np.where((x // 16 + y // 16) % 2 == 0, 102.0, 153.0)[..., None], 3, -1)


def opened(url: str) -> np.ndarray:
    data = base64.b64decode(url.split(",", 1)[1])
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"), float)


def erase_background(at: Layer, fill, colour, picture, amount):
    own = np.broadcast_to(rgb(colour), at.below.shape)
    if fill == "transparent":
        own = checkers(at)
    if fill == "image" and picture:
        art, (x, y), (height, width) = opened(picture), at.scene.xy, at.label.shape
        k = max(width / art.shape[1], height / art.shape[0])
        u, v = (x + 0.5 - width / 2) / k + art.shape[1] / 2, (y + 0.5 - height / 2) / k + art.shape[0] / 2
        value = bilinear(art, u - 0.5, v - 0.5)
        own = mix(own, value[..., :3], value[..., 3] / 255)
    return mix(at.below, own, amount)


def grey(picture):
    return picture @ np.array([0.299, 0.587, 0.114])


def desaturate_background(at: Layer, amount):
    return mix(at.below, grey(at.below)[..., None], amount)


def darken_background(at: Layer, amount, colour):
    return mix(at.below, rgb(colour), amount)


def outline_background(at: Layer, strength, paper, ink, amount):
    g = grey(at.below) / 255
    gx = sum(w * (moved(g, 1, dy) - moved(g, -1, dy)) for dy, w in ((-1, 1), (0, 2), (1, 1)))
    gy = sum(w * (moved(g, dx, 1) - moved(g, dx, -1)) for dx, w in ((-1, 1), (0, 2), (1, 1)))
    t = np.clip(strength * np.hypot(gx, gy) / 2, 0, 1)
    return mix(at.below, mix(rgb(paper), rgb(ink), t), amount)


EFFECTS = {
    effect.__name__: effect
    for effect in (
        *(original, overlay, contour, cut_out, erase, gradient, pixelate, blur, spotlight, glow, burst, trail),
        *(erase_background, gradient_background, desaturate_background, outline_background, darken_background),
    )
} | {"original_background": original, "pixelate_background": pixelate, "blur_background": blur}


def sticker(at: Layer, shape, picture, scale, lift, opacity):
    if shape == "image" and not picture:
        return at.below
    art, out = opened(picture) if shape == "image" else drawn_sticker(shape), at.below
    high, wide = art.shape[:2]
    x, y = at.scene.xy
    for k in at.shown:
        left, top, right, bottom = at.box(k)
        side = max(right - left, bottom - top) * scale
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2 - lift * (bottom - top) / 2
        u = (x + 0.5 - middle_x) / side * max(high / wide, 1) + 0.5
        v = (y + 0.5 - middle_y) / side * max(wide / high, 1) + 0.5
        value = bilinear(art, u * wide - 0.5, v * high - 0.5)
        inside = (u >= 0) & (u <= 1) & (v >= 0) & (v <= 1)
        out = mix(out, value[..., :3], value[..., 3] / 255 * opacity * inside)
    return out


def label(at: Layer, textSize, tint, colour, opacity):  # noqa: N803
    out = at.below.copy()
    height, width = at.label.shape
    for k in at.shown:
        left, top, right, _ = at.box(k)
        middle, pad, arrow = (left + right) / 2, math.floor(textSize * 0.35 + 0.5), math.floor(textSize * 0.5 + 0.5)
        text = lettering(at.scene.names[k - 1], textSize)
        wide, high = text.shape[1] + 2 * pad, textSize + 2 * pad
        x0 = min(max(math.floor(middle - wide / 2 + 0.5), 0), max(0, width - wide))
        y0 = min(max(math.floor(top - arrow - high + 0.5), 0), max(0, height - high))
        plate = rgb(at.scene.colours[k - 1]) if tint == "object" else rgb(colour)
        ink = 255.0 if grey(plate) < 150 else 0.0
        for y, x in np.ndindex(height, width):
            under = y - (y0 + high)
            is_plate = x0 <= x < x0 + wide and y0 <= y < y0 + high
            is_arrow = 0 <= under < arrow and abs(x + 0.5 - middle) <= (arrow - (under + 0.5)) * 0.7
            if is_plate or is_arrow:
                out[y, x] += (plate - out[y, x]) * opacity
            if is_plate and 0 <= y - y0 - pad < textSize and 0 <= x - x0 - pad < text.shape[1]:
                out[y, x] += (ink - out[y, x]) * text[y - y0 - pad, x - x0 - pad]
    return out


def text_background(at: Layer, text, textSize, across, down, colour, opacity):  # noqa: N803
    sheet, (height, width) = lettering(text, 96), at.label.shape
    k = textSize * height / 96
    x, y = at.scene.xy
    u = (x + 0.5 - across * width) / k + sheet.shape[1] / 2
    v = (y + 0.5 - down * height) / k + 48
    inside = (u >= 0) & (u <= sheet.shape[1]) & (v >= 0) & (v <= 96)
    return mix(at.below, rgb(colour), bilinear(sheet[..., None], u - 0.5, v - 0.5)[..., 0] * inside * opacity)


EFFECTS |= {effect.__name__: effect for effect in (sticker, label, text_background)}
