"""Polygons along pixel edges: what pycocotools makes of them is the mask, whatever it looks like."""

import cv2
import numpy as np
import pytest
from pycocotools import mask as coco

from masklet.domain.errors import InvalidInput
from masklet.masks import polygons as masks_polygons
from masklet.masks import rle
from masklet.masks.polygons import polygons


def filled(found, shape):
    """By area and parity, as COCO's own reader does it; parts united."""
    flat = [one.ravel().astype(float).tolist() for one in found]
    return coco.decode(coco.merge(coco.frPyObjects(flat, *shape))).astype(bool)


@pytest.mark.parametrize("seed", range(20))
def test_noise_comes_back_to_the_pixel(seed):
    random = np.random.default_rng(seed)
    for _ in range(10):
        mask = random.random(tuple(random.integers(2, 30, 2))) < random.uniform(0.1, 0.95)
        mask[0, 0] = True
        found = polygons(rle.encode(mask))
        assert all(len(one) >= 4 for one in found)
        assert np.array_equal(filled(found, mask.shape), mask)


def test_an_island_in_a_hole_in_a_disc():
    mask = np.zeros((90, 120), np.uint8)
    for radius, value in ((40, 1), (30, 0), (20, 1), (10, 0)):
        cv2.circle(mask, (60, 45), radius, value, -1)
    found = polygons(rle.encode(mask))
    assert len(found) == 2
    assert np.array_equal(filled(found, mask.shape), mask.astype(bool))


def test_the_whole_picture_and_one_pixel_are_four_corners():
    assert sorted(polygons(rle.encode(np.ones((3, 5), bool)))[0].tolist()) == [[0, 0], [0, 3], [5, 0], [5, 3]]
    one = np.zeros((3, 5), bool)
    one[2, 4] = True
    assert sorted(polygons(rle.encode(one))[0].tolist()) == [[4, 2], [4, 3], [5, 2], [5, 3]]


def test_nothing_has_no_polygon():
    assert polygons(rle.empty(3, 5)) == []


@pytest.mark.parametrize("seed", range(5))
def test_what_is_traced_is_filled_again(seed):
    mask = np.random.default_rng(seed).random((30, 40)) < 0.6
    lines = [one.astype(float) for one in polygons(rle.encode(mask))]
    assert np.array_equal(rle.decode(masks_polygons.filled(lines, 30, 40)), mask)


@pytest.mark.parametrize(
    "corners", [[], [[0, 0], [4, 4]], [[0, 0], [np.nan, 4], [4, 0]], [[0, 0], [np.inf, 4], [4, 0]], [[1, 2, 3]] * 3]
)
def test_what_is_no_polygon_is_refused(corners):
    with pytest.raises(InvalidInput):
        masks_polygons.filled([np.asarray(corners, float)] if corners else [], 30, 40)


def test_corners_far_outside_are_cut_off_in_no_time():
    far = np.array([[-1e300, 5], [1e300, 5], [1e300, 9], [-1e300, 9]])
    expected = np.zeros((30, 40), bool)
    expected[5:9] = True
    assert np.array_equal(rle.decode(masks_polygons.filled([far], 30, 40)), expected)


def test_a_noisy_mask_is_not_too_long_to_fill_and_a_way_without_end_is():
    """The latter would take gigabytes."""
    mask = np.random.default_rng(1).random((360, 640)) < 0.99
    assert masks_polygons.filled([one.astype(float) for one in polygons(rle.encode(mask))], 360, 640).counts
    across = np.tile([[0.0, 0.0], [8000.0, 8000.0]], (5000, 1))
    with pytest.raises(InvalidInput):
        masks_polygons.filled([across], 8000, 8000)
