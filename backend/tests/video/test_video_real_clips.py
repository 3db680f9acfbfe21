"""Real footage, where it is at hand, and always a generated clip: prepared frames are the source's, one to one."""

from pathlib import Path

import av
import numpy as np
import pytest
from video_cases import frames_of, prepared

from masklet.samples.scenes import scene
from masklet.video.writer import VideoWriter

SHARED = Path(__file__).resolve().parents[4] / "shared/videos"


def generated(folder):
    made = scene("marbles")
    with VideoWriter(folder / "in.mp4", 640, 360, made.frame_rate) as writer:
        for frame, _ in made.frames(640, 360, 24, start=30):
            writer.write(frame)
    return folder / "in.mp4", 24


def real(name):
    path = SHARED / f"{name}.mp4"
    if not path.is_file():
        pytest.skip(f"no real clips here: {path} is missing (the generated clip is tested instead)")
    return path, 30


@pytest.mark.parametrize("name", ["generated", "01_dog", "19_cyclist"])
def test_prepared_frames_are_the_source_s(tmp_path, name):
    source, count = generated(tmp_path) if name == "generated" else real(name)
    with av.open(str(source)) as media:
        rate = media.streams.video[0].average_rate
        original = [
            frame.to_ndarray(format="rgb24") for _, frame in zip(range(count), media.decode(video=0), strict=False)
        ]
    video = prepared(source, tmp_path / "out", duration_s=float(count / rate))
    assert (video.frame_count, video.frame_rate) == (count, rate)
    for mine, theirs in zip(frames_of(tmp_path / "out/video.mp4"), original, strict=True):
        error = np.square(mine.astype(float) - theirs).mean()
        assert 10 * np.log10(255**2 / max(error, 1e-9)) > 32
