"""Balloons at dusk: two that look alike pass one in front of the other, a third is far and small; pines stand in front."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.samples.balloon import HEIGHT, WIDTH, Balloon, balloon
from masklet.samples.paint import Canvas, Plane, Sprite, as_plane, blur, grid, mix, noise, painted, pose, ramp, smooth
from masklet.samples.scene import FULL_HEIGHT, FULL_WIDTH, Frame, PaintFrame, TrueMasks

FRAME_COUNT = 132
OBJECTS = ("Red balloon", "Second red balloon", "Far balloon")
_HAZE = (246, 178, 146)


@dataclass(frozen=True, slots=True)
class Flight:
    """A balloon's way: from and to (shares of the frame), size, turns during the clip, and how it sways."""

    balloon: Balloon
    start: tuple[float, float]
    stop: tuple[float, float]
    scale: float
    turn: float
    phase: float
    haze: float


@dataclass(frozen=True, slots=True)
class Layer:
    """Scenery wider than the frame that slides by: the nearer, the faster."""

    sprite: Sprite
    speed: float


def painter(width: int, height: int) -> PaintFrame:
    """Everything that all frames share, and the function that paints one."""
    unit = min(width / FULL_WIDTH, height / FULL_HEIGHT)
    sky = _sky(width, height)
    far, near, hills, pines = _layers(width, height)
    flights = _flights()

    def paint(frame_index: int) -> tuple[Frame, TrueMasks]:
        time = frame_index / FRAME_COUNT
        canvas = Canvas(sky)
        _slide(canvas, far, time)
        _fly(canvas, flights[2], 2, time, unit)
        _slide(canvas, near, time)
        for object_id in (1, 0):
            _fly(canvas, flights[object_id], object_id, time, unit)
        _slide(canvas, hills, time)
        _slide(canvas, pines, time)
        return canvas.frame, canvas.masks()

    return paint


def _flights() -> dict[int, Flight]:
    red = ((204, 52, 48), (246, 232, 206), (234, 150, 56), (246, 232, 206))
    blue = ((60, 110, 180), (240, 236, 220))
    return {
        0: Flight(balloon(red, 16), (0.13, 0.40), (0.72, 0.34), 0.86, 1.2, 0.0, 0.0),
        1: Flight(balloon(red, 16), (0.80, 0.33), (0.28, 0.45), 0.66, -0.9, 1.7, 0.10),
        2: Flight(balloon(blue, 12), (0.43, 0.52), (0.63, 0.36), 0.12, 0.8, 3.0, 0.25),
    }


def _fly(canvas: Canvas, flight: Flight, object_id: int, time: float, unit: float) -> None:
    height, width = canvas.frame.shape[:2]
    sprite = flight.balloon.turned(flight.turn * time + flight.phase)
    if flight.haze:
        sprite = painted(mix(sprite.colours, _HAZE, np.full(sprite.alpha.shape, flight.haze)), sprite.alpha)
    x = flight.start[0] + (flight.stop[0] - flight.start[0]) * time
    y = flight.start[1] + (flight.stop[1] - flight.start[1]) * time + 0.012 * np.sin(5 * time + flight.phase)
    sway = 0.035 * np.sin(7 * time + flight.phase)
    canvas.place(
        sprite, pose(flight.scale * unit, sway, x * width, float(y) * height, (WIDTH / 2, HEIGHT * 0.45)), object_id
    )


def _slide(canvas: Canvas, layer: Layer, time: float) -> None:
    height, width = canvas.frame.shape[:2]
    lower = layer.sprite.alpha.shape[0]
    spare = layer.sprite.alpha.shape[1] - width
    shift = np.array([[1, 0, -spare * layer.speed * time], [0, 1, height - lower]], np.float64)
    canvas.place(layer.sprite, shift)


def _sky(width: int, height: int) -> NDArray[np.uint8]:
    y, x = grid(height, width)
    u, v = x / width, y / height
    colours = ramp(
        (0, 0.28, 0.5, 0.66, 0.8, 1),
        ((46, 62, 118), (104, 104, 160), (196, 142, 168), (250, 182, 150), (255, 214, 160), (255, 226, 180)),
        v,
    )
    away = np.hypot((u - 0.60) * width / height, v - 0.50)
    colours = mix(colours, (255, 236, 190), as_plane(0.75 * np.exp(-((away / 0.30) ** 2))))
    colours = mix(colours, (255, 250, 226), smooth(0.052, 0.046, as_plane(away)))
    wisps = noise(height, width, 9, 61, 6, stretch=3.2)
    veil = smooth(0.50, 0.82, wisps) * smooth(0.02, 0.2, v) * smooth(0.72, 0.45, v)
    colours = mix(colours, (255, 206, 186), as_plane(0.62 * veil))
    under = smooth(0.56, 0.9, noise(height, width, 7, 62, 6, stretch=3.0)) * smooth(0.6, 0.2, v)
    colours = mix(colours, (120, 104, 150), as_plane(0.35 * under))
    return np.clip(colours, 0, 255).astype(np.uint8)


def _layers(width: int, height: int) -> tuple[Layer, Layer, Layer, Layer]:
    return (
        Layer(_ridge(width, height, 71, 0.44, 0.16, ((206, 150, 164), (240, 184, 160)), 1.06), 0.6),
        Layer(_ridge(width, height, 72, 0.33, 0.15, ((128, 104, 146), (196, 148, 158)), 1.12), 0.8),
        Layer(_ridge(width, height, 73, 0.20, 0.10, ((58, 62, 96), (110, 98, 130)), 1.2), 1.0),
        Layer(_pines(width, height), 1.0),
    )


def _ridge(
    width: int, height: int, seed: int, rise: float, rough: float, tones: tuple[tuple[int, int, int], ...], wide: float
) -> Sprite:
    """A mountain ridge against the light: dark at its crest, hazy at its foot."""
    columns, rows = int(width * wide), int(height * (rise + rough))
    line = noise(2, columns, 4, seed, 7)[0]
    crest = (1 - line) * rough * height
    y, _ = grid(rows, columns)
    depth = np.clip((y - crest) / (rows * 0.85), 0, 1)
    colours = ramp((0, 1), tones, as_plane(depth))
    rock = noise(rows, columns, 26, seed + 9, 4)
    colours = colours * (0.95 + 0.10 * rock * (1 - depth))[..., None]
    return painted(colours, smooth(-0.8, 0.8, as_plane(y - crest)))


def _pines(width: int, height: int) -> Sprite:
    """A dark slope with pines, tall ones at both sides."""
    columns, rows = int(width * 1.32), int(height * 0.62)
    alpha = np.zeros((rows, columns), np.float32)
    y, x = grid(rows, columns)
    ground = rows - height * (0.05 + 0.05 * np.cos(x[0] / columns * 2 * np.pi))
    alpha = smooth(-1, 1, as_plane(y - ground))
    chance = np.random.default_rng(77)
    spots = [*chance.uniform(0, 0.17, 9), *chance.uniform(0.17, 0.60, 12), *chance.uniform(0.60, 0.68, 4)]
    spots += [*chance.uniform(0.70, 1.0, 14)]
    for spot in spots:
        middle = abs(spot - 0.40) < 0.22
        tall = height * (chance.uniform(0.05, 0.13) if middle else chance.uniform(0.16, 0.44))
        _add_pine(alpha, spot * columns, float(ground[min(int(spot * columns), columns - 1)]) + 4, tall, chance)
    light = ramp((0, 1), ((44, 42, 66), (18, 22, 40)), as_plane(y / rows))
    return painted(light, blur(alpha, 0.5 * height / 720))


def _add_pine(alpha: Plane, x: float, foot: float, tall: float, chance: np.random.Generator) -> None:
    """A pine as a stack of ragged branches."""
    points_left, points_right = [], []
    steps = 13
    for step in range(steps + 1):
        t = step / steps
        reach = tall * 0.21 * (t**0.85) * (1.0 if step % 2 else 0.52) * chance.uniform(0.86, 1.14)
        level = foot - tall * (1 - t * 0.94)
        points_left.append((x - reach, level + (step % 2) * tall * 0.02))
        points_right.append((x + reach * chance.uniform(0.9, 1.1), level + (step % 2) * tall * 0.02))
    outline = np.array(points_left + points_right[::-1]) * 16
    cv2.fillPoly(alpha, [outline.round().astype(np.int32)], 1.0, cv2.LINE_AA, 4)
    trunk = (
        np.array(
            [
                [x - tall * 0.014, foot - tall * 0.1],
                [x + tall * 0.014, foot - tall * 0.1],
                [x + tall * 0.018, foot],
                [x - tall * 0.018, foot],
            ]
        )
        * 16
    )
    cv2.fillPoly(alpha, [trunk.round().astype(np.int32)], 1.0, cv2.LINE_AA, 4)
