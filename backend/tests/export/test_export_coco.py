"""COCO: what pycocotools reads is what the session holds, to the pixel."""

import json
from dataclasses import replace

import numpy as np
from hard_clip import DOT, HEIGHT, SHY, WIDTH, exported, hard_clip
from PIL import Image
from pycocotools.coco import COCO

from masklet.domain.export_options import ExportOptions
from masklet.domain.session import ObjectClass
from masklet.export import registry


def test_masks_are_equal_in_pycocotools(clip, export):
    coco = COCO(str(export("coco")))
    found = {}
    for annotation in coco.anns.values():
        image = coco.imgs[annotation["image_id"]]
        mask = coco.annToMask(annotation).astype(bool)
        assert (image["height"], image["width"]) == mask.shape
        assert annotation["area"] == mask.sum()
        assert image["frame_index"] == annotation["frame_index"] == annotation["image_id"] - 1
        found[annotation["frame_index"], annotation["track_id"] - 1] = mask
    wanted = {(index, key): mask for index, masks in clip.masks.items() for key, mask in masks.items() if mask.any()}
    assert found.keys() == wanted.keys()
    assert all(np.array_equal(found[key], wanted[key]) for key in wanted)


def test_boxes_hold_the_masks(export):
    coco = COCO(str(export("coco")))
    for annotation in coco.anns.values():
        rows, columns = np.nonzero(coco.annToMask(annotation))
        x, y, width, height = annotation["bbox"]
        assert (columns.min(), rows.min()) == (x, y)
        assert (columns.max(), rows.max()) == (x + width - 1, y + height - 1)


def test_every_frame_is_an_image_and_ids_count_from_one(clip, export):
    data = json.loads(export("coco").read_text("utf-8"))
    assert [image["id"] for image in data["images"]] == list(range(1, len(clip.masks) + 1))
    assert [each["id"] for each in data["annotations"]] == list(range(1, len(data["annotations"]) + 1))
    assert all(each["iscrowd"] == 0 and each["score"] == 0.75 for each in data["annotations"])
    assert all(each["attributes"]["track_id"] == each["track_id"] for each in data["annotations"])


def test_objects_of_one_name_are_one_category(export):
    data = json.loads(export("coco").read_text("utf-8"))
    assert [(each["id"], each["name"]) for each in data["categories"]] == [(1, "Koi “A”"), (2, "leaf")]
    categories = {each["track_id"]: each["category_id"] for each in data["annotations"]}
    assert categories == {4: 1, 1: 2, 8: 2}
    assert {each["id"]: each["name"] for each in data["tracks"]} == {4: "Koi “A”", 1: "leaf", 8: "leaf"}


def test_objects_of_one_class_are_one_category(clip, tmp_path):
    request = clip.asking("coco", tmp_path / "x")
    koi, leaf, other = request.objects
    objects = (replace(koi, class_id=4), leaf, replace(other, class_id=4))
    request = replace(
        request, objects=objects, classes=(ObjectClass(9, "Bird", "#000000"), ObjectClass(4, "Pond", "#112233"))
    )
    registry.write(request, lambda done, total: None, lambda: False)
    data = json.loads((tmp_path / "x").read_text("utf-8"))
    assert [(each["id"], each["name"]) for each in data["categories"]] == [(1, "Pond"), (2, "leaf")]
    assert {each["track_id"]: each["category_id"] for each in data["annotations"]} == {4: 1, 1: 2, 8: 1}


def test_masks_of_an_object_that_is_gone_are_left_out(clip, tmp_path):
    request = replace(clip.asking("coco", tmp_path / "x"), objects=clip.request.objects[:1])
    registry.write(request, lambda done, total: None, lambda: False)
    annotations = json.loads((tmp_path / "x").read_text("utf-8"))["annotations"]
    assert {each["track_id"] for each in annotations} == {4}


def test_no_masks_at_all_is_a_valid_file(clip, tmp_path):
    (tmp_path / "none").touch()
    request = replace(clip.asking("coco", tmp_path / "x"), objects=(), masklets_file=str(tmp_path / "none"))
    registry.write(request, lambda done, total: None, lambda: False)
    coco = COCO(str(tmp_path / "x"))
    assert (len(coco.imgs), len(coco.anns), len(coco.cats)) == (len(clip.masks), 0, 0)


def test_polygons_are_equal_in_pycocotools(tmp_path):
    """Holes, parts, an object at the border and one of a single pixel."""
    hard = hard_clip(tmp_path)
    coco = COCO(str(exported(hard, "coco", tmp_path / "x", ExportOptions({"masks": "polygons"}))))
    found = {}
    for annotation in coco.anns.values():
        assert all(len(polygon) >= 8 for polygon in annotation["segmentation"])
        mask = coco.annToMask(annotation).astype(bool)
        assert annotation["area"] == mask.sum()
        found[annotation["frame_index"], annotation["track_id"] - 1] = mask
    assert found.keys() == {(index, key) for index, masks in hard.masks.items() for key in masks}
    assert all(np.array_equal(mask, hard.masks[index][key]) for (index, key), mask in found.items())


def test_polygons_of_a_part_are_the_slice(tmp_path):
    hard = hard_clip(tmp_path)
    options = ExportOptions({"masks": "polygons"}, 1, 6, (SHY, DOT), stride=2)
    data = json.loads(exported(hard, "coco", tmp_path / "x", options).read_text("utf-8"))
    assert [(one["frame_index"], one["track_id"]) for one in data["annotations"]] == [
        (1, SHY + 1), (1, DOT + 1), (3, DOT + 1), (5, SHY + 1), (5, DOT + 1),
    ]  # fmt: skip
    assert sorted(data["annotations"][1]["segmentation"][0]) == sorted([6, 60, 7, 60, 7, 61, 6, 61])


def test_a_dataset_is_the_same_file_with_every_picture(tmp_path):
    clip = hard_clip(tmp_path)
    options = ExportOptions(first_frame=2, stride=2)
    folder = exported(clip, "coco_dataset", tmp_path / "out", options)
    alone = exported(clip, "coco", tmp_path / "alone", options)
    written = folder / "annotations/instances_default.json"
    assert written.read_bytes() == alone.read_bytes()
    names = [image["file_name"] for image in json.loads(written.read_text())["images"]]
    pictures = sorted((folder / "images/default").iterdir())
    assert [one.name for one in pictures] == names == ["00002.jpg", "00004.jpg", "00006.jpg"]
    assert {Image.open(one).size for one in pictures} == {(WIDTH, HEIGHT)}
    assert (folder / "manifest.json").is_file()
