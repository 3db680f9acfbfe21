"""A short clip with sound, two objects that overlap, and what asks for its export."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from masklet.domain.export import ExportRequest
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, ObjectMask
from masklet.domain.session import TrackedObject
from masklet.domain.video import SourceMeta, Video
from masklet.masks import rle
from masklet.masks.masklet_file import write_masklets
from masklet.video.writer import VideoWriter

WIDTH, HEIGHT, FRAMES, RATE = 192, 112, 24, Fraction(30000, 1001)
OBJECTS = (
    TrackedObject(3, "Koi “A”", "#3b9dff"),
    TrackedObject(0, "leaf", "#b4ff00"),
    TrackedObject(7, "leaf", "#f00f0f"),
)


@dataclass
class Clip:
    """The request without format and file, and the masks it asks for: `masks[frame_index][object_id]`."""

    request: ExportRequest
    masks: dict[int, dict[int, np.ndarray]] = field(default_factory=dict)

    def asking(self, format_name, out_file, **options):
        return replace(self.request, format_name=format_name, out_file=str(out_file), options=ExportOptions(options))


def picture(index):
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    stripes = np.where((x + index) // 6 % 2, 40, 0)
    frame = np.stack([x + stripes, y * 2 + stripes, 200 - x + stripes], -1).clip(0, 255).astype(np.uint8)
    return cv2.circle(frame, (30 + 5 * index, 50), 20, (220, 60, 40), -1)


def masks_of(index):
    """Object 7 is hidden on some frames; frame 5 has no masks at all; object 3 has a hole."""
    if index == 5:
        return {}
    disc = cv2.circle(np.zeros((HEIGHT, WIDTH), np.uint8), (30 + 5 * index, 50), 20, 1, -1)
    disc[48:53, 28 + 5 * index : 33 + 5 * index] = 0
    square = np.zeros((HEIGHT, WIDTH), np.uint8)
    square[40:90, 90:140] = 1
    edge = np.zeros((HEIGHT, WIDTH), np.uint8)
    edge[100:, : 0 if index % 3 == 1 else 40] = 1
    return {3: disc.astype(bool), 0: square.astype(bool), 7: edge.astype(bool)}


def write_tone(path):
    """A second of a rising tone: AAC in MP4."""
    times = np.arange(48000, dtype=np.float32) / 48000
    samples = 0.4 * np.sin(2 * np.pi * (300 + 300 * times) * times)
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=48000, layout="mono")
        for start in range(0, 48000, 1024):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + 1024].astype(np.float32), "fltp", "mono")
            frame.sample_rate, frame.pts = 48000, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def request_of(folder: Path, frames: int, media: Path, has_audio: bool) -> ExportRequest:
    source = SourceMeta("koi.mov", WIDTH, HEIGHT, 0, "h264", "mov", 0.0)
    video = Video("uploads/1.mp4", "Koi", WIDTH, HEIGHT, 0, 0, frames, RATE, has_audio, source)
    return ExportRequest(
        format_name="",
        options=ExportOptions(),
        video=video,
        media_file=str(media),
        frame_times_file=str(folder / "frame_times.json"),
        engine="flow",
        session_id="s1",
        objects=OBJECTS,
        masklets_file=str(folder / "masklets.jsonl"),
        out_file="",
    )


@pytest.fixture(scope="session")
def clip(tmp_path_factory) -> Clip:
    folder = tmp_path_factory.mktemp("export")
    write_tone(folder / "tone.m4a")
    media = folder / "video.mp4"
    with VideoWriter(media, WIDTH, HEIGHT, RATE, audio_from=folder / "tone.m4a") as writer:
        for index in range(FRAMES):
            writer.write(picture(index))
        assert writer.has_audio
    made = Clip(request_of(folder, FRAMES, media, True), {index: masks_of(index) for index in range(FRAMES)})
    frames = (
        FrameMasks(index, {key: ObjectMask(rle.encode(mask), 0.75) for key, mask in masks.items()})
        for index, masks in made.masks.items()
        if masks
    )
    write_masklets(Path(made.request.masklets_file), frames)
    return made


@pytest.fixture
def export(clip, tmp_path):
    """export("coco") -> the written file; progress is checked on the way."""
    from masklet.export import registry

    def run(format_name, **options):
        out = tmp_path / f"out.{format_name}.part"
        seen = []
        registry.write(
            clip.asking(format_name, out, **options), lambda done, total: seen.append((done, total)), lambda: False
        )
        assert seen == [(done, FRAMES) for done in range(1, FRAMES + 1)]
        return out

    return run
