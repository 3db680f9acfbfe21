"""Pascal VOC, read by those who will."""

import hashlib

import numpy as np
from hard_clip import FRAMES, RING, exported, flattened


def test_datumaro_reads_every_flattened_mask_with_its_class(clip, tmp_path, reader):
    found = reader("datumaro_voc", exported(clip, "voc", tmp_path))
    expected = []
    for frame in range(FRAMES):
        labels = flattened(clip.masks[frame])
        for number in np.unique(labels[labels > 0]):
            code = hashlib.sha256(np.ascontiguousarray(labels == number, np.uint8).tobytes()).hexdigest()
            kind = "ring" if number == RING + 1 else "thing"
            expected.append([f"Hard_clip_{frame:05d}", "train" if frame < 6 else "val", kind, code])
    assert sorted(row for row in found if row[1] != "trainval") == sorted(expected)
