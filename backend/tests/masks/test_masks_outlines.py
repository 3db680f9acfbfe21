"""Outlines along pixel edges fill to the mask again: by the rule of depth, and in the COCO API as well."""

import numpy as np
import pytest
from hard_clip import masks_of
from pycocotools import mask as coco

from masklet.masks import rle
from masklet.masks.outlines import pixel_outlines


def filled(outlines, shape):
    """As the COCO API fills polygons, in order of depth."""
    mask = np.zeros(shape, bool)
    for one in sorted(outlines, key=lambda one: one.depth):
        [packed] = coco.frPyObjects([one.points.ravel().astype(float).tolist()], *shape)
        mask[coco.decode(packed).astype(bool)] = not one.is_hole
    return mask


@pytest.mark.parametrize("index", [0, 7])
def test_the_hard_masks_are_exact(index):
    for mask in masks_of(index).values():
        assert np.array_equal(filled(pixel_outlines(rle.encode(mask)), mask.shape), mask)


@pytest.mark.parametrize("share", [0.1, 0.4, 0.5, 0.6, 0.9])
def test_noise_is_exact(share):
    random = np.random.default_rng(int(share * 100))
    for _ in range(20):
        mask = random.random((23, 31)) < share
        assert np.array_equal(filled(pixel_outlines(rle.encode(mask)), mask.shape), mask)


def test_nested_rings_have_depths_and_the_fewest_corners():
    mask = np.zeros((40, 40), bool)
    for edge, value in ((2, True), (6, False), (10, True), (14, False)):
        mask[edge : 40 - edge, edge : 40 - edge] = value
    outlines = pixel_outlines(rle.encode(mask))
    assert sorted(one.depth for one in outlines) == [0, 1, 2, 3]
    assert all(len(one.points) == 4 for one in outlines)


def test_nothing_has_no_outline():
    assert pixel_outlines(rle.empty(4, 5)) == []
