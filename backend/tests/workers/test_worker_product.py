"""The product's own hosts in their children: a generated clip is prepared, clicked, tracked, shown and exported."""

import json
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from worker_cases import forward

from masklet.domain.errors import Cancelled, FrameOutOfRange, SessionNotLoaded, VideoUnreadable
from masklet.domain.export import ExportRequest
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks
from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import TrackedObject
from masklet.domain.video import Video
from masklet.masks.masklet_file import write_masklets
from masklet.masks.rle import decode
from masklet.workers.interface import PrepareRequest, SessionSpec
from masklet.workers.processes import SubprocessEngineWorker, SubprocessMediaWorker

FRAMES, WIDTH, HEIGHT, RADIUS = 12, 192, 128, 22


def centre(frame_index: int) -> tuple[int, int]:
    return 60 + 4 * frame_index, 64


def picture(frame_index: int) -> np.ndarray:
    """A red disc that moves right over a green meadow."""
    noise = np.random.default_rng(3).integers(0, 30, (HEIGHT, WIDTH, 1), np.uint8)
    image = np.full((HEIGHT, WIDTH, 3), (40, 120, 50), np.uint8) + noise
    return cv2.circle(image, centre(frame_index), RADIUS, (210, 40, 40), -1)


def disc(frame_index: int) -> np.ndarray:
    return cv2.circle(np.zeros((HEIGHT, WIDTH), np.uint8), centre(frame_index), RADIUS, 1, -1).astype(bool)


def overlap(mask: np.ndarray, truth: np.ndarray) -> float:
    return float((mask & truth).sum() / (mask | truth).sum())


def ignore(done: int, total: int) -> None:
    """No interest in progress."""


def request_for(source: Path, out_dir: Path) -> PrepareRequest:
    out_dir.mkdir()
    return PrepareRequest(
        str(source), "disc.mp4", "uploads/d.mp4", str(out_dir), None, None, 60.0, 1280, 720, 10**7, Fraction(24)
    )


@pytest.fixture(scope="module")
def media() -> Iterator[SubprocessMediaWorker]:
    worker = SubprocessMediaWorker()
    yield worker
    worker.close()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("source") / "disc.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for frame_index in range(FRAMES):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture(frame_index), format="rgb24")))
        container.mux(stream.encode())
    return path


@pytest.fixture(scope="module")
def clip(media: SubprocessMediaWorker, source: Path) -> tuple[Video, Path]:
    """The prepared clip and its folder; its preparation told its progress."""
    folder = source.parent / "prepared"
    seen: list[int] = []
    video = media.prepare(request_for(source, folder), lambda done, _: seen.append(done), lambda: False)
    assert (video.frame_count, video.width, video.height) == (FRAMES, WIDTH, HEIGHT)
    assert seen == sorted(seen)
    assert seen
    return video, folder


def test_frames_are_shown_by_index(media: SubprocessMediaWorker, clip: tuple[Video, Path]) -> None:
    video, folder = clip
    for frame_index in (0, FRAMES - 1, 5):
        jpeg = media.frame_jpeg(str(folder / "video.mp4"), video, frame_index)
        image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
        assert overlap((image[..., 0] > 128) & (image[..., 1] < 100), disc(frame_index)) > 0.9
    with pytest.raises(FrameOutOfRange):
        media.frame_jpeg(str(folder / "video.mp4"), video, FRAMES)


def test_a_file_that_is_no_video_is_refused_and_a_preparation_can_be_cancelled(
    media: SubprocessMediaWorker, source: Path, tmp_path: Path
) -> None:
    nonsense = tmp_path / "nonsense.mp4"
    nonsense.write_bytes(b"no video at all" * 100)
    with pytest.raises(VideoUnreadable):
        media.prepare(request_for(nonsense, tmp_path / "a"), ignore, lambda: False)
    began: list[int] = []
    with pytest.raises(Cancelled):
        media.prepare(request_for(source, tmp_path / "b"), lambda *_: began.append(1), lambda: bool(began))


def test_a_click_is_tracked_and_exported(
    media: SubprocessMediaWorker, clip: tuple[Video, Path], tmp_path: Path
) -> None:
    video, folder = clip
    worker = SubprocessEngineWorker()
    try:
        frames = track(worker, SessionSpec("s", worker.engines()[0].name, str(folder / "video.mp4"), video, ()))
    finally:
        worker.close()
    assert [frame.frame_index for frame in frames] == list(range(FRAMES))
    assert min(overlap(decode(frame.masks[0].rle), disc(frame.frame_index)) for frame in frames) > 0.7
    masklets = tmp_path / "masklets"
    write_masklets(masklets, frames)
    coco = export_coco(media, video, folder, masklets, tmp_path / "out")
    assert len(coco["annotations"]) == FRAMES


def track(worker: SubprocessEngineWorker, spec: SessionSpec) -> list[FrameMasks]:
    worker.open(spec)
    x, y = centre(0)
    first = worker.prompt("s", 0, 0, Prompt(points=(Point(float(x), float(y), 1),)), None)
    assert overlap(decode(first.rle), disc(0)) > 0.8
    worker.start_pass("s", forward(0, stop=FRAMES - 1))
    frames = []
    while (frame := worker.step("s")) is not None:
        frames.append(frame)
    worker.forget("s")
    with pytest.raises(SessionNotLoaded):
        worker.step("s")
    return frames


def export_coco(media: SubprocessMediaWorker, video: Video, folder: Path, masklets: Path, out_file: Path) -> dict:
    chosen = next(known for known in media.export_formats() if "coco" in known.name.lower())
    media.export(
        ExportRequest(
            format_name=chosen.name,
            options=ExportOptions({option.name: option.default for option in chosen.options}),
            video=video,
            media_file=str(folder / "video.mp4"),
            frame_times_file=str(folder / "frame_times.json"),
            engine="any",
            session_id="s",
            objects=(TrackedObject(0, "disc", "#ff0000"),),
            masklets_file=str(masklets),
            out_file=str(out_file),
        ),
        ignore,
        lambda: False,
    )
    if zipfile.is_zipfile(out_file):
        with zipfile.ZipFile(out_file) as archive:
            return json.loads(archive.read(next(name for name in archive.namelist() if name.endswith(".json"))))
    return json.loads(out_file.read_text())
