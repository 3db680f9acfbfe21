"""Boxes, parts, holes, depth and boundaries of masks."""

import numpy as np
import pytest

from masklet.masks import geometry, morphology


@pytest.fixture
def square():
    mask = np.zeros((20, 30), bool)
    mask[5:12, 8:18] = True
    return mask


def test_extent_is_half_open_and_none_when_empty(square):
    assert geometry.extent(square) == (8, 5, 18, 12)
    assert geometry.extent(np.zeros((4, 5), bool)) is None


def test_clip_never_leaves_the_frame_nor_becomes_empty():
    assert geometry.clip((-3.5, 2.2, 40, 8.1), 30, 20) == (0, 2, 30, 9)
    assert geometry.clip((100, 100, 120, 130), 30, 20) == (29, 19, 30, 20)


def test_centre_long_side_and_union():
    assert geometry.centre((8, 5, 18, 12)) == (13.0, 8.5)
    assert geometry.long_side((8, 5, 18, 12)) == 10
    assert geometry.union((8, 5, 18, 12), (0, 7, 9, 20)) == (0, 5, 18, 20)


def test_signed_distance_changes_sign_at_the_boundary(square):
    distance = morphology.signed_distance(square)
    assert ((distance > 0) == square).all()
    assert distance[8, 12] == pytest.approx(4, abs=0.1)
    assert distance[0, 12] == pytest.approx(-5, abs=0.1)


def test_depth_of_a_full_mask_is_finite():
    assert np.isfinite(morphology.signed_distance(np.ones((5, 9), bool))).all()


def test_small_parts_go_and_large_ones_stay(square):
    square[0, 0] = True
    square[15:18, 2:8] = True  # 18 of 70 pixels
    kept = morphology.without_small_parts(square, 0.2)
    assert not kept[0, 0]
    assert kept[16, 4]


def test_parts_touching_keeps_only_what_holds_a_seed(square):
    square[15:18, 2:8] = True
    seeds = np.zeros_like(square)
    seeds[16, 4] = seeds[0, 0] = True  # the second lies in no part
    kept = morphology.parts_touching(square, seeds)
    assert np.count_nonzero(kept) == 18


def test_only_small_inner_holes_are_filled(square):
    square[8, 12] = False
    assert morphology.filled(square, 0.05)[8, 12]
    ring = np.ones((20, 20), bool)
    ring[4:16, 4:16] = False
    assert not morphology.filled(ring, 0.05)[10, 10]
    bay = np.ones((20, 20), bool)
    bay[0, 5] = False  # open to the frame's edge: no hole
    assert not morphology.filled(bay, 0.5)[0, 5]


def test_grown_and_shrunk_move_the_boundary(square):
    assert geometry.extent(morphology.grown(square, 2)) == (6, 3, 20, 14)
    assert geometry.extent(morphology.shrunk(square, 2)) == (10, 7, 16, 10)
    assert morphology.shrunk(np.ones((6, 6), bool), 2).all()


def test_boundary_lies_inside_the_mask(square):
    edge = morphology.boundary(square)
    assert (edge & ~square).sum() == 0
    assert edge.sum() == 2 * (10 + 7) - 4


def test_a_disc_holds_at_least_its_pixel_even_outside():
    assert morphology.disc_at((10, 10), 50, -3, 0.1).nonzero() == (np.array([0]), np.array([9]))
    assert morphology.disc_at((11, 11), 5, 5, 2).sum() == 13
