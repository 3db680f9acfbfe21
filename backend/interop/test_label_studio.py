"""Label Studio tasks, decoded by the converter of its SDK."""

import hashlib

import numpy as np
from hard_clip import exported


def test_the_sdk_decodes_every_mask_to_the_pixel(clip, tmp_path, reader):
    rows = reader("label_studio", exported(clip, "label_studio", tmp_path))
    expected = [
        [object_id + 1, frame, hashlib.sha256(np.ascontiguousarray(mask, np.uint8).tobytes()).hexdigest()]
        for frame, masks in clip.masks.items()
        for object_id, mask in masks.items()
    ]
    assert sorted(rows) == sorted(expected)
