"""The clip that `masklet bench` uses, and where its objects are clicked: a generated one, or a person's video."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import click
import numpy as np

from masklet.masks.morphology import depth
from masklet.samples.scene import FULL_HEIGHT, FULL_WIDTH, TrueMasks
from masklet.samples.scenes import SCENES
from masklet.video.writer import VideoWriter

Place = tuple[float, float]  # shares of width and height
_LEAST_RATE = 10  # frames a second of a video, to know how much of it is needed


@dataclass(frozen=True, slots=True)
class BenchClip:
    """`seconds` of the file are used (None: all); `places[k]` is where object k is clicked on frame 0."""

    file: Path
    seconds: float | None
    places: Sequence[Place]


def clip_of(video: Path | None, folder: Path, frames: int, objects: int) -> BenchClip:
    """The person's video as it is, or one that is painted into the folder: at least one frame more than are tracked, if it has."""
    if video is not None:
        return BenchClip(video.resolve(), max(2.0, (frames + 1) / _LEAST_RATE), spread(objects))
    scene = SCENES[0]
    file, first = folder / f"{scene.name}.mp4", None
    count = min(frames + 1, scene.frame_count)
    with (
        VideoWriter(file, FULL_WIDTH, FULL_HEIGHT, scene.frame_rate) as writer,
        click.progressbar(
            islice(scene.frames(), count), count, "Painting a clip", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as painted,
    ):
        for frame, truth in painted:
            first = truth if first is None else first
            writer.write(frame)
    shown = [] if first is None else _middles(first)
    return BenchClip(file, None, [*shown, *spread(objects)][:objects])


def spread(objects: int) -> list[Place]:
    """As evenly as it goes, the first in the middle."""
    columns = int(np.ceil(np.sqrt(objects)))
    rows = -(-objects // columns)
    places = [((x + 0.5) / columns, (y + 0.5) / rows) for y in range(rows) for x in range(columns)]
    return sorted(places, key=lambda place: (place[0] - 0.5) ** 2 + (place[1] - 0.5) ** 2)[:objects]


def _middles(truth: TrueMasks) -> list[Place]:
    """Of each object that is seen, its deepest point."""
    found = []
    for mask in truth.values():
        if mask.any():
            y, x = np.unravel_index(int(depth(mask).argmax()), mask.shape)
            found.append(((float(x) + 0.5) / mask.shape[1], (float(y) + 0.5) / mask.shape[0]))
    return found
