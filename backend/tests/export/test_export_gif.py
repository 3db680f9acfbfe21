"""GIF: each picture at its own time within half a hundredth, at any rate, with the masks over it."""

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from hard_clip import FRAMES, HEIGHT, RATE, RING, WIDTH, exported, hard_clip
from PIL import Image, ImageSequence

from masklet.domain.export_options import ExportOptions
from masklet.export.formats.gif import SHORTEST, _delays


@pytest.fixture(scope="module")
def hard(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def pictures(path):
    """(picture, milliseconds) of each."""
    with Image.open(path) as image:
        assert image.format == "GIF"
        assert image.info["loop"] == 0
        return [
            (np.asarray(one.convert("RGB")).astype(int), one.info["duration"]) for one in ImageSequence.Iterator(image)
        ]


def blue(picture):
    return round(float(picture[49:59, 16:44, 2].mean()) / 20)


def test_each_picture_is_shown_at_its_time(hard, tmp_path):
    found = pictures(exported(hard, "gif", tmp_path))
    assert [blue(picture) for picture, _ in found] == list(range(FRAMES))
    starts = np.cumsum([0, *(duration for _, duration in found)]) / 1000
    assert all(abs(start - place / RATE) <= 0.005 + 1e-9 for place, start in enumerate(starts))


def test_ffmpeg_reads_the_same_times(hard, tmp_path):
    with av.open(str(exported(hard, "gif", tmp_path)), format="gif") as media:
        frames = [(float(frame.time), frame.to_ndarray(format="rgb24").astype(int)) for frame in media.decode(video=0)]
    assert [blue(picture) for _, picture in frames] == list(range(FRAMES))
    assert all(abs(time - place / RATE) <= 0.005 + 1e-9 for place, (time, _) in enumerate(frames))


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(50), Fraction(60), Fraction(120), Fraction(1, 3)])
def test_no_rate_drifts_and_no_picture_is_too_short(rate):
    delays = list(_delays(1000, rate))
    shown = [place for place, delay in enumerate(delays) if delay]
    starts = np.cumsum([0, *(delays[place] for place in shown)])
    assert shown[0] == 0
    assert min(delays[place] for place in shown) >= SHORTEST
    assert all(abs(start - 100 * place / rate) <= 0.5 + 1e-9 for place, start in zip(shown, starts, strict=False))
    assert abs(starts[-1] - 100 * 1000 / rate) <= SHORTEST
    assert len(shown) == 1000 if rate <= 50 else 300 < len(shown) < 1000


def test_masks_are_over_the_pictures_or_not(hard, tmp_path):
    with_masks = pictures(exported(hard, "gif", tmp_path / "a"))
    without = pictures(exported(hard, "gif", tmp_path / "b", ExportOptions({"masks": False})))
    for frame in (0, FRAMES - 1):
        changed = np.abs(with_masks[frame][0] - without[frame][0]).max(-1) > 12
        assert changed[hard.masks[frame][RING]].mean() > 0.8
        assert changed[49:59, 16:44].mean() < 0.05


def test_width_keeps_the_proportions_and_never_enlarges(hard, tmp_path):
    small = pictures(exported(hard, "gif", tmp_path / "a", ExportOptions({"width": 48})))
    assert small[0][0].shape == (HEIGHT // 2, 48, 3)
    assert pictures(exported(hard, "gif", tmp_path / "b"))[0][0].shape == (HEIGHT, WIDTH, 3)


def test_a_stride_shows_fewer_pictures_for_as_long(hard, tmp_path):
    found = pictures(exported(hard, "gif", tmp_path, ExportOptions({}, 1, 7, (RING,), 3)))
    assert [blue(picture) for picture, _ in found] == [1, 4, 7]
    assert sum(duration for _, duration in found) == pytest.approx(float(1000 * 9 / RATE), abs=5)


def test_a_fast_clip_leaves_pictures_out(hard, tmp_path):
    fast = replace(hard, request=replace(hard.request, video=replace(hard.request.video, frame_rate=Fraction(100))))
    found = pictures(exported(fast, "gif", tmp_path))
    assert [blue(picture) for picture, _ in found] == [0, 2, 4, 6]
    assert {duration for _, duration in found} == {20}
