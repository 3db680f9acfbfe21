"""YouTube-VIS files as masks: ours to the pixel, ground truth and results; those of others; damage item by item."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hard_clip import HEIGHT, OBJECTS, WIDTH, exported, hard_clip
from hypothesis import given
from hypothesis import strategies as st
from importing import assert_same, hard_masks, taken
from mutated import TRIED, mutated, outcome

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.mask_import import ProblemKind
from masklet.masks import rle

RESULTS = ExportOptions({"counts": "results"})


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("clip"))


def test_our_ground_truth_comes_back_to_the_pixel(clip, tmp_path):
    back = taken(exported(clip, "youtube_vis", tmp_path / "out"), clip, tmp_path)
    assert back.found.format_name == "youtube_vis"
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


def test_our_results_come_back_to_the_pixel_without_their_names(clip, tmp_path):
    """Results tell no names and no classes: objects are called by their place."""
    back = taken(exported(clip, "youtube_vis", tmp_path / "out", RESULTS), clip, tmp_path)
    names = {f"Object {one.object_id + 1}": one.name for one in OBJECTS}
    renamed = {at: {names[name]: mask for name, mask in masks.items()} for at, masks in back.masks.items()}
    assert_same(renamed, hard_masks(clip))
    assert [one.class_name for one in back.found.objects] == [None] * 5
    assert back.found.problems.count == 0


def test_a_part_with_a_stride_lands_on_its_own_frames(clip, tmp_path):
    file = exported(clip, "youtube_vis", tmp_path / "out", ExportOptions(first_frame=2, stride=2))
    assert_same(taken(file, clip, tmp_path).masks, hard_masks(clip, (2, 4, 6)))


def test_results_of_a_part_tell_no_frames_so_that_the_person_does(clip, tmp_path):
    file = exported(clip, "youtube_vis", tmp_path / "out", replace(RESULTS, first_frame=2, stride=2))
    back = taken(file, clip, tmp_path, offset=2, stride=2)
    assert sorted(back.masks) == [2, 4, 6]
    assert np.array_equal(back.masks[4]["Object 1"], clip.masks[4][0])
    assert [(one.kind, one.details["count"]) for one in back.found.problems.listed] == [(ProblemKind.FRAME_COUNT, 3)]


def test_masks_of_the_originals_size_come_back_to_the_pixel(clip, tmp_path):
    video = replace(clip.request.video, source=replace(clip.request.video.source, width=WIDTH * 2, height=HEIGHT * 2))
    large = replace(clip, request=replace(clip.request, video=video))
    file = exported(large, "youtube_vis", tmp_path / "out", ExportOptions(resolution=Resolution.ORIGINAL))
    back = taken(file, large, tmp_path)
    assert_same(back.masks, hard_masks(clip))
    assert back.found.problems.count == 0


def square(x, y, side=10):
    return [[x, y, x + side, y, x + side, y + side, x, y + side]]


def foreign(**changes):
    """Two videos of three frames each, polygons and run lengths, as others write them."""
    eye = rle.encode(np.eye(HEIGHT, WIDTH, dtype=bool))
    content = {
        "videos": [
            {"id": 4, "width": WIDTH, "height": HEIGHT, "length": 3, "file_names": [f"other/{k:05d}.jpg" for k in range(3)]},
            {"id": 9, "width": WIDTH, "height": HEIGHT, "length": 3, "file_names": [f"Hard_clip/{k:05d}.jpg" for k in (0, 5, 7)]},
        ],
        "categories": [{"id": 1, "name": "dog"}, {"id": 2, "name": "cat"}],
        "annotations": [
            {"id": 1, "video_id": 4, "category_id": 1, "segmentations": [square(1, 1), None, None]},
            {"id": 2, "video_id": 9, "category_id": 1, "segmentations": [square(2, 3), None, square(4, 3)]},
            {"id": 3, "video_id": 9, "category_id": 2, "segmentations": [None, {"size": [HEIGHT, WIDTH], "counts": eye.counts}, None]},
        ],
    }  # fmt: skip
    return content | changes


def written(tmp_path, content):
    file = tmp_path / "foreign.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return file


def test_file_names_give_the_frames_and_the_clip_its_video(clip, tmp_path):
    back = taken(written(tmp_path, foreign()), clip, tmp_path)
    assert {at: sorted(masks) for at, masks in back.masks.items()} == {0: ["dog"], 5: ["cat"], 7: ["dog"]}
    assert back.masks[0]["dog"][3:13, 2:12].all()
    assert back.masks[0]["dog"].sum() == 100
    assert np.array_equal(back.masks[5]["cat"], np.eye(HEIGHT, WIDTH, dtype=bool))
    assert [(one.kind, one.item) for one in back.found.problems.listed] == [(ProblemKind.OTHER_CLIP, "other")]
    assert back.object("dog").hidden == ((5, 5),)


def test_uncompressed_counts_are_read(clip, tmp_path):
    eye = rle.encode(np.eye(HEIGHT, WIDTH, dtype=bool))
    content = foreign()
    content["annotations"][2]["segmentations"][1] = {"size": [HEIGHT, WIDTH], "counts": rle.runs(eye).tolist()}
    back = taken(written(tmp_path, content), clip, tmp_path)
    assert np.array_equal(back.masks[5]["cat"], np.eye(HEIGHT, WIDTH, dtype=bool))


def test_results_for_two_videos_are_refused(clip, tmp_path):
    one = {"video_id": 1, "category_id": 1, "score": 0.5, "segmentations": [None]}
    with pytest.raises(InvalidInput, match="2 videos"):
        taken(written(tmp_path, [one, one | {"video_id": 2}]), clip, tmp_path)


@pytest.mark.parametrize(
    ("changes", "kind", "item"),
    [
        ({"video_id": 77}, ProblemKind.NOT_FOUND, "annotation 2"),
        ({"video_id": [9]}, ProblemKind.NOT_FOUND, "annotation 2"),
        ({"segmentations": None}, ProblemKind.DAMAGED, "annotation 2"),
        ({"segmentations": {"0": square(1, 1)}}, ProblemKind.DAMAGED, "annotation 2"),
        ({"segmentations": {"item": square(1, 1)}}, ProblemKind.DAMAGED, "annotation 2"),
        ({"segmentations": {"item": [[square(1, 1)], None], "a": {"item": [1]}}}, ProblemKind.DAMAGED, "annotation 2"),
        ({"segmentations": [[{"item": [1, 2]}], None, None]}, ProblemKind.DAMAGED, "annotation 2, frame 0"),
        ({"segmentations": None, "bboxes": [[1, 2, 3, 4]]}, ProblemKind.UNSUPPORTED, "annotation 2"),
        ({"segmentations": [square(2, 3)]}, ProblemKind.DAMAGED, "annotation 2, frame 5 and later"),
        ({"segmentations": [None, None, None, square(2, 3)]}, ProblemKind.NOT_FOUND, "annotation 2"),
        ({"segmentations": [None, "mask", None]}, ProblemKind.DAMAGED, "annotation 2, frame 5"),
        ({"segmentations": [None, [[1, 2, 3]], None]}, ProblemKind.DAMAGED, "annotation 2, frame 5"),
        ({"segmentations": [None, {"size": [20, 20], "counts": [0, 400]}, None]}, ProblemKind.SIZE, "annotation 2, frame 5"),
        ({"segmentations": [None, {"size": [10**6, 10**6], "counts": "04"}, None]}, ProblemKind.DAMAGED, "annotation 2, frame 5"),
        ({"segmentations": [None, {"size": [HEIGHT, WIDTH], "counts": [3, 10**18]}, None]}, ProblemKind.DAMAGED, "annotation 2, frame 5"),
        ({"segmentations": [None, {"size": [HEIGHT, WIDTH], "counts": [HEIGHT * WIDTH]}, None]}, ProblemKind.EMPTY, "annotation 2, frame 5"),
    ],
)  # fmt: skip
def test_a_bad_track_is_told_and_the_others_are_taken(clip, tmp_path, changes, kind, item):
    content = foreign()
    content["annotations"][1] |= changes
    back = taken(written(tmp_path, content), clip, tmp_path)
    told = [one for one in back.found.problems.listed if one.kind is not ProblemKind.OTHER_CLIP]
    assert [(one.item, one.kind) for one in told] == [(item, kind)]
    assert np.array_equal(back.masks[5]["cat"], np.eye(HEIGHT, WIDTH, dtype=bool))


@pytest.mark.parametrize(
    "content",
    [
        b'{"videos": [], "annotations": []}',
        b'{"videos": 3, "annotations": 4}',
        json.dumps(foreign()).encode()[:-40],
        b'[{"video_id": 1, "category_id": 2, "segmentations": [NaN]}]',
        b"\0" * 100,
        b"",
        b'{"videos":' + b"[" * 200_000,
    ],
)
def test_what_is_no_whole_file_is_refused(clip, tmp_path, content):
    with pytest.raises(InvalidInput):
        taken(written(tmp_path, content), clip, tmp_path)


GOOD = json.dumps(foreign()).encode()
GOOD_RESULTS = json.dumps(
    [{"video_id": 9, "category_id": 1, "score": 0.5, "segmentations": [None, {"size": [4, 6], "counts": "04"}]}]
).encode()


@TRIED
@given(content=st.one_of(mutated(GOOD), mutated(GOOD_RESULTS)))
def test_whatever_happened_to_a_file_it_is_read_or_refused(clip, tmp_path, content):
    file = written(tmp_path, content)
    outcome(lambda: taken(file, clip, tmp_path))
    outcome(lambda: taken(file, clip, tmp_path, format_name="youtube_vis"))
