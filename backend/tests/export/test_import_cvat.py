"""CVAT files as masks: our grouped tracks to the pixel, tracks and images of others, damage item by item."""

from dataclasses import replace
from xml.sax.saxutils import quoteattr

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


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("clip"))


def test_our_own_files_come_back_to_the_pixel(clip, tmp_path):
    back = taken(exported(clip, "cvat", tmp_path / "out"), clip, tmp_path)
    assert back.found.format_name == "cvat"
    assert_same(back.masks, hard_masks(clip))
    assert [(one.name, one.class_name, one.colour) for one in back.found.objects][:2] == [
        ("ring with hole", "ring", "#3b9dff"),
        ("two parts", "thing", "#b4ff00"),
    ]
    assert back.found.problems.count == 0
    assert back.object("comes and goes").hidden == ((0, 0), (3, 4))


def test_the_xml_alone_knows_classes_but_no_names(clip, tmp_path):
    back = taken(exported(clip, "cvat", tmp_path / "out") / "annotations.xml", clip, tmp_path)
    assert [(one.name, one.class_name) for one in back.found.objects] == [
        ("ring", "ring"),
        ("thing", "thing"),
        ("thing 2", "thing"),
        ("thing 3", "thing"),
        ("thing 4", "thing"),
    ]
    assert np.array_equal(back.masks[3]["ring"], clip.masks[3][0])
    assert np.array_equal(back.masks[3]["thing"], clip.masks[3][1])


def test_a_part_with_a_stride_lands_on_its_own_frames(clip, tmp_path):
    file = exported(clip, "cvat", tmp_path / "out", ExportOptions(first_frame=1, stride=3))
    assert_same(taken(file, clip, tmp_path).masks, hard_masks(clip, (1, 4, 7)))


def test_masks_of_the_originals_size_come_back_to_the_pixel(clip, tmp_path):
    video = replace(clip.request.video, source=replace(clip.request.video.source, width=WIDTH * 2, height=HEIGHT * 2))
    large = replace(clip, request=replace(clip.request, video=video))
    file = exported(large, "cvat", tmp_path / "out", ExportOptions(resolution=Resolution.ORIGINAL))
    assert_same(taken(file, large, tmp_path).masks, hard_masks(clip))


def square(x, y, side=10):
    return ";".join(f"{a:.2f},{b:.2f}" for a, b in ((x, y), (x + side, y), (x + side, y + side), (x, y + side)))


def shape(tag="polygon", **about):
    known = {"keyframe": "1", "outside": "0", "occluded": "0", "points": square(2, 3), "z_order": "0"} | about
    return f"<{tag} " + " ".join(f"{key}={quoteattr(str(value))}" for key, value in known.items()) + "/>"


def document(*parts, task="<size>8</size>", head='<?xml version="1.0" encoding="utf-8"?>'):
    meta = f"<meta><task><id>5</id><name>clip</name>{task}</task><dumped>today</dumped></meta>"
    return f"{head}\n<annotations><version>1.1</version>{meta}{''.join(parts)}</annotations>"


def track(*shapes, number=0, label="car", more=""):
    return f'<track id="{number}" label="{label}" source="manual" {more}>{"".join(shapes)}</track>'


def written(tmp_path, content):
    file = tmp_path / "foreign.xml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def shown(back):
    return {at: sorted(masks) for at, masks in back.masks.items()}


def test_a_shape_stays_until_the_next_one_and_outside_ends_it(clip, tmp_path):
    shapes = [
        shape(frame=1),
        shape(frame=3, points=square(20, 3)),
        shape(frame=5, points=square(20, 3), outside="1"),
        shape(frame=7, points=square(40, 3)),
    ]
    back = taken(written(tmp_path, document(track(*shapes))), clip, tmp_path)
    assert shown(back) == {at: ["car"] for at in (1, 2, 3, 4, 7)}
    assert back.masks[2]["car"][3:13, 2:12].all()
    assert back.masks[2]["car"].sum() == 100
    assert back.masks[4]["car"][3:13, 20:30].all()
    assert back.object("car").hidden == ((0, 0), (5, 6))


def test_the_last_shape_stays_as_long_as_the_task_where_that_is_known(clip, tmp_path):
    kept = taken(written(tmp_path, document(track(shape(frame=5)))), clip, tmp_path)
    assert sorted(kept.masks) == [5, 6, 7]
    task = "<size>8</size><start_frame>0</start_frame><stop_frame>8</stop_frame>"  # as datumaro counts
    counted = taken(written(tmp_path, document(track(shape(frame=5)), task=task)), clip, tmp_path)
    assert sorted(counted.masks) == [5, 6, 7]
    assert counted.found.problems.count == 0
    alone = taken(written(tmp_path, document(track(shape(frame=5)), task="")), clip, tmp_path)
    assert sorted(alone.masks) == [5]


def test_frames_count_from_zero_whatever_they_are(clip, tmp_path):
    """Frame 8 of 8 is one too many, no reason to move the others."""
    back = taken(written(tmp_path, document(track(shape(frame=1), shape(frame=8)), task="")), clip, tmp_path)
    assert sorted(back.masks) == [1]
    assert back.kinds == [ProblemKind.FRAME]


def test_masks_are_run_lengths_in_their_box_row_by_row(clip, tmp_path):
    """Background first: . # # / # . # in a box at (4, 7)."""
    mask = shape("mask", frame=0, rle="1, 3, 1, 1", left=4, top=7, width=3, height=2, points="")
    back = taken(written(tmp_path, document(track(mask, shape(frame=1, outside="1")))), clip, tmp_path)
    expected = np.zeros((HEIGHT, WIDTH), bool)
    expected[7, 5:7] = expected[8, 4] = expected[8, 6] = True
    assert np.array_equal(back.masks[0]["car"], expected)


def test_tracks_of_a_group_are_one_object_and_odd_background_is_cut_out(clip, tmp_path):
    content = document(
        track(shape(frame=7), number=1, more='group_id="3"'),
        track(shape(frame=7, points=square(4, 5, 2), z_order=1), number=2, label="background", more='group_id="3"'),
        track(shape(frame=7, points=square(40, 40), z_order=0), number=3, more='group_id="3"'),
        track(shape(frame=7), number=4, more='group_id="0"'),
    )
    back = taken(written(tmp_path, content), clip, tmp_path)
    assert {name: int(mask.sum()) for name, mask in back.masks[7].items()} == {"car": 196, "car 2": 100}
    assert not back.masks[7]["car"][5:7, 4:6].any()


def test_images_have_objects_by_attribute_or_by_class_and_order(clip, tmp_path):
    def image(number, *shapes):
        size = f'width="{WIDTH}" height="{HEIGHT}"'
        return f'<image id="{number}" name="a/frame_{number + 100:06d}.png" {size}>{"".join(shapes)}</image>'

    def polygon(x, label="car", inner=""):
        return f'<polygon label="{label}" points="{square(x, 3)}" z_order="0">{inner}</polygon>'

    named = '<attribute name="track_id">12</attribute>'
    box = '<box label="car" xtl="1" ytl="1" xbr="4" ybr="4"/>'
    content = document(
        image(0, polygon(2), polygon(20), polygon(50, "dog", named)), image(4, box, polygon(21)), image(5)
    )
    back = taken(written(tmp_path, content), clip, tmp_path)
    assert shown(back) == {0: ["car", "car 2", "dog 12"], 4: ["car"]}
    assert back.kinds == [ProblemKind.UNSUPPORTED, ProblemKind.NO_TRACKS]
    assert back.object("dog 12").hidden == ((4, 5),)


def test_of_several_tasks_the_one_called_as_the_clip_is_taken(clip, tmp_path):
    tasks = "".join(
        f"<task><id>{key}</id><name>{name}</name><size>8</size></task>" for key, name in ((1, "a"), (2, "Hard_clip"))
    )
    content = (
        f"<annotations><meta><project><tasks>{tasks}</tasks></project></meta>"
        + track(shape(frame=7), number=1, label="a", more='task_id="1"')
        + track(shape(frame=7), number=2, label="b", more='task_id="2"')
        + "</annotations>"
    )
    back = taken(written(tmp_path, content), clip, tmp_path)
    assert shown(back) == {7: ["b"]}
    assert [(one.kind, one.item) for one in back.found.problems.listed] == [(ProblemKind.OTHER_CLIP, "a")]


@pytest.mark.parametrize("tag", ["box", "polyline", "points", "cuboid", "skeleton", "ellipse"])
def test_what_is_no_mask_is_told_once_for_each_track(clip, tmp_path, tag):
    content = document(track(*(shape(tag, frame=at) for at in range(4)), number=6), track(shape(frame=7), number=7))
    back = taken(written(tmp_path, content), clip, tmp_path)
    told = [(one.item, one.kind, one.details) for one in back.found.problems.listed]
    assert told == [("track 6", ProblemKind.UNSUPPORTED, {"name": tag})]
    assert sorted(back.masks) == [7]


MASK = {"tag": "mask", "rle": "0, 4", "left": 1, "top": 1, "width": 2, "height": 2}


@pytest.mark.parametrize(
    ("about", "kind", "item"),
    [
        ({"points": ""}, ProblemKind.DAMAGED, "track 6, frame 7"),
        ({"points": "1,2;3,4"}, ProblemKind.DAMAGED, "track 6, frame 7"),
        ({"points": "1,2;3,4;5"}, ProblemKind.DAMAGED, "track 6, frame 7"),
        ({"points": "nan,2;3,inf;5,6"}, ProblemKind.DAMAGED, "track 6, frame 7"),
        ({"points": square(1e30, 1e30)}, ProblemKind.EMPTY, "track 6, frame 7"),
        ({"points": square(2, 3) + ";a,b"}, ProblemKind.DAMAGED, "track 6, frame 7"),
        ({"frame": "x"}, ProblemKind.DAMAGED, "track 6"),
        ({"frame": "inf"}, ProblemKind.DAMAGED, "track 6"),
        ({"frame": "1e300"}, ProblemKind.DAMAGED, "track 6"),
        ({"frame": "123456"}, ProblemKind.FRAME, "frame 123456"),
        (MASK | {"rle": ""}, ProblemKind.DAMAGED, "track 6, frame 7"),
        (MASK | {"rle": "0, 5"}, ProblemKind.DAMAGED, "track 6, frame 7"),
        (MASK | {"rle": "-4, 8"}, ProblemKind.DAMAGED, "track 6, frame 7"),
        (MASK | {"rle": "9" * 5000}, ProblemKind.DAMAGED, "track 6, frame 7"),
        (MASK | {"width": 10**9, "height": 10**9}, ProblemKind.DAMAGED, "track 6, frame 7"),
        (MASK | {"left": "x"}, ProblemKind.DAMAGED, "track 6, frame 7"),
        (MASK | {"left": 10**6}, ProblemKind.EMPTY, "track 6, frame 7"),
        (MASK | {"rle": "4"}, ProblemKind.EMPTY, "track 6, frame 7"),
    ],
)
def test_a_bad_shape_is_told_and_the_others_are_taken(clip, tmp_path, about, kind, item):
    content = document(track(shape(**{"frame": 7} | about), number=6), track(shape(frame=6), number=7))
    back = taken(written(tmp_path, content), clip, tmp_path)
    assert [(one.item, one.kind) for one in back.found.problems.listed] == [(item, kind)]
    assert sorted(back.masks) == [6, 7]
    assert back.found.objects[-1].name == "car 2"


def test_a_size_that_does_not_fit_is_told(clip, tmp_path):
    task = "<size>8</size><original_size><width>50</width><height>50</height></original_size>"
    back = taken(written(tmp_path, document(track(shape(frame=7)), task=task)), clip, tmp_path)
    assert back.kinds == [ProblemKind.SIZE]


BOMB = """<!DOCTYPE annotations [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
OUTSIDE = """<!DOCTYPE annotations [<!ENTITY x SYSTEM "file:///etc/passwd">]>"""
GOOD = document(
    track(shape(frame=1), shape("mask", frame=2, rle="0,4", left=1, top=1, width=2, height=2)),
    track(shape("box", frame=3)),
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\0",
        b"<annotations>",
        GOOD[:-30],
        GOOD.replace("</track>", "", 1),
        GOOD.replace("utf-8", "utf-99"),
        "<other/>",
        document(track(shape(frame=1)), head=BOMB).replace(">today<", ">&b;<"),
        document(track(shape(frame=1)), head=OUTSIDE).replace(">today<", ">&x;<"),
        ("\ufeff" + document(track(shape(frame=1)), head=BOMB)).encode("utf-16-le"),
        document(track(shape(frame=1)), head='<!DOCTYPE annotations SYSTEM "http://127.0.0.1:9/x.dtd">'),
    ],
)
def test_what_is_no_whole_file_or_declares_entities_is_refused(clip, tmp_path, content):
    with pytest.raises(InvalidInput):
        taken(written(tmp_path, content), clip, tmp_path)
    with pytest.raises(InvalidInput):
        taken(written(tmp_path, content), clip, tmp_path, format_name="cvat")


def test_other_encodings_are_read(clip, tmp_path):
    content = ("\ufeff" + GOOD.replace("utf-8", "utf-16")).encode("utf-16-le")
    assert 1 in taken(written(tmp_path, content), clip, tmp_path).masks


IMAGES = document(
    f'<image id="1" name="b/3.png" width="{WIDTH}" height="{HEIGHT}">{shape(label="a", group_id=2)}</image>'
)


@TRIED
@given(content=st.one_of(mutated_words(GOOD.encode()), mutated_bytes(GOOD.encode()), mutated_words(IMAGES.encode())))
def test_whatever_happened_to_a_file_it_is_read_or_refused(clip, tmp_path, content):
    file = written(tmp_path, content)
    outcome(lambda: taken(file, clip, tmp_path))
    outcome(lambda: taken(file, clip, tmp_path, format_name="cvat"))
