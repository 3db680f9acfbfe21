"""LabelMe files, opened by labelme itself."""

import hashlib

import cv2
import numpy as np
from hard_clip import RING, exported

from masklet.domain.export_options import ExportOptions


def rows_of(masks_by_frame):
    return sorted(
        [object_id + 1, frame, hashlib.sha256(np.ascontiguousarray(mask, np.uint8).tobytes()).hexdigest()]
        for frame, masks in masks_by_frame.items()
        for object_id, mask in masks.items()
    )


def without_hole(frame):
    return cv2.circle(np.zeros((64, 96), np.uint8), (30 + frame, 30), 16, 1, -1)


def test_labelme_reads_every_mask_to_the_pixel(clip, tmp_path, reader):
    assert sorted(reader("labelme", exported(clip, "labelme", tmp_path))) == rows_of(clip.masks)


def test_labelme_fills_polygons_to_the_pixel_but_for_holes(clip, tmp_path, reader):
    folder = exported(clip, "labelme", tmp_path, ExportOptions({"shapes": "polygon"}))
    filled = {frame: masks | {RING: without_hole(frame)} for frame, masks in clip.masks.items()}
    assert sorted(reader("labelme", folder)) == rows_of(filled)
