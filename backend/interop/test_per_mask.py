"""Formats that have no reader of their own, read mask by mask by pycocotools and Pillow."""

import hashlib

import numpy as np
import pytest
from hard_clip import exported


def digests(clip):
    return sorted(
        [object_id + 1, frame, hashlib.sha256(np.ascontiguousarray(mask, np.uint8).tobytes()).hexdigest()]
        for frame, masks in clip.masks.items()
        for object_id, mask in masks.items()
    )


@pytest.mark.parametrize("name", ["sa_v", "sa_v_png", "sa_1b"])
def test_every_mask_is_equal_to_the_pixel(clip, tmp_path, reader, name):
    assert reader("per_mask", name, exported(clip, name, tmp_path)) == digests(clip)
