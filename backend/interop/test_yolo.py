"""YOLO outlines and boxes, read by those who will. An object of two parts is two objects to them."""

import hashlib

import cv2
import numpy as np
import pytest
from hard_clip import RING, exported

SPLITS = {"train": range(6), "val": range(6, 8)}


def expected(clip, frames):
    """[file, class, mask] of every part."""
    for frame in frames:
        for key, mask in clip.masks[frame].items():
            count, numbers = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
            for number in range(1, count):
                yield f"Hard_clip_{frame:05d}", "ring" if key == RING else "thing", numbers == number


@pytest.mark.parametrize("split", SPLITS)
def test_supervision_reads_every_part_to_the_pixel(clip, tmp_path, reader, split):
    found = reader("supervision_yolo", exported(clip, "yolo_seg", tmp_path), split)
    wanted = [
        [file, kind, hashlib.sha256(np.ascontiguousarray(mask, np.uint8).tobytes()).hexdigest()]
        for file, kind, mask in expected(clip, SPLITS[split])
    ]
    assert sorted([file, kind, mask] for file, kind, _, mask in found) == sorted(wanted)


def test_supervision_reads_every_box(clip, tmp_path, reader):
    found = reader("supervision_yolo", exported(clip, "yolo_boxes", tmp_path), "val")
    wanted = []
    for frame in SPLITS["val"]:
        for key, mask in clip.masks[frame].items():
            ys, xs = np.nonzero(mask)
            box = [float(side) for side in (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1)]
            wanted.append([f"Hard_clip_{frame:05d}", "ring" if key == RING else "thing", box, None])
    assert sorted(found) == sorted(wanted)
