"""Frames per second of each export at 720p, five objects, on a generated clip: python bench/bench_export_formats.py [frames]"""

import sys
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from masklet.domain.export import ExportRequest, ParameterValue
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, ObjectMask
from masklet.domain.session import TrackedObject
from masklet.domain.video import SourceMeta, Video
from masklet.export import registry
from masklet.export.effects.registry import EFFECTS
from masklet.export.effects.stack import default_stack
from masklet.masks import rle
from masklet.masks.masklet_file import write_masklets
from masklet.masks.palette import colour
from masklet.video.writer import VideoWriter

WIDTH, HEIGHT, RATE = 1280, 720, Fraction(30)
OBJECTS = tuple(TrackedObject(index, f"Object {index}", colour(index)) for index in range(5))


def disc(index: int, object_id: int) -> np.ndarray:
    """Where an object is on a frame."""
    centre = (150 + 220 * object_id + index % 40, 200 + 70 * object_id)
    return cv2.circle(np.zeros((HEIGHT, WIDTH), np.uint8), centre, 100, 1, -1)


def masks(frames: int) -> Iterator[FrameMasks]:
    for index in range(frames):
        yield FrameMasks(
            index, {each.object_id: ObjectMask(rle.encode(disc(index, each.object_id)), 1.0) for each in OBJECTS}
        )


def write_clip(path: Path, frames: int) -> None:
    """A wide textured picture that pans: as hard to code as a handheld shot."""
    noise = np.random.default_rng(3).integers(0, 256, (HEIGHT // 8, (WIDTH + 640) // 8, 3), np.uint8)
    wide = cv2.resize(noise, (WIDTH + 640, HEIGHT), interpolation=cv2.INTER_CUBIC)
    with VideoWriter(path, WIDTH, HEIGHT, RATE) as writer:
        for index in range(frames):
            writer.write(wide[:, 2 * index % 640 : 2 * index % 640 + WIDTH])


def measure(request: ExportRequest, format_name: str, options: dict[str, ParameterValue]) -> None:
    changed = {"format_name": format_name, "options": ExportOptions(options)}
    fields = {name: getattr(request, name) for name in request.__slots__} | changed
    start = time.perf_counter()
    registry.write(ExportRequest(**fields), lambda done, total: None, lambda: False)
    rate = request.video.frame_count / (time.perf_counter() - start)
    size = Path(request.out_file).stat().st_size / 1e6
    print(f"{' '.join([format_name, *map(str, options.values())]):<24}{rate:8.1f} frames/s  {size:8.2f} MB")


def main() -> None:
    frames = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        media, masklets = folder / "video.mp4", folder / "masklets"
        write_clip(media, frames)
        write_masklets(masklets, masks(frames))
        source = SourceMeta("x.mp4", WIDTH, HEIGHT, 0, "h264", "mp4", 0.0)
        video = Video("uploads/x.mp4", "x", WIDTH, HEIGHT, 0, 0, frames, RATE, False, source)
        out = str(folder / "out")
        request = ExportRequest("", ExportOptions(), video, str(media), "", "flow", "s", OBJECTS, str(masklets), out)
        measure(request, "coco", {})
        measure(request, "png", {})
        for effect in EFFECTS:
            measure(request, "mp4", {"effects": default_stack(effect.name)})


if __name__ == "__main__":
    main()
