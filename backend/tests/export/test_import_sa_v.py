"""SA-V files as masks: ours to the pixel, the dataset's every 4th frame on frames 0, 4, 8, …; damage item by item."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hard_clip import FRAMES, HEIGHT, WIDTH, exported, hard_clip
from hypothesis import given
from importing import assert_same, hard_masks, taken
from mutated import TRIED, mutated, outcome

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.mask_import import ProblemKind
from masklet.masks import rle


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("clip"))


def test_our_own_files_come_back_to_the_pixel(clip, tmp_path):
    back = taken(exported(clip, "sa_v", tmp_path / "out"), clip, tmp_path)
    assert back.found.format_name == "sa_v"
    assert_same(back.masks, hard_masks(clip))
    assert [(one.name, one.class_name, one.colour) for one in back.found.objects][:2] == [
        ("ring with hole", "ring", "#3b9dff"),
        ("two parts", "thing", "#b4ff00"),
    ]
    assert back.found.problems.count == 0
    assert back.object("comes and goes").hidden == ((0, 0), (3, 4))


def test_a_part_with_a_stride_lands_on_its_own_frames(clip, tmp_path):
    file = exported(clip, "sa_v", tmp_path / "out", ExportOptions(first_frame=1, stride=3))
    assert_same(taken(file, clip, tmp_path).masks, hard_masks(clip, (1, 4, 7)))


def test_masks_of_the_originals_size_come_back_to_the_pixel(clip, tmp_path):
    video = replace(clip.request.video, source=replace(clip.request.video.source, width=WIDTH * 2, height=HEIGHT * 2))
    large = replace(clip, request=replace(clip.request, video=video))
    file = exported(large, "sa_v", tmp_path / "out", ExportOptions(resolution=Resolution.ORIGINAL))
    assert_same(taken(file, large, tmp_path).masks, hard_masks(clip))


def entry(x, y, side=6):
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[y : y + side, x : x + side] = True
    return {"size": [HEIGHT, WIDTH], "counts": rle.encode(mask).counts}


GONE = {"size": [HEIGHT, WIDTH], "counts": rle.empty(HEIGHT, WIDTH).counts}


def foreign(rows=3, frames=float(FRAMES + 1), **changes):
    """As the dataset writes it; the hard clip's 8 frames would have two rows, so it is taken for one of nine."""
    content = {
        "video_id": "sav_000001",
        "video_duration": 0.4,
        "video_frame_count": frames,
        "video_height": float(HEIGHT),
        "video_width": float(WIDTH),
        "video_resolution": float(WIDTH * HEIGHT),
        "video_environment": ["Indoor"],
        "video_split": "train",
        "masklet": [[entry(2 + row, 3), GONE if row == 1 else entry(40, 3 + row)] for row in range(rows)],
        "masklet_id": [3, 8],
        "masklet_frame_count": [rows, rows - 1],
        "masklet_num": 2,
    }
    return content | changes


def of_frames(clip, count):
    video = replace(clip.request.video, frame_count=count)
    return replace(clip, request=replace(clip.request, video=video))


def written(tmp_path, content, name="sav_000001_manual.json"):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return file


def test_every_4th_frame_lands_on_0_4_8(clip, tmp_path):
    back = taken(written(tmp_path, foreign()), of_frames(clip, 9), tmp_path)
    assert {at: sorted(masks) for at, masks in back.masks.items()} == {
        0: ["Masklet 3", "Masklet 8"],
        4: ["Masklet 3"],
        8: ["Masklet 3", "Masklet 8"],
    }
    assert back.masks[4]["Masklet 3"][3:9, 3:9].all()
    assert back.masks[4]["Masklet 3"].sum() == 36
    assert back.object("Masklet 8").hidden == ((4, 4),)
    assert back.found.problems.count == 0


@pytest.mark.parametrize(
    ("rows", "frames", "clip_frames", "landed"),
    [
        (3, 12.0, 12, [0, 4, 8]),
        (3, 3.0, 3, [0, 1, 2]),
        (3, 9.0, 3, [0, 1, 2]),  # a clip made of the annotated frames only
        (3, 6.0, 6, [0, 2, 4]),
        (3, None, 10, [0, 4, 8]),
        (3, "many", 10, [0, 4, 8]),
        (2, 8.0, 8, [0, 4]),
    ],
)
def test_the_stride_follows_from_the_counts(clip, tmp_path, rows, frames, clip_frames, landed):
    back = taken(written(tmp_path, foreign(rows, frames)), of_frames(clip, clip_frames), tmp_path)
    assert sorted(back.masks) == landed


def test_another_length_is_told(clip, tmp_path):
    back = taken(written(tmp_path, foreign()), of_frames(clip, 10), tmp_path)
    assert back.kinds == [ProblemKind.FRAME_COUNT]
    assert sorted(back.masks) == [0, 4, 8]


def test_a_file_whose_first_row_is_damaged_does_not_count_from_one(clip, tmp_path):
    """Rows 4 and 8 of 8 frames: the last is one too many, and stays so."""
    content = foreign()
    content["masklet"][0] = None
    back = taken(written(tmp_path, content), of_frames(clip, 8), tmp_path)
    assert sorted(back.masks) == [4]
    assert set(back.kinds) == {ProblemKind.DAMAGED, ProblemKind.FRAME, ProblemKind.FRAME_COUNT}


def test_manual_and_automatic_masklets_of_a_video_are_both_read(clip, tmp_path):
    folder = tmp_path / "sav"
    folder.mkdir()
    written(folder, foreign())
    written(folder, foreign(), "sav_000001_auto.json")
    written(folder, foreign(), "sav_000002_manual.json")
    back = taken(folder, of_frames(clip, 9), tmp_path)
    names = ["Masklet 3", "Masklet 8", "Automatic masklet 3", "Automatic masklet 8"]
    assert [one.name for one in back.found.objects] == names
    assert [(one.kind, one.item) for one in back.found.problems.listed] == [(ProblemKind.OTHER_CLIP, "sav_000002")]


@pytest.mark.parametrize(
    ("row", "kind", "item"),
    [
        ("row", ProblemKind.DAMAGED, "frame 4"),
        ([7, GONE], ProblemKind.DAMAGED, "Masklet 3, frame 4"),
        ([{"size": [HEIGHT], "counts": "04"}, GONE], ProblemKind.DAMAGED, "Masklet 3, frame 4"),
        ([{"size": [HEIGHT, WIDTH], "counts": "zz"}, GONE], ProblemKind.DAMAGED, "Masklet 3, frame 4"),
        ([{"size": [HEIGHT, WIDTH], "counts": "o"}, GONE], ProblemKind.DAMAGED, "Masklet 3, frame 4"),
        ([{"size": [2**40, 2**40], "counts": "04"}, GONE], ProblemKind.DAMAGED, "Masklet 3, frame 4"),
        ([{"size": [HEIGHT, WIDTH], "counts": [1.5, {}]}, GONE], ProblemKind.DAMAGED, "Masklet 3, frame 4"),
        ([{"size": [20, 20], "counts": [0, 400]}, GONE], ProblemKind.SIZE, "Masklet 3, frame 4"),
    ],
)
def test_a_bad_mask_is_told_and_the_others_are_taken(clip, tmp_path, row, kind, item):
    content = foreign()
    content["masklet"][1] = row
    back = taken(written(tmp_path, content), of_frames(clip, 9), tmp_path)
    assert [(one.item, one.kind) for one in back.found.problems.listed] == [(item, kind)]
    assert back.found.masks == 4


def test_rows_without_ids_are_objects_all_the_same(clip, tmp_path):
    back = taken(written(tmp_path, foreign(masklet_id=None)), of_frames(clip, 9), tmp_path)
    assert [one.name for one in back.found.objects] == ["Masklet 0", "Masklet 1"]


@pytest.mark.parametrize(
    "content", [b"{}", b'{"masklet": [[', b'{"masklet": [[NaN]]}', b'["masklet"]', b"\xff\xfe\0", b'{"masklet":' * 9000]
)
def test_what_is_no_whole_file_is_refused(clip, tmp_path, content):
    with pytest.raises(InvalidInput):
        taken(written(tmp_path, content), clip, tmp_path)


@TRIED
@given(content=mutated(json.dumps(foreign()).encode()))
def test_whatever_happened_to_a_file_it_is_read_or_refused(clip, tmp_path, content):
    file = written(tmp_path, content)
    outcome(lambda: taken(file, clip, tmp_path))
    outcome(lambda: taken(file, clip, tmp_path, format_name="sa_v"))
