"""COCO instances, read by those who will: run lengths to the pixel by all, polygons by those who fill them by area."""

import hashlib

import cv2
import numpy as np
import pytest
from hard_clip import RING, exported

from masklet.domain.export_options import ExportOptions

KERNEL = np.ones((3, 3), np.uint8)
POLYGONS = ExportOptions({"masks": "polygons"})


def digest(mask):
    return hashlib.sha256(np.ascontiguousarray(mask, np.uint8).tobytes()).hexdigest()


@pytest.mark.parametrize("masks", ["RLE", "polygons"])
def test_pycocotools_reads_every_mask_to_the_pixel(clip, tmp_path, reader, masks):
    rows = reader("pycocotools", exported(clip, "coco", tmp_path, ExportOptions({"masks": masks})))
    expected = [
        [object_id + 1, frame, digest(mask)] for frame, masks in clip.masks.items() for object_id, mask in masks.items()
    ]
    assert sorted(rows) == sorted(expected)


@pytest.mark.parametrize("masks", ["RLE", "polygons"])
def test_datumaro_reads_every_mask_to_the_pixel(clip, tmp_path, reader, masks):
    rows = reader("datumaro", exported(clip, "coco", tmp_path, ExportOptions({"masks": masks})), tmp_path / "laid-out")
    expected = [
        [f"{frame:05d}", "ring" if object_id == RING else "thing", object_id + 1, digest(mask)]
        for frame, masks in clip.masks.items()
        for object_id, mask in masks.items()
    ]
    assert rows == sorted(expected)


def read_by_supervision(clip, tmp_path, reader, options=None):
    """(what it reads, what the clip holds) for every mask."""
    classes = reader("supervision", exported(clip, "coco", tmp_path, options), tmp_path / "read")
    assert set(classes) == {f"{frame:05d}" for frame in clip.masks}
    for frame, masks in clip.masks.items():
        assert classes[f"{frame:05d}"] == ["ring" if object_id == RING else "thing" for object_id in masks]
        found = np.load(tmp_path / f"read/{frame:05d}.npz")["arr_0"]
        yield from zip(found, masks.values(), strict=True)


def test_supervision_reads_run_lengths_to_the_pixel(clip, tmp_path, reader):
    assert all(np.array_equal(*pair) for pair in read_by_supervision(clip, tmp_path, reader))


def test_supervision_draws_polygons_up_to_a_pixel_larger(clip, tmp_path, reader):
    """It draws through the middles of pixels: nothing is missing, what is more lies around the object (or a hole's seam)."""
    for found, mask in read_by_supervision(clip, tmp_path, reader, POLYGONS):
        grown = cv2.dilate(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, KERNEL), KERNEL).astype(bool)
        assert not (mask & ~found).any()
        assert not (found & ~grown).any()


def test_datumaro_reads_the_dataset_as_it_lies(clip, tmp_path, reader):
    rows = reader("datumaro_coco", exported(clip, "coco_dataset", tmp_path))
    expected = [
        [f"{frame:05d}", object_id + 1, digest(mask)]
        for frame, masks in clip.masks.items()
        for object_id, mask in masks.items()
    ]
    assert rows == {"sizes": [[64, 96]], "masks": sorted(expected)}
