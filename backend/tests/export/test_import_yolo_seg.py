"""YOLO data sets as masks: ours to the pixel, those of others by class and order or track, names of classes, damage."""

from dataclasses import replace

import numpy as np
import pytest
from hard_clip import HEIGHT, WIDTH, exported, hard_clip
from hypothesis import given
from hypothesis import strategies as st
from importing import assert_same, hard_masks, taken
from mutated import TRIED, mutated_bytes, mutated_words, outcome

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.mask_import import ProblemKind
from masklet.export.imports.class_names import class_names
from masklet.export.imports.files import ImportFiles

WITHOUT_IMAGES = ExportOptions({"images": False})


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("clip"))


def test_our_own_files_come_back_to_the_pixel(clip, tmp_path):
    back = taken(exported(clip, "yolo_seg", tmp_path / "out"), clip, tmp_path)
    assert back.found.format_name == "yolo_seg"
    assert_same(back.masks, hard_masks(clip))
    assert [(one.name, one.class_name, one.colour) for one in sorted(back.found.objects, key=lambda one: one.name)][
        :2
    ] == [
        ("comes and goes", "thing", "#f00f0f"),
        ("one pixel", "thing", "#ffffff"),
    ]
    assert back.found.problems.count == 0
    assert back.object("comes and goes").hidden == ((0, 0), (3, 4))


def test_without_objects_csv_parts_are_objects_of_their_class(clip, tmp_path):
    """What is lost, and said: the two parts are two things."""
    folder = exported(clip, "yolo_seg", tmp_path / "out", WITHOUT_IMAGES)
    (folder / "objects.csv").unlink()
    back = taken(folder, clip, tmp_path)
    assert back.kinds == [ProblemKind.NO_TRACKS]
    assert sorted(back.masks[1]) == ["ring", "thing", "thing 2", "thing 3", "thing 4", "thing 5"]
    assert np.array_equal(back.masks[1]["ring"], clip.masks[1][0])
    assert np.array_equal(back.masks[1]["thing"] | back.masks[1]["thing 2"], clip.masks[1][1])


def test_a_part_with_a_stride_lands_on_its_own_frames(clip, tmp_path):
    asked = replace(WITHOUT_IMAGES, first_frame=1, stride=3)
    assert_same(
        taken(exported(clip, "yolo_seg", tmp_path / "out", asked), clip, tmp_path).masks, hard_masks(clip, (1, 4, 7))
    )


def test_masks_of_the_originals_size_come_back_to_the_pixel(clip, tmp_path):
    video = replace(clip.request.video, source=replace(clip.request.video.source, width=WIDTH * 2, height=HEIGHT * 2))
    large = replace(clip, request=replace(clip.request, video=video))
    file = exported(large, "yolo_seg", tmp_path / "out", replace(WITHOUT_IMAGES, resolution=Resolution.ORIGINAL))
    assert_same(taken(file, large, tmp_path).masks, hard_masks(clip))


def outline(x, y, side=10, kind=0, more=""):
    corners = ((x, y), (x + side, y), (x + side, y + side), (x, y + side))
    return f"{kind} " + " ".join(f"{a / WIDTH:.6f} {b / HEIGHT:.6f}" for a, b in corners) + more


def written(tmp_path, labels, **files):
    """`labels` by name; other files by name with a dot for an underscore."""
    folder = tmp_path / "yolo"
    (folder / "labels").mkdir(parents=True, exist_ok=True)
    for name, content in labels.items():
        (folder / "labels" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


LABELS = {
    "frame_00.txt": outline(2, 3) + "\n" + outline(40, 3),
    "frame_05.txt": outline(4, 3, kind=1),
    "frame_06.txt": "",
}
YAML = "train: images\nnc: 2\nnames: ['dog', \"cat\"]  # two\n"


def shown(back):
    return {at: sorted(masks) for at, masks in back.masks.items()}


def test_a_data_set_without_tracks_makes_objects_of_classes_and_says_so(clip, tmp_path):
    back = taken(written(tmp_path, LABELS, data_yaml=YAML), clip, tmp_path)
    assert shown(back) == {0: ["dog", "dog 2"], 5: ["cat"]}
    assert back.kinds == [ProblemKind.NO_TRACKS]
    assert back.masks[0]["dog"][3:14, 2:13].all()
    assert back.masks[0]["dog"].sum() == 121
    assert back.object("cat").hidden == ((0, 0), (6, 6))


def test_a_last_whole_number_is_a_trackers_and_a_fraction_a_confidence(clip, tmp_path):
    labels = {
        "clip_1.txt": outline(2, 3, more=" 7") + "\n" + outline(40, 3, more=" 0.91"),
        "clip_2.txt": outline(4, 3, more=" 7"),
    }
    back = taken(written(tmp_path, labels, data_yaml=YAML), clip, tmp_path)
    assert shown(back) == {1: ["dog", "dog 7"], 2: ["dog 7"]}


def test_names_that_others_add_are_seen_through(clip, tmp_path):
    labels = {"frame_0003_jpg.rf.0123456789abcdef0123456789abcdef.txt": outline(2, 3)}
    assert shown(taken(written(tmp_path, labels, classes_txt="dog\ncat\n"), clip, tmp_path)) == {3: ["dog"]}


def test_of_several_clips_the_one_called_so_is_taken(clip, tmp_path):
    labels = {"other_001.txt": outline(2, 3), "Hard_clip_002.txt": outline(2, 3)}
    back = taken(written(tmp_path, labels), clip, tmp_path)
    assert shown(back) == {2: ["class 0"]}
    assert next((one.kind, one.item) for one in back.found.problems.listed) == (ProblemKind.OTHER_CLIP, "other")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('names: [a, \'b c\', "d\\"e"]', {0: "a", 1: "b c", 2: 'd"e'}),
        ("names: [a,\n  b,\n  c]\nnc: 3", {0: "a", 1: "b", 2: "c"}),
        ("nc: 2\nnames:\n  - a\n  - 'it''s'  # b\nother: x", {0: "a", 1: "it's"}),
        ("names:\n- a\n- b", {0: "a", 1: "b"}),
        ("names:  # of classes\n  0: a\n\n  7: b c", {0: "a", 7: "b c"}),
        ("names: {0: a, 3: 'b'}", {0: "a", 3: "b"}),
        ("names: []", {}),
        ("train: x", {}),
    ],
)
def test_names_of_classes_are_read(tmp_path, text, names):
    with ImportFiles(written(tmp_path, {}, data_yaml=text), "yolo") as files:
        assert class_names(files) == names


@pytest.mark.parametrize(
    "text",
    ["names: 3", "names: *other", "names:\n  a: {b: c}", "names: [[a]]", "names: !!python/x [a]", 'names: ["\\x"]'],
)
def test_other_yaml_is_refused_and_the_rest_is_taken(clip, tmp_path, text):
    back = taken(written(tmp_path, LABELS, data_yaml=text), clip, tmp_path)
    assert [(one.item, one.kind) for one in back.found.problems.listed] == [
        ("data.yaml", ProblemKind.DAMAGED),
        ("", ProblemKind.NO_TRACKS),
    ]
    assert sorted(back.masks[0]) == ["class 0", "class 0 2"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("0 0.5 0.5 0.1 0.1", ProblemKind.UNSUPPORTED),
        ("0 0.5 0.5 0.1 0.1 0.9", ProblemKind.UNSUPPORTED),
        ("0 0.1 0.2", ProblemKind.DAMAGED),
        ("x 0.1 0.1 0.2 0.1 0.2 0.2", ProblemKind.DAMAGED),
        ("-1 0.1 0.1 0.2 0.1 0.2 0.2", ProblemKind.DAMAGED),
        ("1.5 0.1 0.1 0.2 0.1 0.2 0.2", ProblemKind.DAMAGED),
        ("1e300 0.1 0.1 0.2 0.1 0.2 0.2", ProblemKind.DAMAGED),
        ("0 nan 0.1 0.2 0.1 0.2 0.2", ProblemKind.DAMAGED),
        ("0 inf 0.1 0.2 0.1 0.2 0.2", ProblemKind.DAMAGED),
        ("0 1e308 1e308 1e308 1e308 1e308 1e308", ProblemKind.EMPTY),
        ("0 5 5 6 5 6 6", ProblemKind.EMPTY),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_taken(clip, tmp_path, line, kind):
    labels = {"a_1.txt": f"{line}\n", "a_2.txt": outline(2, 3, kind=1)}
    back = taken(written(tmp_path, labels, data_yaml=YAML), clip, tmp_path)
    told = [one for one in back.found.problems.listed if not one.was_taken]
    assert [one.kind for one in told] == [kind]
    assert told[0].item.startswith("labels/a_1.txt")
    assert shown(back) == {2: ["cat"]}


def test_a_part_of_objects_csv_is_enough_for_its_lines(clip, tmp_path):
    rows = "labels,line,object\nlabels/frame_00.txt,2,Rex\nlabels/gone_1.txt,1,Rex\nlabels/frame_00.txt,x,1\nlabels/frame_05.txt,1,Rex\n"
    back = taken(written(tmp_path, LABELS, data_yaml=YAML, objects_csv=rows), clip, tmp_path)
    assert shown(back) == {0: ["dog", "dog Rex"], 5: ["dog Rex"]}
    assert [(one.item, one.kind) for one in back.found.problems.listed] == [
        ("objects.csv", ProblemKind.NOT_FOUND),
        ("", ProblemKind.NO_TRACKS),
    ]


@pytest.mark.parametrize(
    "content", [b"labels,line,object\n" + b"x" * (2 << 20), b'labels,line,object\n"' + b"y" * 200_000]
)
def test_an_objects_csv_without_end_is_refused(clip, tmp_path, content):
    with pytest.raises(InvalidInput):
        taken(written(tmp_path, LABELS, objects_csv=content), clip, tmp_path)


@pytest.mark.parametrize("labels", [{}, {"a.txt": b"\xff\xfe"}, {"a.txt": "0 0.5 0.5 0.1 0.1"}, {"a.txt": ""}])
def test_folders_without_an_outline_are_no_such_data_set(clip, tmp_path, labels):
    with pytest.raises(InvalidInput):
        taken(written(tmp_path, labels), clip, tmp_path)


@TRIED
@given(
    label=st.one_of(*(make(LABELS["frame_00.txt"].encode()) for make in (mutated_words, mutated_bytes))),
    yaml=st.one_of(*(make(YAML.encode()) for make in (mutated_words, mutated_bytes))),
    rows=st.one_of(
        *(make(b"labels,line,object\nlabels/frame_00.txt,1,1\n") for make in (mutated_words, mutated_bytes))
    ),
)
def test_whatever_happened_to_a_file_it_is_read_or_refused(clip, tmp_path, label, yaml, rows):
    folder = written(tmp_path, LABELS | {"frame_00.txt": label}, data_yaml=yaml, objects_csv=rows)
    outcome(lambda: taken(folder, clip, tmp_path))
