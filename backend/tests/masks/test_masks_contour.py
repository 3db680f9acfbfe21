"""F of DAVIS against its definition, worked out pixel by pixel."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from masklet.masks.contour_accuracy import contour_accuracy, contour_map

SIDES = st.integers(2, 9)


@st.composite
def two_masks(draw):
    shape = draw(SIDES) * 3, draw(SIDES) * 3
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    return tuple(np.kron(rng.random((shape[0] // 3, shape[1] // 3)) < 0.4, np.ones((3, 3), bool)) for _ in range(2))


def by_definition(truth, mask):
    """Every pair of contour pixels, no dilation."""
    reach = np.ceil(0.008 * np.hypot(*truth.shape))
    contours = [np.argwhere(contour_by_definition(one)) for one in (truth, mask)]
    if not len(contours[0]) or not len(contours[1]):
        return float(len(contours[0]) == len(contours[1]))
    distances = np.hypot(*np.moveaxis(contours[0][:, None] - contours[1][None], -1, 0))
    recall, precision = (distances.min(1) <= reach).mean(), (distances.min(0) <= reach).mean()
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def contour_by_definition(mask):
    height, width = mask.shape
    edge = np.zeros(mask.shape, bool)
    for y in range(height):
        for x in range(width):
            neighbours = ((y, x + 1), (y + 1, x), (y + 1, x + 1))
            edge[y, x] = any(mask[b, a] != mask[y, x] for b, a in neighbours if b < height and a < width)
    return edge


@given(two_masks())
def test_it_is_what_the_definition_says(masks):
    assert (contour_map(masks[0]) == contour_by_definition(masks[0])).all()
    assert contour_accuracy(*masks) == pytest.approx(by_definition(*masks), abs=1e-12)


def test_what_is_near_enough_counts():
    """On 300 x 400 pixels, 4 of 500 are allowed."""
    truth = np.zeros((300, 400), bool)
    truth[100:200, 100:200] = True
    assert contour_accuracy(truth, np.roll(truth, 4, 0)) == 1.0
    assert 0.4 < contour_accuracy(truth, np.roll(truth, 5, 0)) < 0.6  # the two sides along the way still agree
    assert contour_accuracy(truth, np.roll(truth, 150, 1)) == 0.0


def test_empty_masks():
    empty, full = np.zeros((6, 8), bool), np.zeros((6, 8), bool)
    full[2:4, 2:4] = True
    assert contour_accuracy(empty, empty) == 1.0
    assert contour_accuracy(full, empty) == contour_accuracy(empty, full) == 0.0
    assert contour_accuracy(full, full) == 1.0
