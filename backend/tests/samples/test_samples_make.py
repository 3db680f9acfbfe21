"""Samples on disk: made once, whole or not at all, and equal to their scenes."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from masklet.domain.errors import StorageFull
from masklet.samples import make
from masklet.samples.make import make_samples
from masklet.samples.scenes import SCENES
from masklet.video.frame_times import read_frame_times

SHORT = tuple(replace(scene, frame_count=8) for scene in SCENES)


def made(out_dir, seen=None):
    return make_samples(
        out_dir, lambda done, total: None if seen is None else seen.append((done, total)), SHORT, 320, 180
    )


def test_each_clip_has_its_files_and_is_described(tmp_path):
    seen = []
    clips = made(tmp_path, seen)
    assert [clip.name for clip in clips] == [scene.name for scene in SCENES]
    assert seen == [(done, 24) for done in range(1, 25)]
    for scene, clip in zip(SHORT, clips, strict=True):
        folder = tmp_path / scene.name
        assert sorted(file.name for file in folder.iterdir()) == [
            "filmstrip.jpg",
            "frame_times.json",
            "meta.json",
            "poster.jpg",
            "video.mp4",
        ]
        video = clip.video
        assert (video.path, video.title) == (f"gallery/{scene.name}.mp4", scene.title)
        assert (video.width, video.height, video.frame_count, video.frame_rate) == (320, 180, 8, scene.frame_rate)
        assert read_frame_times(folder / "frame_times.json").source_frame_indices == tuple(range(8))
        with av.open(str(folder / "video.mp4")) as media:
            decoded = [frame.to_ndarray(format="rgb24") for frame in media.decode(video=0)]
        for (frame, _), read in zip(scene.frames(320, 180), decoded, strict=True):
            assert np.abs(frame.astype(int) - read).mean() < 6


def test_what_is_there_is_not_made_again(tmp_path):
    first = made(tmp_path)
    stamp = (tmp_path / "marbles/video.mp4").stat().st_mtime_ns
    seen = []
    assert made(tmp_path, seen) == first
    assert seen == []
    (tmp_path / "koi-pond/poster.jpg").unlink()
    assert made(tmp_path, seen) == first
    assert seen[-1] == (8, 8)
    assert (tmp_path / "koi-pond/poster.jpg").is_file()
    assert (tmp_path / "marbles/video.mp4").stat().st_mtime_ns == stamp


def test_new_looks_replace_old_clips(tmp_path, monkeypatch):
    made(tmp_path)
    monkeypatch.setattr(make, "LOOKS", make.LOOKS + 1)
    seen = []
    made(tmp_path, seen)
    assert seen[-1] == (24, 24)


def test_a_half_made_clip_does_not_count(tmp_path, monkeypatch):
    def full(path: Path, times: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(make, "write_frame_times", full)
        with pytest.raises(StorageFull):
            made(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert len(made(tmp_path)) == 3
