"""CSV: a row per frame and object, measured as numpy measures the masks, empty where hidden."""

import csv

import numpy as np
import pytest
from hard_clip import DOT, FRAMES, HIDDEN, OBJECTS, PAIR, RATE, RING, SHY, exported, hard_clip

from masklet.domain.export_options import ExportOptions


@pytest.fixture(scope="module")
def hard(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {(int(row["frame_index"]), int(row["object"]) - 1): row for row in csv.DictReader(file)}


def test_every_frame_and_object_has_a_row(hard, tmp_path):
    rows = rows_of(exported(hard, "csv", tmp_path))
    assert list(rows) == [(frame, one.object_id) for frame in range(FRAMES) for one in OBJECTS]
    assert {row["name"]: row["class"] for row in rows.values()} == {
        one.name: "ring" if one.object_id == RING else "thing" for one in OBJECTS
    }
    assert all(abs(float(row["time_s"]) - frame / RATE) < 1e-6 for (frame, _), row in rows.items())


def test_measures_are_those_of_the_masks(hard, tmp_path):
    for (frame, key), row in rows_of(exported(hard, "csv", tmp_path)).items():
        if key not in hard.masks[frame]:
            continue
        y, x = np.nonzero(hard.masks[frame][key])
        assert row["visible"] == "1"
        assert int(row["area"]) == x.size
        assert (float(row["x"]), float(row["y"])) == pytest.approx((x.mean() + 0.5, y.mean() + 0.5), abs=1e-3)
        box = [x.min(), y.min(), x.max() + 1 - x.min(), y.max() + 1 - y.min()]
        assert [int(row[name]) for name in ("left", "top", "width", "height")] == box
        assert float(row["score"]) == 0.75


def test_the_hidden_are_empty_and_have_no_speed_after_it(hard, tmp_path):
    rows = rows_of(exported(hard, "csv", tmp_path))
    for frame in HIDDEN:
        row = rows[frame, SHY]
        assert row["visible"] == "0"
        assert not any(list(row.values())[6:])
    with_speed = [frame for frame in range(FRAMES) if rows[frame, SHY]["speed"]]
    assert with_speed == [2, 6, 7]
    assert rows[0, RING]["speed"] == ""


def test_speed_is_pixels_per_second(hard, tmp_path):
    rows = rows_of(exported(hard, "csv", tmp_path))
    for key in (RING, DOT):  # both move a pixel to the right each frame
        assert [float(rows[3, key][name]) for name in ("speed_x", "speed_y", "speed")] == pytest.approx(
            [float(RATE), 0, float(RATE)], abs=0.1
        )


def test_a_part_of_the_clip_keeps_frames_and_counts_speed_over_its_stride(hard, tmp_path):
    rows = rows_of(exported(hard, "csv", tmp_path, ExportOptions({}, 1, 7, (DOT, PAIR), 3)))
    assert list(rows) == [(frame, key) for frame in (1, 4, 7) for key in (PAIR, DOT)]
    assert float(rows[4, DOT]["speed"]) == pytest.approx(float(RATE), abs=0.1)
    assert float(rows[4, DOT]["time_s"]) == pytest.approx(float(4 / RATE), abs=1e-6)
