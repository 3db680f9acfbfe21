"""Marbles on a table: two that look alike roll behind a mug and past each other, with a small red bead between them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from masklet.samples.marble import SIZE, Ball, Marble, make_ball, roll
from masklet.samples.mug import CENTRE_X, FOOT_Y, mug_sprite
from masklet.samples.paint import Canvas, Colours, Plane, as_plane, blur, grid, mix, noise, pose, ramp, smooth
from masklet.samples.scene import FULL_HEIGHT, FULL_WIDTH, Frame, PaintFrame, TrueMasks

FRAME_COUNT = 144
OBJECTS = ("Blue marble", "Second blue marble", "Red bead")
_MUG = (0.53, 0.52)  # where its foot stands, in shares of the frame
_MUG_SCALE = 1.18


@dataclass(frozen=True, slots=True)
class Path:
    """A marble's way over the table (shares of the frame) and its size; it slows down as it rolls."""

    marble: Marble
    start: tuple[float, float]
    stop: tuple[float, float]
    scale: float
    delay: float


def painter(width: int, height: int) -> PaintFrame:
    """Everything that all frames share, and the function that paints one."""
    unit = min(width / FULL_WIDTH, height / FULL_HEIGHT)
    table = _table(width, height)
    ball, mug = make_ball(), mug_sprite()
    mug_shadow = blur(np.pad(mug.alpha, 40), 16)
    paths = _paths()
    mug_pose = pose(_MUG_SCALE * unit, 0, _MUG[0] * width, _MUG[1] * height, (CENTRE_X, FOOT_Y))
    cast = _cast(mug_pose, unit)

    def paint(frame_index: int) -> tuple[Frame, TrueMasks]:
        time = frame_index / FRAME_COUNT
        canvas = Canvas(table)
        places = {object_id: _place(path, time) for object_id, path in paths.items()}
        canvas.shade(mug_shadow, cast, (34, 18, 8), 0.55)
        for object_id in paths:
            _shadow(canvas, ball, places[object_id], paths[object_id].scale * unit)
        behind = [object_id for object_id in paths if places[object_id][1] < _MUG[1]]
        for object_id in sorted(behind, key=lambda each: places[each][1]):
            _put(canvas, paths[object_id], object_id, places[object_id], ball, unit)
        canvas.place(mug, mug_pose)
        before = [object_id for object_id in paths if object_id not in behind]
        for object_id in sorted(before, key=lambda each: places[each][1]):
            _put(canvas, paths[object_id], object_id, places[object_id], ball, unit)
        return canvas.frame, canvas.masks()

    return paint


def _paths() -> dict[int, Path]:
    blue, white, deep = (44, 104, 196), (236, 240, 248), (16, 36, 110)
    return {
        0: Path(Marble(blue, white, deep, 1.6, 0.4), (0.06, 0.38), (0.90, 0.46), 0.62, 0.0),
        1: Path(Marble(blue, white, deep, -1.4, 2.9), (0.94, 0.66), (0.16, 0.80), 0.70, 0.04),
        2: Path(Marble((206, 36, 40), (226, 70, 60), (150, 16, 26), 0.5, 1.0), (0.20, 0.62), (0.74, 0.88), 0.20, 0.0),
    }


def _place(path: Path, time: float) -> tuple[float, float]:
    t = min(max(time - path.delay, 0) / (1 - path.delay), 1)
    t = t * (1.35 - 0.35 * t)
    return (
        path.start[0] + (path.stop[0] - path.start[0]) * t,
        path.start[1] + (path.stop[1] - path.start[1]) * t,
    )


def _put(canvas: Canvas, path: Path, object_id: int, place: tuple[float, float], ball: Ball, unit: float) -> None:
    """The marble stands on `place`: its middle is a radius above."""
    height, width = canvas.frame.shape[:2]
    scale = path.scale * unit
    radius = 74 * scale
    away_x, away_y = (place[0] - path.start[0]) * width, (place[1] - path.start[1]) * height
    turn = roll(float(np.arctan2(away_y, away_x)), float(np.hypot(away_x, away_y)) / radius)
    matrix = pose(scale, 0, place[0] * width, place[1] * height - 0.8 * radius, (SIZE / 2, SIZE / 2))
    canvas.place(path.marble.turned(turn, ball), matrix, object_id)


def _shadow(canvas: Canvas, ball: Ball, place: tuple[float, float], scale: float) -> None:
    """A long soft one away from the window, and a dark spot where the ball touches."""
    height, width = canvas.frame.shape[:2]
    x, y = place[0] * width, place[1] * height
    soft = blur(np.pad(ball.alpha, 30), 9)
    centre = SIZE / 2 + 30
    for reach, squeeze, strength in ((62, 0.40, 0.42), (14, 0.22, 0.5)):
        grown = np.array([[1.12, 0.0, 0], [0.0, squeeze, 0]]) * scale
        grown[:, 2] = (x + reach * scale - 1.12 * scale * centre, y + 0.3 * reach * scale - squeeze * scale * centre)
        canvas.shade(soft, grown, (30, 14, 6), strength)


def _cast(mug_pose: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """The mug's shadow: the mug laid down to the right."""
    foot = mug_pose @ np.array([CENTRE_X, FOOT_Y + 14, 1.0])
    lean = np.array([[0.92, -0.72, 0], [0.0, 0.36, 0]]) * _MUG_SCALE * unit
    lean[:, 2] = foot - lean[:, :2] @ np.array([CENTRE_X + 40, FOOT_Y + 40])
    return lean


def _table(width: int, height: int) -> NDArray[np.uint8]:
    """Warm planks, lit from the upper left."""
    y, x = grid(height, width)
    colours: Colours = np.zeros((height, width, 3), np.float32)
    planks = 5
    edges = np.linspace(0, height, planks + 1)
    for plank in range(planks):
        rows = slice(int(edges[plank]), int(edges[plank + 1]))
        colours[rows] = _plank(width, rows.stop - rows.start, 80 + plank)
    seam = np.min([np.abs(y - edge) for edge in edges[1:-1]], axis=0)
    colours = mix(colours, (58, 30, 16), as_plane(0.75 * smooth(height / 240, height / 720, as_plane(seam))))
    away = np.hypot(x / width - 0.25, (y / height - 0.15) * 0.8)
    colours = as_plane(colours * (1.16 - 0.62 * away**1.3)[..., None])
    pool = np.exp(-(((x / width - 0.22) / 0.35) ** 2 + ((y / height - 0.2) / 0.4) ** 2))
    lit: NDArray[np.uint8] = np.clip(colours + (26 * pool)[..., None] * as_plane([1, 0.9, 0.7]), 0, 255).astype(
        np.uint8
    )
    return lit


def _plank(width: int, height: int, seed: int) -> Colours:
    wavy: Plane = noise(height, width, 4, seed, 3, stretch=2.0)
    rings = 0.5 + 0.5 * np.sin(2 * np.pi * (wavy * 7 + np.linspace(0, 2.2, height, dtype=np.float32)[:, None]))
    fibre = noise(height, width, 320, seed + 20, 2, stretch=24)
    tone = as_plane(0.52 * wavy + 0.20 * rings**2 + 0.28 * fibre)
    dark = np.random.default_rng(seed).uniform(0.9, 1.06)
    return as_plane(
        ramp((0, 0.4, 0.7, 1), ((112, 62, 32), (164, 100, 56), (190, 126, 76), (214, 156, 104)), tone)
        * np.float32(dark)
    )
