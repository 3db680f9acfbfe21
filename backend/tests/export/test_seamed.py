"""Lines with seams fill to the mask again, whatever its holes and parts."""

import cv2
import numpy as np
import pytest
from hard_clip import masks_of

from masklet.export.seamed import seamed_parts
from masklet.masks import rle


def filled(parts, shape):
    mask = np.zeros(shape, np.uint8)
    for part in parts:
        alone = np.zeros(shape, np.uint8)
        cv2.fillPoly(alone, [part.astype(np.int32)], 1)
        mask |= alone
    return mask.astype(bool)


@pytest.mark.parametrize("index", [0, 7])
def test_the_hard_masks_are_exact(index):
    for mask in masks_of(index).values():
        parts = seamed_parts(rle.encode(mask))
        assert np.array_equal(filled(parts, mask.shape), mask)
        assert all(len(part) >= 3 for part in parts)


@pytest.mark.parametrize("share", [0.1, 0.4, 0.5, 0.6, 0.8, 0.95])
def test_noise_is_exact(share):
    random = np.random.default_rng(int(share * 100))
    for _ in range(40):
        mask = random.random((23, 31)) < share
        assert np.array_equal(filled(seamed_parts(rle.encode(mask)), mask.shape), mask)


def test_a_part_in_a_hole_is_a_part_of_its_own():
    mask = np.zeros((40, 40), bool)
    for edge, value in ((2, True), (6, False), (10, True), (14, False)):
        mask[edge : 40 - edge, edge : 40 - edge] = value
    assert len(seamed_parts(rle.encode(mask))) == 2
    assert np.array_equal(filled(seamed_parts(rle.encode(mask)), mask.shape), mask)


def test_a_rectangle_has_four_corners_and_nothing_no_line():
    mask = np.zeros((20, 30), bool)
    mask[3:9, 4:20] = True
    assert sorted(map(tuple, seamed_parts(rle.encode(mask))[0].tolist())) == [(4, 3), (4, 8), (19, 3), (19, 8)]
    assert seamed_parts(rle.empty(4, 5)) == []
