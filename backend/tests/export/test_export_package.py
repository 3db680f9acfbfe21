"""What goes with every export, and what every format may be told: a stride, and the original's pixels."""

import json
from dataclasses import replace
from fractions import Fraction
from zipfile import ZipFile

import cv2
import numpy as np
import pytest
from hard_clip import FRAMES, HEIGHT, RATE, RING, WIDTH, exported, hard_clip

from masklet.domain.errors import InvalidInput, UnknownExport
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.video import SourceMeta
from masklet.export import registry
from masklet.export.source import ExportSource
from masklet.masks import rle
from masklet.video.frame_times import FrameTimes, write_frame_times


@pytest.fixture(scope="module")
def hard(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def test_the_manifest_says_what_the_files_do_not(hard, tmp_path):
    about = manifest(exported(hard, "png", tmp_path, ExportOptions(first_frame=1, stride=3)))
    assert about["session"] == {"id": "s1", "name": "Hard session"}
    assert about["engine"] == "flow"
    assert about["video"]["frame_rate"] == [24000, 1001]
    assert about["written"] == {
        "first_frame": 1,
        "last_frame": 7,
        "stride": 3,
        "width": WIDTH,
        "height": HEIGHT,
        "resolution": "normalised",
        "frame_rate": [8000, 1001],
    }
    assert [one["frame_index"] for one in about["frames"]] == [1, 4, 7]
    assert [(one["id"], one["class"], one["z_order"]) for one in about["objects"]][:2] == [
        (1, "ring", 0),
        (2, "thing", 1),
    ]
    assert about["prompts"] == [{"object": 1, "frame_index": 0, "points": [[20.0, 30.0, 1]]}]


def test_frames_are_led_back_to_the_original(hard, tmp_path):
    times = tmp_path / "frame_times.json"
    mapping = (tuple(2 * k for k in range(FRAMES)), tuple(k / 12 for k in range(FRAMES)))
    write_frame_times(times, FrameTimes(RATE, False, WIDTH, HEIGHT, 0, 0.0, "none", *mapping))
    told = replace(hard, request=replace(hard.request, frame_times_file=str(times)))
    frames = manifest(exported(told, "png", tmp_path / "out"))["frames"]
    assert frames[3] == {"frame_index": 3, "original_frame_index": 6, "original_time_s": 0.25}


def test_a_stride_takes_every_nth_frame_from_the_first(hard, tmp_path):
    data = json.loads(
        exported(hard, "coco", tmp_path, ExportOptions(first_frame=1, last_frame=6, stride=2)).read_text()
    )
    assert [one["frame_index"] for one in data["images"]] == [1, 3, 5]
    assert {one["frame_index"] for one in data["annotations"]} == {1, 3, 5}


def test_a_stride_below_one_holds_no_frame(hard, tmp_path):
    with pytest.raises(InvalidInput, match="stride of 0"):
        exported(hard, "coco", tmp_path, ExportOptions(stride=0))


@pytest.mark.parametrize("options", [ExportOptions(stride=2), ExportOptions(resolution=Resolution.ORIGINAL)])
def test_movies_with_sound_take_neither(hard, tmp_path, options):
    with pytest.raises(UnknownExport):
        exported(hard, "mp4", tmp_path, options)


def padded(hard):
    """The clip as if it came from a file of 189 x 126 pixels: half the size, with a column of padding."""
    meta = SourceMeta("big.mov", 2 * (WIDTH - 1), 2 * HEIGHT, 90, "h264", "mov", 0.0)
    video = replace(hard.request.video, pad_right=1, source=meta)
    return replace(hard.request, video=video, options=ExportOptions(resolution=Resolution.ORIGINAL))


def test_masks_go_back_to_the_originals_pixels(hard):
    with ExportSource(padded(hard)) as source:
        assert (source.width, source.height) == (2 * (WIDTH - 1), 2 * HEIGHT)
        first = next(source.frames())
        found = rle.decode(first.masks[RING].rle)
        assert source.labels(first).shape == (2 * HEIGHT, 2 * (WIDTH - 1))
        assert source.picture(0).shape == (2 * HEIGHT, 2 * (WIDTH - 1), 3)
        assert source.rate == Fraction(24000, 1001)
    inside = hard.masks[0][RING][:, : WIDTH - 1].astype(np.uint8)
    assert np.array_equal(found, np.kron(inside, np.ones((2, 2), np.uint8)).astype(bool))


def test_pictures_at_the_originals_size_show_the_same(hard):
    with ExportSource(padded(hard)) as large, ExportSource(replace(padded(hard), options=ExportOptions())) as own:
        small = cv2.resize(large.picture(2), (WIDTH - 1, HEIGHT), interpolation=cv2.INTER_AREA)
        assert np.abs(small.astype(int) - own.picture(2)[:, : WIDTH - 1]).mean() < 2


def test_a_package_is_the_same_for_the_same_masks(hard, tmp_path):
    for name in ("one", "two"):
        asked = replace(hard.request, format_name="png", out_file=str(tmp_path / name))
        registry.write(asked, lambda done, total: None, lambda: False)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert ZipFile(tmp_path / "one").testzip() is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]  # nothing is left of its making
