"""COCO files as masks: ours to the pixel, those of others as far as they say what is meant, damage item by item."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hard_clip import HEIGHT, WIDTH, exported, hard_clip
from hypothesis import given
from importing import assert_same, hard_masks, taken
from mutated import TRIED, mutated, outcome

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.mask_import import ProblemKind
from masklet.masks import rle


@pytest.fixture
def clip(tmp_path):
    return hard_clip(tmp_path)


@pytest.mark.parametrize("masks", ["RLE", "polygons"])
def test_our_own_files_come_back_to_the_pixel(clip, tmp_path, masks):
    file = exported(clip, "coco", tmp_path / "out", ExportOptions({"masks": masks}))
    back = taken(file, clip, tmp_path)
    assert_same(back.masks, hard_masks(clip))
    assert [(one.name, one.class_name) for one in back.found.objects] == [
        ("ring with hole", "ring"),
        ("two parts", "thing"),
        ("comes and goes", "thing"),
        ("touches the border", "thing"),
        ("one pixel", "thing"),
    ]
    assert back.found.problems.count == 0
    assert back.object("comes and goes").hidden == ((0, 0), (3, 4))


def test_a_part_with_a_stride_lands_on_its_own_frames(clip, tmp_path):
    file = exported(clip, "coco", tmp_path / "out", ExportOptions(first_frame=2, stride=2))
    assert_same(taken(file, clip, tmp_path).masks, hard_masks(clip, (2, 4, 6)))


def box(x, y, width, height):
    return [[x, y, x + width, y, x + width, y + height, x, y + height]]


def foreign(**changes):
    """Two pictures as a detector would write them: no tracks, polygons."""
    content = {
        "images": [
            {"id": 7, "file_name": "cam/frame_0000.jpg", "width": WIDTH, "height": HEIGHT},
            {"id": 8, "file_name": "cam/frame_0003.jpg", "width": WIDTH, "height": HEIGHT},
        ],
        "categories": [{"id": 4, "name": "dog"}, {"id": 5, "name": "cat"}],
        "annotations": [
            {"id": 1, "image_id": 7, "category_id": 4, "segmentation": box(2, 3, 10, 5)},
            {"id": 2, "image_id": 7, "category_id": 4, "segmentation": box(40, 3, 10, 5)},
            {"id": 3, "image_id": 8, "category_id": 5, "segmentation": box(4, 30, 6, 6)},
        ],
    }
    return content | changes


def written(tmp_path, content):
    file = tmp_path / "foreign.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return file


def test_a_file_without_tracks_makes_objects_of_classes_and_says_so(clip, tmp_path):
    back = taken(written(tmp_path, foreign()), clip, tmp_path)
    assert {at: sorted(masks) for at, masks in back.masks.items()} == {0: ["dog", "dog 2"], 3: ["cat"]}
    assert back.kinds == [ProblemKind.NO_TRACKS]
    assert back.masks[0]["dog"].sum() == 50
    assert back.masks[0]["dog"][3:8, 2:12].all()
    assert back.object("cat").class_name == "cat"


def test_uncompressed_run_lengths_are_read(clip, tmp_path):
    mask = rle.encode(np.eye(HEIGHT, WIDTH, dtype=bool))
    counts = rle.runs(mask).tolist()
    one = {"id": 1, "image_id": 7, "track_id": 3, "segmentation": {"size": [HEIGHT, WIDTH], "counts": counts}}
    back = taken(written(tmp_path, foreign(annotations=[one])), clip, tmp_path)
    assert np.array_equal(back.masks[0]["Object 3"], np.eye(HEIGHT, WIDTH, dtype=bool))


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"image_id": 99}, ProblemKind.NOT_FOUND),
        ({"image_id": []}, ProblemKind.NOT_FOUND),
        ({"segmentation": None}, ProblemKind.DAMAGED),
        ({"segmentation": [], "bbox": [1, 2, 3, 4]}, ProblemKind.UNSUPPORTED),
        ({"segmentation": [[1, 2, 3]]}, ProblemKind.DAMAGED),
        ({"segmentation": [["a", 2, 3, 4, 5, 6]]}, ProblemKind.DAMAGED),
        ({"segmentation": {"size": [HEIGHT, WIDTH], "counts": "zz"}}, ProblemKind.DAMAGED),
        ({"segmentation": {"size": [HEIGHT, WIDTH], "counts": [5, -3]}}, ProblemKind.DAMAGED),
        ({"segmentation": {"size": [10**6, 10**6], "counts": "04"}}, ProblemKind.DAMAGED),
        ({"segmentation": {"size": [20, 20], "counts": [0, 400]}}, ProblemKind.SIZE),
        ({"segmentation": {"size": [HEIGHT, WIDTH], "counts": [HEIGHT * WIDTH]}}, ProblemKind.EMPTY),
        ({"segmentation": box(1e300, 1e300, 1, 1)}, ProblemKind.EMPTY),
    ],
)
def test_a_bad_annotation_is_told_and_the_others_are_taken(clip, tmp_path, changes, kind):
    content = foreign()
    content["annotations"][1] |= changes
    back = taken(written(tmp_path, content), clip, tmp_path)
    told = [one for one in back.found.problems.listed if not one.was_taken]
    assert [(one.item, one.kind) for one in told] == [("annotation 2", kind)]
    assert back.found.masks == 2
    assert told[0].message


@pytest.mark.parametrize(
    "content",
    [
        b'{"images": [{"id": 7}], "annotations": [',
        b"[1, 2",
        b"",
        b"\0\0",
        b'{"images": 3}',
        b'{"images": [], "annotations": [NaN]}',
        b'{"images": [], "annotations": [' + b"9" * 5000 + b"]}",
        b'{"images": [], "annotations": ' + b"[" * 200_000,
        b'{"images": [], "annotations": ["' + b'\\"[' * 50_000,
    ],
)
def test_what_is_no_whole_file_is_refused(clip, tmp_path, content):
    with pytest.raises(InvalidInput):
        taken(written(tmp_path, content), clip, tmp_path)


def test_of_several_videos_the_one_called_as_the_clip_is_taken(clip, tmp_path):
    content = foreign(videos=[{"id": 1, "name": "other"}, {"id": 2, "name": "Hard_clip"}])
    content["images"][0]["video_id"], content["images"][1]["video_id"] = 1, 2
    back = taken(written(tmp_path, content), clip, tmp_path)
    assert {at: sorted(masks) for at, masks in back.masks.items()} == {3: ["cat"]}
    assert back.kinds[0] is ProblemKind.OTHER_CLIP


def test_masks_of_the_originals_size_come_back_to_the_pixel(clip, tmp_path):
    """Four times the clip's pixels, written as such and read again."""
    video = replace(clip.request.video, source=replace(clip.request.video.source, width=WIDTH * 2, height=HEIGHT * 2))
    large = replace(clip, request=replace(clip.request, video=video))
    file = exported(large, "coco", tmp_path / "out", ExportOptions(resolution=Resolution.ORIGINAL))
    back = taken(file, large, tmp_path)
    assert_same(back.masks, hard_masks(clip))
    assert back.found.problems.count == 0


def test_a_byte_order_mark_is_passed_over(clip, tmp_path):
    back = taken(written(tmp_path, b"\xef\xbb\xbf" + json.dumps(foreign()).encode()), clip, tmp_path)
    assert back.found.masks == 3


def test_brackets_in_strings_are_no_depth(clip, tmp_path):
    content = foreign(info={"a": "[{" * 300_000, "b": '\\" [[' * 300_000, "c": "\\"})
    assert taken(written(tmp_path, content), clip, tmp_path).found.masks == 3


TRACKED = foreign(videos=[{"id": 1, "name": "hard_clip"}], tracks=[{"id": 3, "name": "Rex"}])
TRACKED["annotations"][0] |= {"track_id": 3, "attributes": {"track_id": 3}}


@TRIED
@given(content=mutated(json.dumps(TRACKED).encode()))
def test_whatever_happened_to_a_file_it_is_read_or_refused(clip, tmp_path, content):
    file = written(tmp_path, content)
    outcome(lambda: taken(file, clip, tmp_path))
    outcome(lambda: taken(file, clip, tmp_path, format_name="coco"))
