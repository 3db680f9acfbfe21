"""Pascal VOC's object pictures: ours to the pixel as tracks, those of others by class and order, damage."""

from dataclasses import replace

import numpy as np
import pytest
from hard_clip import FRAMES, HEIGHT, WIDTH, exported, hard_clip
from importing import assert_same, taken
from mask_files import flat_masks, palette_png, png, zipped

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.mask_import import ProblemKind
from masklet.export.pictures import voc_palette


@pytest.fixture
def clip(tmp_path):
    return hard_clip(tmp_path)


@pytest.mark.parametrize("options", [{}, {"first_frame": 2, "stride": 2}])
def test_our_own_files_come_back_to_the_pixel_flattened(clip, tmp_path, options):
    back = taken(exported(clip, "voc", tmp_path / "out", ExportOptions(**options)), clip, tmp_path)
    assert back.found.format_name == "voc"
    assert_same(back.masks, flat_masks(range(options.get("first_frame", 0), FRAMES, options.get("stride", 1))))
    assert back.found.problems.count == 0
    assert [(one.name, one.class_name) for one in back.found.objects[:2]] == [
        ("ring with hole", "ring"),
        ("two parts", "thing"),
    ]


def test_masks_of_the_originals_size_come_back_to_the_pixel(clip, tmp_path):
    video = replace(clip.request.video, source=replace(clip.request.video.source, width=WIDTH * 2, height=HEIGHT * 2))
    large = replace(clip, request=replace(clip.request, video=video))
    file = exported(large, "voc", tmp_path / "out", ExportOptions(resolution=Resolution.ORIGINAL))
    assert_same(taken(file, large, tmp_path).masks, flat_masks())


def pictures(name, objects, classes):
    return {f"VOC/SegmentationObject/{name}.png": objects, f"VOC/SegmentationClass/{name}.png": classes}


def two_boxes(kinds=(12, 12), border=True):
    """Object 1 on the left, 2 on the right, of these classes; void around."""
    objects, classes = np.zeros((2, HEIGHT, WIDTH), np.uint8)
    for value, (left, kind) in enumerate(zip((10, 50), kinds, strict=True), 1):
        if border:
            objects[9:31, left - 1 : left + 21] = classes[9:31, left - 1 : left + 21] = 255
        objects[10:30, left : left + 20] = value
        classes[10:30, left : left + 20] = kind
    return objects, classes


def coloured(values):
    return png(np.frombuffer(voc_palette(), np.uint8).reshape(256, 3)[values])


@pytest.mark.parametrize("make", [palette_png, coloured])
def test_objects_of_others_are_told_apart_by_class_and_order(clip, tmp_path, make):
    files = pictures("koi_0", *map(make, two_boxes())) | pictures("koi_3", *map(make, two_boxes((15, 12))))
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert {at: sorted(masks) for at, masks in back.masks.items()} == {0: ["dog", "dog 2"], 3: ["dog", "person"]}
    assert {at: int(masks["dog"].argmax() % WIDTH) for at, masks in back.masks.items()} == {0: 10, 3: 50}
    assert all(mask.sum() == 400 for masks in back.masks.values() for mask in masks.values())
    assert {one.class_name for one in back.found.objects} == {"dog", "person"}
    assert back.kinds == [ProblemKind.NO_TRACKS]


def test_classes_are_called_as_the_labelmap_says(clip, tmp_path):
    table = np.frombuffer(voc_palette(), np.uint8).reshape(256, 3)
    rows = [f"{name}:{','.join(map(str, table[number]))}::" for number, name in ((0, "background"), (12, "koi"))]
    files = pictures("koi_0", *map(palette_png, two_boxes())) | {
        "VOC/labelmap.txt": "\n".join(
            ["# label:color_rgb:parts:actions", *rows, "x", "y:1,2::", "z:1,2,999::"]
        ).encode()
    }
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert sorted(back.masks[0]) == ["koi", "koi 2"]


def test_of_several_clips_the_one_called_as_the_clip_is_taken(clip, tmp_path):
    files = {}
    for name in ("bear_00000", "Hard_clip_00002", "camel_00000"):
        files |= pictures(name, *map(palette_png, two_boxes()))
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert list(back.masks) == [2]
    assert [(one.item, one.kind) for one in back.found.problems.listed][:2] == [
        ("bear", ProblemKind.OTHER_CLIP),
        ("camel", ProblemKind.OTHER_CLIP),
    ]


def test_pictures_of_classes_may_be_missing_or_bad(clip, tmp_path):
    objects, classes = map(palette_png, two_boxes())
    files = pictures("koi_0", objects, classes[:60]) | pictures("koi_1", objects, classes)
    files["VOC/SegmentationObject/koi_2.png"] = objects
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert {at: sorted(masks) for at, masks in back.masks.items()} == {
        0: ["Object", "Object 2"],
        1: ["dog", "dog 2"],
        2: ["Object", "Object 2"],
    }
    assert [(one.item, one.kind) for one in back.found.problems.listed if one.item] == [
        ("VOC/SegmentationClass/koi_0.png", ProblemKind.DAMAGED),
        ("VOC/SegmentationClass/koi_2.png", ProblemKind.NOT_FOUND),
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"hello", ProblemKind.DAMAGED),
        (palette_png(two_boxes()[0])[:70], ProblemKind.DAMAGED),
        (palette_png(two_boxes()[0][:, :20]), ProblemKind.SIZE),
        (png(np.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)), ProblemKind.UNSUPPORTED),
    ],
)
def test_a_bad_picture_is_told_and_the_others_are_taken(clip, tmp_path, data, problem):
    files = pictures("koi_0", *map(palette_png, two_boxes())) | {"VOC/SegmentationObject/koi_3.png": data}
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert sorted(back.masks[0]) == ["dog", "dog 2"]
    assert [(one.item, one.kind) for one in back.found.problems.listed if one.item] == [
        ("VOC/SegmentationObject/koi_3.png", problem)
    ]


def test_no_picture_at_all_is_refused(clip, tmp_path):
    with pytest.raises(InvalidInput):
        taken(zipped(tmp_path / "in.zip", {"readme.txt": b"hello"}), clip, tmp_path, format_name="voc")
