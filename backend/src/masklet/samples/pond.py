"""The koi pond: two koi that look alike and a small goldfish swim under lily pads. Seen from above."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.samples.koi import Swimmer, koi_sprite, swim
from masklet.samples.lilies import lotus_sprite, pad_sprite
from masklet.samples.paint import Canvas, Plane, Sprite, as_plane, blur, noise, pose, ramp, smooth
from masklet.samples.scene import FULL_HEIGHT, FULL_WIDTH, Frame, PaintFrame, TrueMasks

FRAME_COUNT = 150
OBJECTS = ("Koi", "Second koi", "Goldfish")


@dataclass(frozen=True, slots=True)
class Pad:
    """A lily pad or flower floating at a place (share of the frame)."""

    sprite: Sprite
    x: float
    y: float
    scale: float
    angle: float


def painter(width: int, height: int) -> PaintFrame:
    """Everything that all frames share, and the function that paints one."""
    unit = min(width / FULL_WIDTH, height / FULL_HEIGHT)
    bottom = _bottom(width, height)
    ripples = _ripples(width, height)
    swimmers, pads = _swimmers(), _pads()

    def paint(frame_index: int) -> tuple[Frame, TrueMasks]:
        time = frame_index / FRAME_COUNT
        canvas = Canvas(_lit(bottom, ripples, frame_index * unit))
        for object_id, swimmer in swimmers.items():
            _paint_swimmer(canvas, swimmer, object_id, time, unit)
        for pad in pads:
            _paint_pad(canvas, pad, time, unit)
        return canvas.frame, canvas.masks()

    return paint


def _swimmers() -> dict[int, Swimmer]:
    """By object id, deepest first."""
    white, orange = (246, 238, 226), (232, 98, 30)
    goldfish = koi_sprite(5, (255, 190, 60), (250, 130, 30), 0.45)
    first, second = koi_sprite(11, white, orange, 0.42), koi_sprite(23, white, orange, 0.38)
    return {
        2: Swimmer(
            goldfish,
            ((1.2, 0.1), (1.0, 0.2), (0.8, 0.32), (0.56, 0.25), (0.36, 0.13), (0.14, 0.26), (-0.1, 0.4)),
            0.30,
            11,
            2.0,
        ),
        0: Swimmer(
            first,
            ((-0.2, 0.9), (0.06, 0.70), (0.3, 0.52), (0.56, 0.50), (0.80, 0.58), (0.98, 0.46), (1.2, 0.3)),
            1.08,
            5.5,
            0.0,
        ),
        1: Swimmer(
            second,
            ((1.15, 1.1), (0.93, 0.88), (0.72, 0.72), (0.5, 0.70), (0.28, 0.78), (0.08, 0.62), (-0.1, 0.4)),
            1.0,
            6.0,
            1.3,
        ),
    }


def _pads() -> tuple[Pad, ...]:
    green = [pad_sprite(seed) for seed in (3, 8, 13)]
    return (
        Pad(green[0], 0.60, 0.47, 0.86, 0.6),
        Pad(green[1], 0.72, 0.17, 0.62, 2.4),
        Pad(green[2], 0.10, 0.13, 0.95, 4.0),
        Pad(green[1], 0.235, 0.045, 0.55, 5.2),
        Pad(green[0], 0.95, 0.97, 1.05, 3.3),
        Pad(green[2], 0.39, 0.97, 0.60, 1.2),
        Pad(lotus_sprite(), 0.125, 0.15, 0.72, 0.3),
    )


def _paint_swimmer(canvas: Canvas, swimmer: Swimmer, object_id: int, time: float, unit: float) -> None:
    sprite, x, y, heading = swim(swimmer, time)
    rows, columns = sprite.alpha.shape
    scale = swimmer.scale * unit
    height, width = canvas.frame.shape[:2]
    middle = (columns / 2, rows / 2)
    depth = 26 * unit
    shadow = pose(scale, heading, x * width + depth, y * height + depth, middle)
    canvas.shade(blur(sprite.alpha, 5), shadow, (8, 34, 40), 0.5)
    canvas.place(sprite, pose(scale, heading, x * width, y * height, middle), object_id)


def _paint_pad(canvas: Canvas, pad: Pad, time: float, unit: float) -> None:
    height, width = canvas.frame.shape[:2]
    size = pad.sprite.alpha.shape[0]
    drift = 0.006 * np.sin(2 * np.pi * time + pad.angle)
    x, y = (pad.x + drift) * width, (pad.y + 0.5 * drift) * height
    angle = pad.angle + 2 * drift
    under = pose(pad.scale * unit, angle, x + 9 * unit, y + 11 * unit, (size / 2, size / 2))
    canvas.shade(blur(pad.sprite.alpha, 5), under, (6, 26, 30), 0.55)
    canvas.place(pad.sprite, pose(pad.scale * unit, angle, x, y, (size / 2, size / 2)))


def _bottom(width: int, height: int) -> NDArray[np.uint8]:
    """The pond's ground: mud and moss, darker towards the edges, with pebbles."""
    mud = noise(height, width, 5, 41, 5)
    pebbles = noise(height, width, 60, 42, 2)
    colours = ramp((0, 0.45, 0.75, 1), ((16, 62, 70), (28, 92, 92), (52, 118, 104), (88, 140, 112)), mud)
    colours *= (0.90 + 0.22 * smooth(0.4, 0.75, pebbles) * smooth(0.3, 0.7, mud))[..., None]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.hypot(x / width - 0.46, (y / height - 0.45) * 0.8)
    colours *= (1.12 - 0.75 * away**1.6)[..., None]
    return np.clip(colours, 0, 255).astype(np.uint8)


def _ripples(width: int, height: int) -> tuple[Plane, Plane]:
    """Two nets of light, larger than the frame, that slide over each other."""
    nets = []
    for seed in (51, 52):
        net = noise(height * 3 // 2, width * 3 // 2, 16, seed, 2)
        lines = np.exp(-((np.abs(net - 0.5) / 0.05) ** 2))
        nets.append(blur(as_plane(lines), height / 360))
    return nets[0], nets[1]


def _lit(bottom: NDArray[np.uint8], ripples: tuple[Plane, Plane], moved: float) -> NDArray[np.uint8]:
    """The ground under moving light."""
    height, width = bottom.shape[:2]
    parts = []
    for net, (across, down) in zip(ripples, ((0.9, 0.5), (-0.7, 0.8)), strict=True):
        shift = np.array([[1, 0, -width / 4 - across * moved], [0, 1, -height / 4 - down * moved]])
        parts.append(cv2.warpAffine(net, shift, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT))
    light = (34 * np.maximum(parts[0] * parts[1] * 2, 0.35 * np.maximum(parts[0], parts[1]))).astype(np.uint8)
    return cv2.add(bottom, cv2.merge([light, light, light])).astype(np.uint8, copy=False)
