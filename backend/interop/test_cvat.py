"""CVAT for video, read by datumaro, which is what CVAT itself reads formats with."""

import hashlib

import numpy as np
from hard_clip import HEIGHT, WIDTH, exported


def test_datumaro_reads_every_mask_to_the_pixel(clip, tmp_path, reader):
    rows = reader("datumaro_cvat", exported(clip, "cvat", tmp_path), HEIGHT, WIDTH)
    expected = [
        [object_id + 1, frame, hashlib.sha256(np.ascontiguousarray(mask, np.uint8).tobytes()).hexdigest()]
        for frame, masks in clip.masks.items()
        for object_id, mask in masks.items()
    ]
    assert sorted(rows) == sorted(expected)
