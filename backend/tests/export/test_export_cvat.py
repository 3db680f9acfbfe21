"""CVAT for video: polygon tracks that give the masks again by the rule of groups, and end where the object is hidden."""

from collections import defaultdict
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from hard_clip import FRAMES, HEIGHT, PAIR, RING, SHY, WIDTH, exported, hard_clip
from pycocotools import mask as coco

from masklet.domain.export_options import ExportOptions, Resolution
from masklet.export.track_spool import TrackSpool


@pytest.fixture(scope="module")
def hard(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def read(hard, folder, options=None):
    return ElementTree.parse(exported(hard, "cvat", folder, options) / "annotations.xml").getroot()


def masks_in(root, shape=(HEIGHT, WIDTH)):
    """[frame][group]: shapes drawn in order of z_order, those of holes erasing."""
    shapes = defaultdict(list)
    for track in root.iter("track"):
        for polygon in track:
            if polygon.get("outside") == "0":
                points = [float(word) for pair in polygon.get("points").split(";") for word in pair.split(",")]
                key = int(polygon.get("frame")), int(track.get("group_id"))
                shapes[key].append((int(polygon.get("z_order")), track.get("label") != "background", points))
    masks = defaultdict(dict)
    for (frame, group), drawn in shapes.items():
        mask = masks[frame].setdefault(group, np.zeros(shape, bool))
        for _, is_part, points in sorted(drawn):
            mask[coco.decode(coco.frPyObjects([points], *shape)[0]).astype(bool)] = is_part
    return masks


def assert_equal(found, expected):
    assert found.keys() == expected.keys()
    for frame, masks in expected.items():
        assert found[frame].keys() == {key + 1 for key in masks}
        for key, mask in masks.items():
            assert np.array_equal(found[frame][key + 1], mask), (frame, key)


def test_every_mask_is_exact(hard, tmp_path):
    assert_equal(masks_in(read(hard, tmp_path)), hard.masks)


def test_parts_and_holes_are_tracks_of_one_group(hard, tmp_path):
    kinds = defaultdict(list)
    tracks = list(read(hard, tmp_path).iter("track"))
    for track in tracks:
        kinds[int(track.get("group_id"))].append(track.get("label"))
    assert kinds == {1: ["ring", "background"], 2: ["thing"] * 2, 3: ["thing"], 4: ["thing"], 5: ["thing"]}
    assert [int(track.get("id")) for track in tracks] == list(range(len(tracks)))
    orders = {(track.get("label"), int(track[0].get("z_order"))) for track in tracks}
    assert {("ring", 0), ("background", 1), ("thing", 64), ("thing", 128)} <= orders


def test_every_frame_is_a_keyframe_and_hiding_repeats_the_last_shape(hard, tmp_path):
    [shy] = [track for track in read(hard, tmp_path).iter("track") if track.get("group_id") == str(SHY + 1)]
    assert [(int(one.get("frame")), one.get("outside")) for one in shy] == [
        (1, "0"), (2, "0"), (3, "1"), (5, "0"), (6, "0"), (7, "0"),
    ]  # fmt: skip
    assert {one.get("keyframe") for one in shy} == {"1"}
    assert shy[2].get("points") == shy[1].get("points")


def test_meta_names_labels_frames_and_size(hard, tmp_path):
    task = read(hard, tmp_path, ExportOptions({}, 1, 7, stride=3)).find("meta/task")
    assert [one.findtext("name") for one in task.iter("label")] == ["ring", "thing", "background"]
    assert [task.findtext(key) for key in ("size", "start_frame", "stop_frame")] == ["3", "1", "7"]
    assert task.findtext("frame_filter") == "step=3"
    assert task.findtext("original_size/width") == str(WIDTH)


def test_a_part_of_the_clip_keeps_its_frames_and_groups(hard, tmp_path):
    root = read(hard, tmp_path, ExportOptions({}, 1, 7, (SHY, PAIR), 3))
    assert_equal(
        masks_in(root), {i: {k: hard.masks[i][k] for k in (PAIR, SHY) if k in hard.masks[i]} for i in (1, 4, 7)}
    )


def test_the_originals_pixels(hard, tmp_path):
    source = replace(hard.request.video.source, width=2 * WIDTH, height=2 * HEIGHT)
    request = replace(hard.request, video=replace(hard.request.video, source=source))
    options = ExportOptions({}, 0, 0, (RING,), resolution=Resolution.ORIGINAL)
    root = read(replace(hard, request=request), tmp_path, options)
    mask = masks_in(root, (2 * HEIGHT, 2 * WIDTH))[0][RING + 1]
    assert np.array_equal(mask, hard.masks[0][RING].repeat(2, 0).repeat(2, 1))


def test_the_spool_gives_each_track_its_lines_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr("masklet.export.track_spool.HELD_BYTES", 500)
    with TrackSpool(tmp_path / "tracks") as spool:
        for frame in range(FRAMES):
            for track in range(2000):
                if (track + frame) % 3:
                    spool.add(track, f"{frame} “{track}”")
        assert sorted(spool.keys()) == list(range(2000))
        for track in (0, 1, 2, 1999):
            expected = "".join(f"{frame} “{track}”\n" for frame in range(FRAMES) if (track + frame) % 3)
            assert "".join(spool.lines(track)) == expected
    assert list(tmp_path.iterdir()) == []
