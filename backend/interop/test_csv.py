"""The CSV table, read by pandas without any option."""

import numpy as np
import pytest
from hard_clip import DOT, FRAMES, HIDDEN, OBJECTS, RATE, exported


def row(object_id, frame, mask):
    y, x = np.nonzero(mask)
    box = [x.min(), y.min(), x.max() + 1 - x.min(), y.max() + 1 - y.min()]
    return [object_id + 1, frame, x.size, *map(int, box)]


def test_pandas_reads_numbers_and_gaps(clip, tmp_path, reader):
    found = reader("pandas", exported(clip, "csv", tmp_path))
    assert found["seen"] == [
        row(key, frame, mask) for frame, masks in clip.masks.items() for key, mask in masks.items()
    ]
    texts = {name for name, kind in found["types"].items() if kind == "O"}
    assert texts == {"name", "class"}
    assert found["empty"]["area"] == found["empty"]["x"] == len(HIDDEN)
    assert found["empty"]["speed"] == len(OBJECTS) + len(HIDDEN) - 1 + 2  # first frame of all, hidden, and after hiding
    assert found["empty"]["frame_index"] == 0
    assert found["mean_speed"][str(DOT + 1)] == pytest.approx(float(RATE), abs=0.1)
    assert len(found["seen"]) == FRAMES * len(OBJECTS) - len(HIDDEN)
