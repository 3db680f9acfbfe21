"""SA-1B: a file per frame, with every field that the dataset's annotations have."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hard_clip import DOT, FRAMES, HEIGHT, HIDDEN, PAIR, RING, SHY, WIDTH, exported, hard_clip
from PIL import Image
from pycocotools import mask as coco

from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.video import SourceMeta


@pytest.fixture(scope="module")
def hard(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def read(folder):
    return {int(file.stem[3:]) - 1: json.loads(file.read_text("utf-8")) for file in folder.glob("sa_*.json")}


def test_every_frame_holds_its_masks_to_the_pixel(hard, tmp_path):
    files = read(exported(hard, "sa_1b", tmp_path))
    assert files.keys() == hard.masks.keys()
    for index, data in files.items():
        found = {one["track_id"] - 1: one for one in data["annotations"]}
        assert found.keys() == hard.masks[index].keys()
        for object_id, one in found.items():
            mask = hard.masks[index][object_id]
            rows, columns = np.nonzero(mask)
            assert np.array_equal(coco.decode(one["segmentation"]), mask)
            assert one["area"] == mask.sum()
            x, y, width, height = one["bbox"]
            assert (x, y, x + width, y + height) == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


def test_the_fields_are_those_of_the_dataset(hard, tmp_path):
    files = read(exported(hard, "sa_1b", tmp_path))
    image = {"image_id": 3, "width": WIDTH, "height": HEIGHT, "file_name": "sa_3.jpg", "frame_index": 2}
    assert files[2]["image"] == image
    for one in files[2]["annotations"]:
        assert (one["predicted_iou"], one["stability_score"]) == (0.75, 1.0)
        assert one["crop_box"] == [0, 0, WIDTH, HEIGHT]
    ids = [one["id"] for index in sorted(files) for one in files[index]["annotations"]]
    assert ids == list(range(1, 5 * FRAMES - len(HIDDEN) + 1))


def test_points_are_the_clicks_or_lie_on_the_object(hard, tmp_path):
    files = read(exported(hard, "sa_1b", tmp_path))
    points = {
        (index, one["track_id"] - 1): one["point_coords"] for index in files for one in files[index]["annotations"]
    }
    assert points[0, RING] == [[20.0, 30.0]]
    assert points[1, DOT] == [[6.0, 60.0]]
    for (index, object_id), [(x, y)] in points.items():
        assert hard.masks[index][object_id][int(y), int(x)]
    assert 40 <= points[0, PAIR][0][0] <= 45  # deep inside the larger part


def test_clicks_are_in_the_pixels_that_are_written(hard, tmp_path):
    video = replace(hard.request.video, source=SourceMeta("x", WIDTH * 2, HEIGHT * 3, 0, "h264", "mov", 0.0))
    large = replace(hard, request=replace(hard.request, video=video))
    [data] = read(exported(large, "sa_1b", tmp_path, ExportOptions({}, 0, 0, (RING,), 1, Resolution.ORIGINAL))).values()
    assert (data["image"]["width"], data["image"]["height"]) == (WIDTH * 2, HEIGHT * 3)
    assert data["annotations"][0]["point_coords"] == [[40.0, 90.0]]


def test_a_part_keeps_image_ids_and_object_numbers(hard, tmp_path):
    files = read(exported(hard, "sa_1b", tmp_path, ExportOptions({}, 1, 6, (SHY, DOT), stride=2)))
    assert sorted(files) == [1, 3, 5]
    assert [data["image"]["image_id"] for _, data in sorted(files.items())] == [2, 4, 6]
    assert [one["track_id"] for one in files[3]["annotations"]] == [DOT + 1]
    assert [one["track_id"] for one in files[5]["annotations"]] == [SHY + 1, DOT + 1]


def test_pictures_come_where_wanted(hard, tmp_path):
    assert not list(exported(hard, "sa_1b", tmp_path / "without").glob("*.jpg"))
    folder = exported(hard, "sa_1b", tmp_path / "with", ExportOptions({"images": True}))
    assert len(list(folder.glob("*.jpg"))) == FRAMES
    shown = [
        np.asarray(Image.open(folder / f"sa_{index + 1}.jpg")).astype(int)[..., 2].mean() for index in range(FRAMES)
    ]
    assert shown == sorted(shown)  # blue grows with the frame
    assert shown[-1] - shown[0] > 100
