"""Clips of an unusual look: cells under a microscope, grey in grey, dark bodies that are alike with a bright kernel each. Two of
them are objects; that a click means the whole cell, and that cells are dark, is what examples tell.
"""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from masklet.domain.export import ExportRequest
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, ObjectMask
from masklet.domain.session import TrackedObject
from masklet.domain.video import SourceMeta, Video
from masklet.export import registry
from masklet.masks import rle
from masklet.masks.masklet_file import write_masklets
from masklet.video.writer import VideoWriter

WIDTH, HEIGHT, RATE = 192, 128, Fraction(24)
CELLS = 4  # of which OBJECTS are annotated
OBJECTS = (TrackedObject(0, "cell", "#3b9dff"), TrackedObject(1, "other cell", "#b4ff00"))


def cell_clip(
    folder: Path, title: str, frames: int, seed: int, objects: tuple[TrackedObject, ...] = OBJECTS
) -> ExportRequest:
    """The files of a clip, and what asks for its export but for the format and where to; masks of `objects` alone."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = np.random.default_rng(seed)
    places = chance.uniform((24, 24), (WIDTH - 24, HEIGHT - 24), (CELLS, 2))
    places[:2] = (WIDTH * 0.28, HEIGHT * 0.5), (WIDTH * 0.72, HEIGHT * 0.5)
    steps, sizes = chance.normal(0, 0.6, (CELLS, 2)), chance.uniform(16, 26, (CELLS, 2))
    grain = cv2.GaussianBlur(chance.normal(0, 1, (HEIGHT, WIDTH)).astype(np.float32), (0, 0), 2)
    rows = []
    with VideoWriter(folder / "video.mp4", WIDTH, HEIGHT, RATE) as writer:
        for index in range(frames):
            bodies = [_ellipse(places[k] + steps[k] * index, sizes[k], 20.0 * k + index) for k in range(CELLS)]
            kernels = [_ellipse(places[k] + steps[k] * index, sizes[k] * 0.4, 9.0 * k) for k in range(CELLS)]
            writer.write(_picture(bodies, kernels, grain))
            seen = {k: bodies[k] & ~np.any(bodies[k + 1 :], axis=0) for k in range(len(objects))}
            rows.append(FrameMasks(index, {k: ObjectMask(rle.encode(mask), 0.9) for k, mask in seen.items()}))
    write_masklets(folder / "masklets.jsonl", iter(rows))
    source = SourceMeta(f"{title}.mov", WIDTH, HEIGHT, 0, "h264", "mov", 0.0)
    return ExportRequest(
        format_name="",
        options=ExportOptions(),
        video=Video(f"uploads/{title}.mp4", title, WIDTH, HEIGHT, 0, 0, frames, RATE, False, source),
        media_file=str(folder / "video.mp4"),
        frame_times_file=str(folder / "frame_times.json"),
        engine="flow",
        session_id="s1",
        objects=OBJECTS,
        masklets_file=str(folder / "masklets.jsonl"),
        out_file="",
    )


def exported_cells(request: ExportRequest, format_name: str, out: Path, **options: object) -> Path:
    """The export's file, as the product writes it."""
    asked = replace(request, format_name=format_name, out_file=str(out), options=ExportOptions(options))
    registry.write(asked, lambda done, total: None, lambda: False)
    return out


def _ellipse(middle: np.ndarray, half: np.ndarray, turn: float) -> np.ndarray:
    blank = np.zeros((HEIGHT, WIDTH), np.uint8)
    at, size = (round(float(v)) for v in middle), (round(float(v)) for v in half)
    return cv2.ellipse(blank, tuple(at), tuple(size), turn, 0, 360, 1, -1).astype(bool)


def _picture(bodies: list[np.ndarray], kernels: list[np.ndarray], grain: np.ndarray) -> np.ndarray:
    grey = 175 + 12 * grain
    for body, kernel in zip(bodies, kernels, strict=True):
        grey = np.where(body, 60 + 8 * grain, grey)
        grey = np.where(kernel, 225, grey)
    soft = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 0.8).clip(0, 255)
    return np.stack([soft * 0.9, soft, soft * 0.85], axis=-1).astype(np.uint8)
