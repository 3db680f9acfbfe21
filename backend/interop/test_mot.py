"""MOT, read by those who will."""

import numpy as np
import pytest
from hard_clip import FRAMES, RING, exported, flattened


def test_datumaro_reads_every_box_with_its_class_track_and_visibility(clip, tmp_path, reader):
    found = reader("datumaro_mot", exported(clip, "mot", tmp_path))
    expected = []
    for frame, masks in clip.masks.items():
        labels = flattened(masks)
        for key, mask in masks.items():
            ys, xs = np.nonzero(mask)
            box = [xs.min(), ys.min(), xs.max() - xs.min() + 1, ys.max() - ys.min() + 1]
            seen = (labels == key + 1).sum() / mask.sum()
            kind = "ring" if key == RING else "thing"
            expected.append([frame + 1, kind, key + 1, box, pytest.approx(seen, abs=1e-5)])
    assert sorted(found["rows"], key=lambda row: (row[0], row[2])) == sorted(expected, key=lambda row: (row[0], row[2]))
    assert found["pictures"] == FRAMES
