"""Writes the generated scenes as clips of the gallery: the same files in a folder as a prepared upload has."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from fractions import Fraction
from functools import partial
from pathlib import Path

from masklet.domain.preparation import OnProgress, SampleClip
from masklet.domain.video import SourceMeta, Video
from masklet.samples.scene import FULL_HEIGHT, FULL_WIDTH, Scene
from masklet.samples.scenes import SCENES
from masklet.video.faults import writing_faults
from masklet.video.frame_times import FILE_NAME, FrameTimes, write_frame_times
from masklet.video.reader import VideoReader
from masklet.video.stills import write_stills
from masklet.video.writer import VideoWriter

LOOKS = 1  # changed when the scenes look different, so that clips made before are made anew
OnFrame = Callable[[int], None]  # frames of this scene done
_FILES = ("video.mp4", "poster.jpg", "filmstrip.jpg", FILE_NAME)


def make_samples(
    out_dir: Path,
    on_progress: OnProgress,
    scenes: tuple[Scene, ...] = SCENES,
    width: int = FULL_WIDTH,
    height: int = FULL_HEIGHT,
) -> list[SampleClip]:
    """Generate each clip that is missing under `out_dir`/<name>/ and describe all of them, in the gallery's order.

    A folder appears whole or not at all. Progress counts the frames that are to be made. Raises StorageFull.
    """
    missing = [scene for scene in scenes if not _is_there(out_dir / scene.name)]
    total, done = sum(scene.frame_count for scene in missing), 0
    for scene in missing:
        _make(scene, out_dir, (width, height), partial(_report, on_progress, done, total))
        done += scene.frame_count
    return [SampleClip(scene.name, _read_meta(out_dir / scene.name)) for scene in scenes]


def _report(on_progress: OnProgress, before: int, total: int, frames: int) -> None:
    on_progress(before + frames, total)


def _make(scene: Scene, out_dir: Path, size: tuple[int, int], on_frame: OnFrame) -> None:
    folder, part = out_dir / scene.name, out_dir / f".{scene.name}.part"
    shutil.rmtree(part, ignore_errors=True)
    with writing_faults():
        part.mkdir(parents=True)
        try:
            _fill(scene, part, size, on_frame)
            shutil.rmtree(folder, ignore_errors=True)
            part.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _fill(scene: Scene, folder: Path, size: tuple[int, int], on_frame: OnFrame) -> None:
    width, height = size
    with VideoWriter(folder / "video.mp4", width, height, scene.frame_rate) as writer:
        for frame, _ in scene.frames(width, height):
            writer.write(frame)
            on_frame(writer.frame_count)
    reader = VideoReader(folder / "video.mp4", scene.frame_count, width, height)
    try:
        write_stills(reader, folder / "poster.jpg", folder / "filmstrip.jpg")
    finally:
        reader.close()
    write_frame_times(folder / FILE_NAME, _frame_times(scene, width, height))
    _write_meta(folder, _describe(scene, width, height))


def _frame_times(scene: Scene, width: int, height: int) -> FrameTimes:
    indices = tuple(range(scene.frame_count))
    times = tuple(round(float(index / scene.frame_rate), 9) for index in indices)
    return FrameTimes(scene.frame_rate, False, width, height, 0, 0.0, "none", indices, times)


def _describe(scene: Scene, width: int, height: int) -> Video:
    source = SourceMeta(f"{scene.name}.mp4", width, height, 0, "h264", "mp4", 0.0)
    return Video(
        path=f"gallery/{scene.name}.mp4",
        title=scene.title,
        width=width,
        height=height,
        pad_right=0,
        pad_bottom=0,
        frame_count=scene.frame_count,
        frame_rate=scene.frame_rate,
        has_audio=False,
        source=source,
    )


def _is_there(folder: Path) -> bool:
    meta = folder / "meta.json"
    if not meta.is_file() or not all((folder / name).is_file() for name in _FILES):
        return False
    return bool(json.loads(meta.read_text(encoding="utf-8")).get("looks") == LOOKS)


def _write_meta(folder: Path, video: Video) -> None:
    rate = f"{video.frame_rate.numerator}/{video.frame_rate.denominator}"
    fields = {"looks": LOOKS, "video": {**asdict(video), "frame_rate": rate}}
    (folder / "meta.json").write_text(json.dumps(fields, indent=1), encoding="utf-8")


def _read_meta(folder: Path) -> Video:
    fields = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["video"]
    fields["frame_rate"] = Fraction(fields["frame_rate"])
    fields["source"] = SourceMeta(**fields["source"])
    return Video(**fields)
