"""Label Studio's JSON as masks: ours to the pixel, its own stream of run lengths from other writers, polygons, damage."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hard_clip import HEIGHT, WIDTH, exported, hard_clip
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from importing import assert_same, hard_masks, taken
from mutated import TRIED, mutated, outcome

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.mask_import import ProblemKind
from masklet.export.brush_rle import brush_rle
from masklet.export.imports.brush_mask import brush_mask
from masklet.masks import rle

WITHOUT_IMAGES = ExportOptions({"images": False})


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("clip"))


@pytest.mark.parametrize("written_as", ["annotations", "predictions"])
def test_our_own_files_come_back_to_the_pixel(clip, tmp_path, written_as):
    options = ExportOptions({"images": False, "as": written_as})
    back = taken(exported(clip, "label_studio", tmp_path / "out", options), clip, tmp_path)
    assert back.found.format_name == "label_studio"
    assert_same(back.masks, hard_masks(clip))
    found = {one.name: (one.class_name, one.colour) for one in back.found.objects}
    assert found["two parts"] == ("thing", "#b4ff00")
    assert back.found.problems.count == 0
    assert back.object("comes and goes").hidden == ((0, 0), (3, 4))


def test_what_label_studio_keeps_of_ours_is_enough(clip, tmp_path):
    """It gives `meta.text` back, but neither `object` nor the manifest."""
    file = exported(clip, "label_studio", tmp_path / "out", WITHOUT_IMAGES) / "tasks.json"
    tasks = json.loads(file.read_text())
    for task in tasks:
        for region in task["annotations"][0]["result"]:
            del region["object"]
    back = taken(written(tmp_path, tasks), clip, tmp_path)
    assert_same(back.masks, hard_masks(clip))
    assert back.found.problems.count == 0
    assert back.object("two parts").class_name == "thing"


def test_a_part_with_a_stride_lands_on_its_own_frames(clip, tmp_path):
    asked = replace(WITHOUT_IMAGES, first_frame=1, stride=3)
    file = exported(clip, "label_studio", tmp_path / "out", asked)
    assert_same(taken(file, clip, tmp_path).masks, hard_masks(clip, (1, 4, 7)))


def test_masks_of_the_originals_size_come_back_to_the_pixel(clip, tmp_path):
    video = replace(clip.request.video, source=replace(clip.request.video.source, width=WIDTH * 2, height=HEIGHT * 2))
    large = replace(clip, request=replace(clip.request, video=video))
    asked = replace(WITHOUT_IMAGES, resolution=Resolution.ORIGINAL)
    assert_same(
        taken(exported(large, "label_studio", tmp_path / "out", asked), large, tmp_path).masks, hard_masks(clip)
    )


@given(hnp.arrays(np.bool_, st.tuples(st.integers(1, 40), st.integers(1, 40))))
def test_the_stream_is_the_mask(mask):
    assert np.array_equal(rle.decode(brush_mask(list(brush_rle(rle.encode(mask))), *mask.shape)), mask)


def test_words_of_their_own_and_soft_edges_are_read():
    """One row of two pixels, written word by word: (255, 0, 0, 0) and (9, 9, 9, 7)."""
    words = [255, 0, 0, 0, 9, 9, 9, 7]
    text = f"{8:032b}{7:05b}" + f"{2:04b}" * 4 + "0" + "00" + f"{7:03b}" + "".join(f"{word:08b}" for word in words)
    text += "0" * (-len(text) % 8)
    stream = [int(text[at : at + 8], 2) for at in range(0, len(text), 8)]
    assert rle.decode(brush_mask(stream, 1, 2)).tolist() == [[False, True]]


def brush(mask, label="dog", **changes):
    value = {"format": "rle", "rle": list(brush_rle(rle.encode(mask))), "brushlabels": [label]}
    size = {"original_width": WIDTH, "original_height": HEIGHT, "image_rotation": 0}
    return {"id": "a", "type": "brushlabels", "value": value, **size} | changes


def polygon(label="cat", points=((25, 25), (50, 25), (50, 50), (25, 50))):
    value = {"points": [list(point) for point in points], "closed": True, "polygonlabels": [label]}
    return {"id": "b", "type": "polygonlabels", "value": value, "original_width": WIDTH, "original_height": HEIGHT}


EYE = np.eye(HEIGHT, WIDTH, dtype=bool)
FULL = np.ones((HEIGHT, WIDTH), bool)


def foreign():
    """Two pictures; on the second one annotation was cancelled."""
    gone = {"id": 1, "was_cancelled": True, "result": [brush(FULL)]}
    return [
        {"id": 5, "data": {"image": "/data/upload/1/ab12-frame_00002.jpg"}, "annotations": [{"id": 1, "result": [brush(EYE), brush(FULL)]}]},
        {"id": 6, "data": {"image": "/data/upload/1/cd34-frame_00004.jpg"}, "annotations": [gone, {"id": 2, "result": [polygon()]}]},
    ]  # fmt: skip


def written(tmp_path, content):
    file = tmp_path / "foreign.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return file


def test_tasks_of_others_make_objects_of_labels_and_say_so(clip, tmp_path):
    back = taken(written(tmp_path, foreign()), clip, tmp_path)
    assert {at: sorted(masks) for at, masks in back.masks.items()} == {2: ["dog", "dog 2"], 4: ["cat"]}
    assert np.array_equal(back.masks[2]["dog"], EYE)
    assert back.masks[4]["cat"][16:32, 24:48].all()
    assert back.masks[4]["cat"].sum() == 16 * 24
    assert back.kinds == [ProblemKind.NO_TRACKS]
    assert back.object("dog").hidden == ((4, 4),)


def test_of_several_annotations_one_is_read_and_the_others_are_told(clip, tmp_path):
    tasks = foreign()
    tasks[0]["annotations"].append({"id": 9, "ground_truth": True, "result": [polygon("truth")]})
    back = taken(written(tmp_path, tasks), clip, tmp_path)
    assert sorted(back.masks[2]) == ["truth"]
    assert [(one.item, one.kind) for one in back.found.problems.listed][:1] == [("task 5", ProblemKind.UNSUPPORTED)]


RLE = brush(FULL)["value"]["rle"]


@pytest.mark.parametrize(
    ("region", "kind"),
    [
        (None, ProblemKind.DAMAGED),
        ({"type": "rectanglelabels", "value": {"x": 1, "y": 1, "width": 4, "height": 4}}, ProblemKind.UNSUPPORTED),
        ({"type": "videorectangle", "value": {"sequence": []}}, ProblemKind.UNSUPPORTED),
        (brush(FULL, image_rotation=90), ProblemKind.UNSUPPORTED),
        (brush(FULL, original_width=None), ProblemKind.DAMAGED),
        (brush(FULL, original_width=WIDTH + 1), ProblemKind.DAMAGED),
        (brush(FULL, original_width=10**9, original_height=10**9), ProblemKind.DAMAGED),
        (brush(FULL, value={"rle": RLE[:-9]}), ProblemKind.DAMAGED),
        (brush(FULL, value={"rle": []}), ProblemKind.DAMAGED),
        (brush(FULL, value={"rle": "x"}), ProblemKind.DAMAGED),
        (brush(FULL, value={"rle": [1000, -3]}), ProblemKind.DAMAGED),
        (brush(FULL, value={"rle": [1.5, None]}), ProblemKind.DAMAGED),
        (brush(~FULL), ProblemKind.EMPTY),
        (polygon(points=[(1, 2), (3, 4)]), ProblemKind.DAMAGED),
        (polygon(points=[(1, 2), (3, 4), (5, "x")]), ProblemKind.DAMAGED),
        (polygon(points=[(1, 2, 3), (3, 4, 5), (5, 6, 7)]), ProblemKind.DAMAGED),
        (polygon(points=[(1e300, 1e300), (1e300, 2e300), (2e300, 2e300)]), ProblemKind.EMPTY),
    ],
)
def test_a_bad_region_is_told_and_the_others_are_taken(clip, tmp_path, region, kind):
    tasks = foreign()
    tasks[1]["annotations"] = [{"result": [region, polygon("mouse")]}]
    back = taken(written(tmp_path, tasks), clip, tmp_path)
    told = [one for one in back.found.problems.listed if not one.was_taken]
    assert [(one.item, one.kind) for one in told] == [("task 6, region 1", kind)]
    assert sorted(back.masks[4]) == ["mouse"]


@pytest.mark.parametrize("task", [None, 7, {"data": None, "annotations": []}, {}])
def test_a_bad_task_is_told(clip, tmp_path, task):
    back = taken(written(tmp_path, [*foreign(), task]), clip, tmp_path)
    assert back.kinds == [ProblemKind.DAMAGED, ProblemKind.NO_TRACKS]
    assert back.found.masks == 3


@pytest.mark.parametrize("content", [b"[]", b'[{"data": {}, "annotations": [', b"[NaN]", b"", b"\0"])
def test_what_is_no_whole_file_is_refused(clip, tmp_path, content):
    with pytest.raises(InvalidInput):
        taken(written(tmp_path, content), clip, tmp_path)


SMALL = foreign()
SMALL[0]["annotations"][0]["result"][0]["object"] = 3


@TRIED
@given(content=mutated(json.dumps(SMALL).encode()))
def test_whatever_happened_to_a_file_it_is_read_or_refused(clip, tmp_path, content):
    file = written(tmp_path, content)
    outcome(lambda: taken(file, clip, tmp_path))
    outcome(lambda: taken(file, clip, tmp_path, format_name="label_studio"))


@given(st.lists(st.integers(0, 255), max_size=40))
def test_any_stream_is_read_or_refused(stream):
    head = f"{3 * 2 * 4:032b}{7:05b}" + f"{2:04b}" * 4
    bits = head + "".join(f"{byte:08b}" for byte in stream)
    bits += "0" * (-len(bits) % 8)
    try:
        assert brush_mask([int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)], 3, 2).height == 3
    except InvalidInput:
        return
