"""LabelMe: masks are exact in their boxes; polygons are exact but for holes, which are told."""

import base64
import io
import json

import numpy as np
import pytest
from hard_clip import CLASSES, CORNER, DOT, FRAMES, HEIGHT, OBJECTS, PAIR, RING, SHY, WIDTH, exported, hard_clip
from PIL import Image, ImageDraw

from masklet.domain.export_options import ExportOptions


@pytest.fixture(scope="module")
def hard(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def documents(folder):
    return {int(path.stem): json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("0*.json"))}


def masks_in(document):
    masks = {}
    for shape in document["shapes"]:
        mask = masks.setdefault(shape["group_id"] - 1, np.zeros((HEIGHT, WIDTH), bool))
        if shape["shape_type"] == "mask":
            (x0, y0), (x1, y1) = np.array(shape["points"]).astype(int)
            crop = np.asarray(Image.open(io.BytesIO(base64.b64decode(shape["mask"])))) > 0
            mask[y0 : y1 + 1, x0 : x1 + 1] = crop
        else:
            canvas = Image.new("1", (WIDTH, HEIGHT))
            ImageDraw.Draw(canvas).polygon([tuple(point) for point in shape["points"]], outline=1, fill=1)
            mask |= np.asarray(canvas)
    return masks


def test_every_mask_is_exact(hard, tmp_path):
    found = documents(exported(hard, "labelme", tmp_path))
    assert list(found) == list(range(FRAMES))
    for frame, document in found.items():
        masks = masks_in(document)
        assert masks.keys() == hard.masks[frame].keys()
        assert all(np.array_equal(masks[key], hard.masks[frame][key]) for key in masks)


def test_a_shape_tells_class_number_and_name_in_drawing_order(hard, tmp_path):
    shapes = documents(exported(hard, "labelme", tmp_path))[1]["shapes"]
    names = {one.class_id: one.name for one in CLASSES}
    expected = [(names[one.class_id], one.object_id + 1, one.name) for one in OBJECTS]
    assert [(one["label"], one["group_id"], one["description"]) for one in shapes] == expected


def test_the_picture_lies_beside_and_has_the_size_that_is_told(hard, tmp_path):
    folder = exported(hard, "labelme", tmp_path)
    for index, document in documents(folder).items():
        assert document["imageData"] is None
        assert document["imagePath"] == f"{index:05d}.jpg"
        image = Image.open(folder / document["imagePath"])
        assert image.size == (document["imageWidth"], document["imageHeight"]) == (WIDTH, HEIGHT)
        assert abs(int(np.asarray(image)[30, 30, 2]) - 20 * index) < 12


def test_polygons_are_exact_but_for_holes(hard, tmp_path):
    folder = exported(hard, "labelme", tmp_path, ExportOptions({"shapes": "polygon", "images": False}))
    assert list(folder.glob("*.jpg")) == []
    for frame, document in documents(folder).items():
        masks = masks_in(document)
        for key in (PAIR, SHY, CORNER, DOT):
            if key in hard.masks[frame]:
                assert np.array_equal(masks[key], hard.masks[frame][key])
        ring, whole = hard.masks[frame][RING], masks[RING]
        assert (whole & ~ring).sum() == (~ring)[24:37, 24 + frame : 37 + frame].sum()  # the hole
        assert not (ring & ~whole).any()
        told = {shape["group_id"] for shape in document["shapes"] if shape["flags"] == {"hole_filled": True}}
        assert told == {RING + 1}
        assert all(len(shape["points"]) >= 3 for shape in document["shapes"])


def test_a_part_of_the_clip_keeps_names_and_numbers(hard, tmp_path):
    found = documents(exported(hard, "labelme", tmp_path, ExportOptions({}, 1, 7, (SHY, PAIR), 3)))
    assert list(found) == [1, 4, 7]
    assert [sorted(masks_in(one)) for one in found.values()] == [[PAIR, SHY], [PAIR], [PAIR, SHY]]
