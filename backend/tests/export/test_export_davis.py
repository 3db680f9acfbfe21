"""DAVIS 2017: the flattened masks to the pixel in mode P, and in words what flattening and late objects cost."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest
from hard_clip import DOT, FRAMES, HEIGHT, PAIR, RING, SHY, WIDTH, exported, flattened, hard_clip, masks_of
from PIL import Image

from masklet.domain.errors import LimitExceeded
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.session import TrackedObject

NAME = "Hard_clip"


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def annotations(folder):
    return sorted((folder / "Annotations/480p" / NAME).iterdir())


def test_masks_are_the_flattened_ones_with_the_voc_palette(clip, tmp_path):
    folder = exported(clip, "davis", tmp_path)
    assert (folder / "ImageSets/2017/val.txt").read_text().split() == [NAME]
    assert [path.name for path in annotations(folder)] == [f"{index:05d}.png" for index in range(FRAMES)]
    for index, path in enumerate(annotations(folder)):
        image = Image.open(path)
        assert image.mode == "P"
        assert image.getpalette()[:18] == [0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0, 0, 0, 128, 128, 0, 128]
        assert image.getpalette()[-3:] == [224, 224, 192]
        assert np.array_equal(np.asarray(image), flattened(clip.masks[index]))


def test_pictures_are_the_clips_and_can_be_left_out(clip, tmp_path):
    folder = exported(clip, "davis", tmp_path)
    pictures = sorted((folder / "JPEGImages/480p" / NAME).iterdir())
    blue = [int(np.asarray(Image.open(path))[..., 2].mean()) for path in pictures]
    assert len(blue) == FRAMES
    assert all(abs(value - 20 * index) < 8 for index, value in enumerate(blue))
    assert Image.open(pictures[0]).size == (WIDTH, HEIGHT)
    without = exported(clip, "davis", tmp_path / "without", ExportOptions({"images": False}))
    assert not (without / "JPEGImages").exists()
    assert len(annotations(without)) == FRAMES


def test_what_overlap_takes_is_noted_frame_by_frame(clip, tmp_path):
    folder = exported(clip, "davis", tmp_path)
    rows = list(csv.DictReader((folder / "overlaps.csv").open()))
    lost = {index: clip.masks[index][RING] & clip.masks[index][PAIR] for index in range(FRAMES)}
    mine = {int(row["frame_index"]): row for row in rows if row["object"] == "1"}
    assert mine.keys() == {index for index, mask in lost.items() if mask.any()} != set()
    for index, row in mine.items():
        ys, xs = np.nonzero(lost[index])
        assert int(row["pixels_lost"]) == lost[index].sum()
        assert int(row["pixels"]) == clip.masks[index][RING].sum()
        box = [xs.min(), ys.min(), xs.max() - xs.min() + 1, ys.max() - ys.min() + 1]
        assert [int(row[key]) for key in ("x", "y", "width", "height")] == box
    notes = json.loads((folder / "notes.json").read_text())
    assert notes["overlaps"]["pixels_lost"] == sum(int(row["pixels_lost"]) for row in rows)
    assert notes["overlaps"]["frames"] == len({row["frame_index"] for row in rows})


def test_an_object_that_is_not_on_the_first_frame_is_told(clip, tmp_path):
    notes = json.loads((exported(clip, "davis", tmp_path) / "notes.json").read_text())
    [sentence] = notes["not_on_the_first_frame"]
    assert "Object 3 (comes and goes) is first seen on frame 1" in sentence
    assert [(one["value"], one["object"], one["first_seen"]) for one in notes["objects"]] == [
        (k, k, 1 if k == SHY + 1 else 0) for k in range(1, 6)
    ]


def test_a_part_keeps_names_and_counts_its_objects_anew(clip, tmp_path):
    options = ExportOptions({"images": False}, 3, 7, (SHY, DOT), stride=2)
    folder = exported(clip, "davis", tmp_path, options)
    assert [path.stem for path in annotations(folder)] == ["00003", "00005", "00007"]
    for path in annotations(folder):
        masks, expected = masks_of(int(path.stem)), np.zeros((HEIGHT, WIDTH), np.uint8)
        for value, key in ((1, SHY), (2, DOT)):
            expected[masks.get(key, np.zeros_like(expected, bool))] = value
        assert np.array_equal(np.asarray(Image.open(path)), expected)
    notes = json.loads((folder / "notes.json").read_text())
    assert [(one["value"], one["object"]) for one in notes["objects"]] == [(1, SHY + 1), (2, DOT + 1)]
    assert "first seen on frame 5" in notes["not_on_the_first_frame"][0]


def test_the_original_resolution(clip, tmp_path):
    original = replace(clip.request.video.source, width=2 * WIDTH, height=2 * HEIGHT)
    larger = replace(clip, request=replace(clip.request, video=replace(clip.request.video, source=original)))
    folder = exported(larger, "davis", tmp_path, ExportOptions(resolution=Resolution.ORIGINAL))
    mask = np.asarray(Image.open(annotations(folder)[0]))
    assert np.array_equal(mask, flattened(clip.masks[0]).repeat(2, 0).repeat(2, 1))
    assert Image.open(folder / "JPEGImages/480p" / NAME / "00000.jpg").size == (2 * WIDTH, 2 * HEIGHT)


def test_a_byte_holds_254_objects(clip, tmp_path):
    many = tuple(TrackedObject(index, "", "#ffffff") for index in range(255))
    with pytest.raises(LimitExceeded, match="254"):
        exported(replace(clip, request=replace(clip.request, objects=many)), "davis", tmp_path)


def test_a_title_without_a_plain_letter_still_has_a_name(clip, tmp_path):
    request = replace(clip.request, video=replace(clip.request.video, title="鲤鱼"), session_id="ab-c/1")
    folder = exported(replace(clip, request=request), "davis", tmp_path)
    assert (folder / "ImageSets/2017/val.txt").read_text() == "clip-abc1\n"
