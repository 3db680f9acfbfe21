"""SA-V, as JSON and as pictures: every mask of every object to the pixel, hidden ones empty, overlap kept."""

import json

import numpy as np
import pytest
from hard_clip import DOT, FRAMES, HEIGHT, HIDDEN, OBJECTS, PAIR, RING, SHY, WIDTH, exported, hard_clip
from PIL import Image
from pycocotools import mask as coco

from masklet.domain.export_options import ExportOptions

BLANK = np.zeros((HEIGHT, WIDTH), bool)


@pytest.fixture(scope="module")
def hard(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def read(hard, tmp_path, options=None):
    folder = exported(hard, "sa_v", tmp_path, options)
    assert sorted(path.name for path in folder.iterdir()) == ["Hard_clip_manual.json", "manifest.json"]
    return json.loads((folder / "Hard_clip_manual.json").read_text("utf-8"))


def test_json_holds_every_mask_to_the_pixel(hard, tmp_path):
    data = read(hard, tmp_path)
    assert data["masklet_id"] == [one.object_id + 1 for one in OBJECTS]
    assert len(data["masklet"]) == FRAMES
    for index, row in enumerate(data["masklet"]):
        assert len(row) == len(OBJECTS)
        for one, segmentation in zip(OBJECTS, row, strict=True):
            wanted = hard.masks[index].get(one.object_id, BLANK)
            assert np.array_equal(coco.decode(segmentation).astype(bool), wanted)


def test_json_counts_what_it_holds(hard, tmp_path):
    data = read(hard, tmp_path)
    assert HIDDEN == (0, 3, 4)
    assert data["masklet_first_appeared_frame"] == [0.0, 0.0, 1.0, 0.0, 0.0]
    assert data["masklet_visibility_changes"] == [0, 0, 2, 0, 0]
    assert data["masklet_frame_count"] == [FRAMES] * 5
    assert data["masklet_edited_frame_count"] == [1, 0, 0, 0, 0]
    assert data["masklet_size_abs"][SHY] == 16 * 16
    assert data["masklet_size_rel"][SHY] == 16 * 16 / (WIDTH * HEIGHT)
    assert data["masklet_size_bucket"] == ["small"] * 5
    assert (data["masklet_type"], data["masklet_num"]) == (["manual"] * 5, 5)
    assert data["masklet_class"] == ["ring", "thing", "thing", "thing", "thing"]


def test_json_tells_the_video_in_floats(hard, tmp_path):
    data = read(hard, tmp_path)
    found = [data[f"video_{key}"] for key in ("frame_count", "height", "width", "resolution", "duration")]
    assert all(isinstance(number, float) for number in found)
    assert found == [FRAMES, HEIGHT, WIDTH, HEIGHT * WIDTH, pytest.approx(FRAMES * 1001 / 24000)]
    assert data["video_id"] == "Hard_clip"


def test_json_of_a_part_tells_its_stride(hard, tmp_path):
    data = read(hard, tmp_path, ExportOptions({}, 3, 7, (SHY, DOT), stride=4))
    assert (data["frame_indices"], data["masklet_stride"]) == ([3, 7], 4)
    assert data["masklet_id"] == [SHY + 1, DOT + 1]
    assert data["masklet_first_appeared_frame"] == [1.0, 0.0]
    assert data["masklet_frame_count"] == [2, 2]
    assert np.array_equal(coco.decode(data["masklet"][1][0]), hard.masks[7][SHY])
    assert np.array_equal(coco.decode(data["masklet"][0][1]), hard.masks[3][DOT])


def test_json_of_an_object_that_never_shows(hard, tmp_path):
    data = read(hard, tmp_path, ExportOptions({}, 3, 4, (SHY,)))
    assert (data["masklet_first_appeared_frame"], data["masklet_size_abs"]) == ([-1.0], [0.0])
    assert [int(coco.area(row[0])) for row in data["masklet"]] == [0, 0]


def test_pictures_hold_every_mask_to_the_pixel(hard, tmp_path):
    video = exported(hard, "sa_v_png", tmp_path) / "Hard_clip"
    assert sorted(path.name for path in video.iterdir()) == [f"{one.object_id + 1:03d}" for one in OBJECTS]
    for one in OBJECTS:
        folder = video / f"{one.object_id + 1:03d}"
        assert sorted(path.name for path in folder.iterdir()) == [f"{index:05d}.png" for index in range(FRAMES)]
        for index in range(FRAMES):
            image = Image.open(folder / f"{index:05d}.png")
            assert image.mode == "L"
            wanted = hard.masks[index].get(one.object_id, BLANK)
            assert np.array_equal(np.asarray(image), wanted * np.uint8(255))


def test_the_hard_clip_overlaps(hard):
    """What the pictures must not flatten is there."""
    assert (hard.masks[2][RING] & hard.masks[2][PAIR]).any()


def test_pictures_of_a_part_keep_their_numbers(hard, tmp_path):
    folder = exported(hard, "sa_v_png", tmp_path, ExportOptions({}, 1, 6, (SHY, DOT), stride=4))
    found = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.png"))
    assert found == [f"Hard_clip/{number}/{index}.png" for number in ("003", "005") for index in ("00001", "00005")]
    written = json.loads((folder / "manifest.json").read_text())["written"]
    assert (written["first_frame"], written["stride"]) == (1, 4)
