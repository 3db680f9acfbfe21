"""DAVIS 2017, read by those who will."""

import hashlib

import numpy as np
from hard_clip import FRAMES, exported, flattened


def hashed(mask):
    return hashlib.sha256(np.ascontiguousarray(mask, np.uint8).tobytes()).hexdigest()


def test_trackeval_reads_every_flattened_mask(clip, tmp_path, reader):
    found = reader("trackeval_frames", "davis", exported(clip, "davis", tmp_path), "Hard_clip")
    expected = []
    for frame in range(FRAMES):
        labels = flattened(clip.masks[frame])
        expected += [[frame, int(number), hashed(labels == number)] for number in np.unique(labels) if number]
    assert sorted(found["rows"]) == sorted(expected)
    assert (found["frames"], found["hota"]) == (FRAMES, 1.0)
