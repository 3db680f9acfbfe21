"""LabelMe files as masks: ours to the pixel (but for holes of polygons), those of others, damage item by item."""

import base64
import json
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hard_clip import HEIGHT, RING, WIDTH, exported, hard_clip
from hypothesis import given
from importing import assert_same, hard_masks, taken
from mutated import TRIED, mutated, outcome

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.mask_import import ProblemKind

WITHOUT_IMAGES = ExportOptions({"images": False})


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("clip"))


def test_our_masks_come_back_to_the_pixel(clip, tmp_path):
    back = taken(exported(clip, "labelme", tmp_path / "out", WITHOUT_IMAGES), clip, tmp_path)
    assert back.found.format_name == "labelme"
    assert_same(back.masks, hard_masks(clip))
    found = {one.name: (one.class_name, one.colour) for one in back.found.objects}
    assert found["two parts"] == ("thing", "#b4ff00")
    assert back.found.problems.count == 0
    assert back.object("comes and goes").hidden == ((0, 0), (3, 4))


def test_our_polygons_come_back_to_the_pixel_but_for_the_hole(clip, tmp_path):
    options = ExportOptions({"images": False, "shapes": "polygon"})
    back = taken(exported(clip, "labelme", tmp_path / "out", options), clip, tmp_path)
    expected = hard_masks(clip)
    for at, masks in expected.items():
        contours, _ = cv2.findContours(clip.masks[at][RING].astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        filled = cv2.drawContours(np.zeros((HEIGHT, WIDTH), np.uint8), contours, -1, 1, -1).astype(bool)
        assert filled.sum() > clip.masks[at][RING].sum()
        masks["ring with hole"] = filled
    assert_same(back.masks, expected)


def test_one_file_without_its_manifest_knows_names_and_labels(clip, tmp_path):
    file = exported(clip, "labelme", tmp_path / "out", WITHOUT_IMAGES) / "00005.json"
    back = taken(file, clip, tmp_path)
    assert_same(back.masks, hard_masks(clip, (5,)))
    assert back.object("two parts").class_name == "thing"


def test_a_part_with_a_stride_lands_on_its_own_frames(clip, tmp_path):
    asked = replace(WITHOUT_IMAGES, first_frame=1, stride=3)
    assert_same(
        taken(exported(clip, "labelme", tmp_path / "out", asked), clip, tmp_path).masks, hard_masks(clip, (1, 4, 7))
    )


def test_masks_of_the_originals_size_come_back_to_the_pixel(clip, tmp_path):
    video = replace(clip.request.video, source=replace(clip.request.video.source, width=WIDTH * 2, height=HEIGHT * 2))
    large = replace(clip, request=replace(clip.request, video=video))
    asked = replace(WITHOUT_IMAGES, resolution=Resolution.ORIGINAL)
    assert_same(taken(exported(large, "labelme", tmp_path / "out", asked), large, tmp_path).masks, hard_masks(clip))


def polygon(x, y, side=10, **about):
    points = [[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
    return {"label": "dog", "points": points, "group_id": None, "shape_type": "polygon", "flags": {}} | about


def png(mask):
    return base64.b64encode(cv2.imencode(".png", mask.astype(np.uint8))[1].tobytes()).decode()


CROSS = np.array([[0, 1, 0], [1, 1, 1]])


def mask(**about):
    return {
        "label": "dog",
        "points": [[4.0, 7.0], [6.0, 8.0]],
        "shape_type": "mask",
        "mask": png(CROSS),
        "group_id": 2,
    } | about


def picture(*shapes, **about):
    known = {"version": "5.5.0", "flags": {}, "imagePath": "..\\a\\frame_3.jpg", "imageData": None}
    return known | {"imageHeight": HEIGHT, "imageWidth": WIDTH, "shapes": list(shapes)} | about


def written(tmp_path, **pictures):
    folder = tmp_path / "labelme"
    folder.mkdir(exist_ok=True)
    for name, content in pictures.items():
        (folder / f"{name}.json").write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return folder


def test_files_of_others_have_objects_by_group_or_by_label_and_order(clip, tmp_path):
    shapes = [
        polygon(2, 3),
        polygon(30, 3),
        polygon(50, 3, label="cat", group_id=7),
        polygon(70, 3, label="cat", group_id=7),
    ]
    folder = written(tmp_path, a_2=picture(*shapes), a_4=picture(polygon(2, 3), mask()), a_6=picture())
    back = taken(folder, clip, tmp_path)
    assert {at: sorted(masks) for at, masks in back.masks.items()} == {
        2: ["cat 7", "dog", "dog 2"],
        4: ["dog", "dog 2"],
    }
    assert back.masks[2]["dog"][3:14, 2:13].all()
    assert back.masks[2]["dog"].sum() == 121
    assert back.masks[2]["cat 7"].sum() == 242
    assert back.kinds == [ProblemKind.NO_TRACKS]
    assert back.found.masks == 5


def test_a_mask_is_a_picture_in_its_box(clip, tmp_path):
    back = taken(written(tmp_path, a_2=picture(mask(description="Rex"))), clip, tmp_path)
    expected = np.zeros((HEIGHT, WIDTH), bool)
    expected[7:9, 4:7] = CROSS
    assert np.array_equal(back.masks[2]["Rex"], expected)


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (None, ProblemKind.DAMAGED),
        ({}, ProblemKind.DAMAGED),
        (polygon(2, 3, shape_type="rectangle"), ProblemKind.UNSUPPORTED),
        (polygon(2, 3, shape_type="circle"), ProblemKind.UNSUPPORTED),
        (polygon(2, 3, points=[[1, 2], [3, 4]]), ProblemKind.DAMAGED),
        (polygon(2, 3, points=[[1, 2], [3, 4], ["x", 5]]), ProblemKind.DAMAGED),
        (polygon(2, 3, points={"x": 1}), ProblemKind.DAMAGED),
        (polygon(1e300, 1e300), ProblemKind.EMPTY),
        (polygon(2, 3, points=[[1, 2]] * 100_001), ProblemKind.DAMAGED),
        (mask(mask=None), ProblemKind.DAMAGED),
        (mask(mask="???"), ProblemKind.DAMAGED),
        (mask(mask=png(CROSS)[:-40]), ProblemKind.DAMAGED),
        (mask(mask=png(np.ones((3, 3)))), ProblemKind.DAMAGED),
        (mask(mask=png(CROSS * 0)), ProblemKind.EMPTY),
        (mask(points=[[4, 7]]), ProblemKind.DAMAGED),
        (mask(points=[[6, 8], [4, 7]]), ProblemKind.DAMAGED),
        (mask(points=[[-1e18, 7], [1e18, 8]]), ProblemKind.DAMAGED),
        (mask(points=[[904.0, 7.0], [906.0, 8.0]]), ProblemKind.EMPTY),
    ],
)
def test_a_bad_shape_is_told_and_the_others_are_taken(clip, tmp_path, shape, kind):
    back = taken(written(tmp_path, a_2=picture(shape, polygon(2, 3, group_id=1))), clip, tmp_path)
    assert [(one.item.endswith("a_2.json, shape 1"), one.kind) for one in back.found.problems.listed][:1] == [
        (True, kind)
    ]
    assert sorted(back.masks[2]) == ["dog 1"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", picture(imageHeight=None), picture(imageWidth="x"), picture() | {"shapes": 3}]
)
def test_a_bad_file_among_others_is_told(clip, tmp_path, content):
    back = taken(written(tmp_path, a_2=content, a_3=picture(polygon(2, 3))), clip, tmp_path)
    assert [(one.item, one.kind) for one in back.found.problems.listed][:1] == [("a_2.json", ProblemKind.DAMAGED)]
    assert sorted(back.masks) == [3]


def test_names_without_end_are_cut(clip, tmp_path):
    """What a person is told stays short, whatever a file calls its things."""
    folder = written(
        tmp_path, **{"a" * 230 + "_2": b"{"}, a_3=picture(polygon(2, 3, label="x" * 100_000, group_id="y" * 100_000))
    )
    back = taken(folder, clip, tmp_path)
    assert [len(one.item) for one in back.found.problems.listed] == [200]
    assert all(len(one.name) <= 401 for one in back.found.objects)


def test_a_picture_of_another_shape_is_told(clip, tmp_path):
    back = taken(written(tmp_path, a_2=picture(polygon(2, 3), imageWidth=HEIGHT)), clip, tmp_path)
    assert ProblemKind.SIZE in back.kinds
    assert back.found.masks == 0


@pytest.mark.parametrize("content", [b"", b'{"shapes": [], "imagePath": ', b"\0"])
def test_a_broken_file_alone_is_refused(clip, tmp_path, content):
    with pytest.raises(InvalidInput):
        taken(written(tmp_path, a_2=content) / "a_2.json", clip, tmp_path)


@TRIED
@given(content=mutated(json.dumps(picture(polygon(2, 3), mask())).encode()))
def test_whatever_happened_to_a_file_it_is_read_or_refused(clip, tmp_path, content):
    folder = written(tmp_path, a_2=content, a_3=picture(mask()))
    outcome(lambda: taken(folder, clip, tmp_path))
    outcome(lambda: taken(folder / "a_2.json", clip, tmp_path, format_name="labelme"))
