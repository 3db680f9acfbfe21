"""YouTube-VIS: a list per track with an entry per frame, in both of its two forms of counts."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hard_clip import DOT, FRAMES, HEIGHT, HIDDEN, OBJECTS, RING, SHY, WIDTH, exported, hard_clip
from pycocotools import mask as coco

from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.video import SourceMeta


@pytest.fixture(scope="module")
def hard(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def read(hard, tmp_path, options=None):
    return json.loads(exported(hard, "youtube_vis", tmp_path, options).read_text("utf-8"))


def decoded(segmentation):
    """Lists of numbers go through frPyObjects, strings do not: as readers do it."""
    if isinstance(segmentation["counts"], list):
        segmentation = coco.frPyObjects(segmentation, *segmentation["size"])
    return coco.decode(segmentation).astype(bool)


def test_the_truth_holds_every_mask_to_the_pixel(hard, tmp_path):
    data = read(hard, tmp_path)
    assert {one["id"] for one in data["annotations"]} == {one.object_id + 1 for one in OBJECTS}
    for one in data["annotations"]:
        for index in range(FRAMES):
            wanted = hard.masks[index].get(one["id"] - 1)
            entry = [one[key][index] for key in ("segmentations", "bboxes", "areas")]
            if wanted is None:
                assert entry == [None, None, None]
                continue
            assert all(isinstance(count, int) for count in entry[0]["counts"])
            assert np.array_equal(decoded(entry[0]), wanted)
            rows, columns = np.nonzero(wanted)
            x, y = int(columns.min()), int(rows.min())
            assert entry[1] == [x, y, int(columns.max()) + 1 - x, int(rows.max()) + 1 - y]
            assert entry[2] == wanted.sum()


def test_the_video_and_its_tracks(hard, tmp_path):
    data = read(hard, tmp_path)
    [video] = data["videos"]
    assert video["file_names"] == [f"Hard_clip/{index:05d}.jpg" for index in range(FRAMES)]
    assert (video["width"], video["height"], video["length"]) == (WIDTH, HEIGHT, FRAMES)
    assert [(one["id"], one["name"]) for one in data["categories"]] == [(1, "ring"), (2, "thing")]
    for one in data["annotations"]:
        assert (one["video_id"], one["iscrowd"], one["height"], one["width"]) == (1, 0, HEIGHT, WIDTH)
        assert one["category_id"] == (1 if one["id"] == RING + 1 else 2)
        assert {len(one[key]) for key in ("segmentations", "bboxes", "areas")} == {FRAMES}


def test_results_are_a_list_with_strings_and_a_score(hard, tmp_path):
    data = read(hard, tmp_path, ExportOptions({"counts": "results"}))
    assert [set(one) for one in data] == [{"video_id", "category_id", "segmentations", "score"}] * len(OBJECTS)
    assert {one["score"] for one in data} == {0.75}
    for one, tracked in zip(data, OBJECTS, strict=True):
        for index, segmentation in enumerate(one["segmentations"]):
            wanted = hard.masks[index].get(tracked.object_id)
            assert (segmentation is None) == (wanted is None)
            if segmentation is not None:
                assert isinstance(segmentation["counts"], str)
                assert np.array_equal(decoded(segmentation), wanted)


def test_a_part_keeps_frame_numbers_ids_and_categories(hard, tmp_path):
    data = read(hard, tmp_path, ExportOptions({}, 1, 6, (SHY, DOT), stride=2))
    [video] = data["videos"]
    assert video["file_names"] == [f"Hard_clip/{index:05d}.jpg" for index in (1, 3, 5)]
    assert (video["length"], video["frame_indices"], video["stride"]) == (3, [1, 3, 5], 2)
    assert video["frame_rate"] == [12000, 1001]
    assert [(one["id"], one["category_id"]) for one in data["annotations"]] == [(SHY + 1, 2), (DOT + 1, 2)]
    shy = data["annotations"][0]["segmentations"]
    assert np.array_equal(decoded(shy[0]), hard.masks[1][SHY])
    assert shy[1] is None
    assert np.array_equal(decoded(shy[2]), hard.masks[5][SHY])
    assert [one["name"] for one in data["categories"]] == ["thing"]


@pytest.mark.parametrize("counts", ["ground truth", "results"])
def test_an_object_that_never_shows_has_no_track(hard, tmp_path, counts):
    data = read(hard, tmp_path, ExportOptions({"counts": counts}, 3, 4, (SHY, DOT)))
    assert HIDDEN[1:] == (3, 4)
    assert len(data["annotations"] if counts == "ground truth" else data) == 1


def test_no_track_at_all_is_a_valid_file(hard, tmp_path):
    assert read(hard, tmp_path, ExportOptions({}, 3, 4, (SHY,)))["annotations"] == []
    assert read(hard, tmp_path, ExportOptions({"counts": "results"}, 3, 4, (SHY,))) == []


def test_the_originals_size(hard, tmp_path):
    video = replace(hard.request.video, source=SourceMeta("x", WIDTH * 2, HEIGHT * 2, 0, "h264", "mov", 0.0))
    large = replace(hard, request=replace(hard.request, video=video))
    data = read(large, tmp_path, ExportOptions(object_ids=(RING,), resolution=Resolution.ORIGINAL))
    [ring] = data["annotations"]
    assert (ring["width"], data["videos"][0]["height"]) == (WIDTH * 2, HEIGHT * 2)
    assert np.array_equal(decoded(ring["segmentations"][2]), hard.masks[2][RING].repeat(2, 0).repeat(2, 1))
