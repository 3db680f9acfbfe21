"""RLE against pycocotools' own functions, the golden file that the client reads too, and damage."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from pycocotools import mask as coco

from masklet.domain.errors import InvalidInput
from masklet.domain.masklet import Rle
from masklet.masks import rle

GOLDEN = json.loads((Path(__file__).parents[3] / "contract/rle/golden.json").read_text())["masks"]
MASKS = hnp.arrays(np.bool_, st.tuples(st.integers(1, 23), st.integers(1, 23)))


def bitmap(entry: dict) -> np.ndarray:
    """The golden mask from its object runs, row by row."""
    height, width = entry["size"]
    mask = np.zeros((height, width), bool)
    for row, first, last in entry["row_runs"]:
        mask[row, first : last + 1] = True
    return mask


@pytest.mark.parametrize("entry", GOLDEN, ids=lambda entry: entry["name"])
def test_golden_masks_encode_and_decode(entry):
    mask = bitmap(entry)
    golden = Rle(*entry["size"], entry["counts"])
    assert rle.encode(mask) == golden
    assert np.array_equal(rle.decode(golden), mask)
    assert rle.area(golden) == entry["area"] == mask.sum()
    assert list(rle.bounding_box(golden)) == entry["bounding_box"]
    assert rle.is_empty(golden) == (not mask.any())
    rle.check(golden)


def test_golden_covers_the_hard_shapes():
    names = {entry["name"] for entry in GOLDEN}
    assert {"empty", "full", "one_pixel", "hole", "touches_border", "odd_size", "large"} <= names


@given(MASKS)
def test_round_trip_equals_pycocotools(mask):
    encoded = rle.encode(mask)
    theirs = coco.encode(np.asfortranarray(mask.astype(np.uint8)))
    assert encoded.counts == theirs["counts"].decode()
    assert np.array_equal(rle.decode(encoded), mask)
    assert rle.runs(encoded).sum() == mask.size
    rle.check(encoded)


@given(MASKS, st.lists(st.integers(0, 400), max_size=4))
def test_normalised_is_as_encode_writes_it(mask, places):
    """Runs cut in two by an empty one between say the same."""
    encoded = rle.encode(mask)
    lengths = rle.runs(encoded).tolist()
    for place in places:
        at = place % len(lengths)
        first = place % (lengths[at] + 1)
        lengths[at : at + 1] = [first, 0, lengths[at] - first]
    assert rle.normalised(encoded) == encoded
    assert rle.normalised(rle.from_runs(lengths, *mask.shape)) == encoded


@given(MASKS)
def test_bounding_box_is_the_smallest_rectangle(mask):
    x, y, width, height = rle.bounding_box(rle.encode(mask))
    if not mask.any():
        assert (x, y, width, height) == (0, 0, 0, 0)
        return
    rows, columns = np.nonzero(mask)
    assert (x, y) == (columns.min(), rows.min())
    assert (width, height) == (np.ptp(columns) + 1, np.ptp(rows) + 1)


@given(MASKS)
def test_object_runs_paint_the_mask(mask):
    height, width = mask.shape
    columns = np.zeros(mask.size, bool)
    for start, stop in rle.object_runs(rle.encode(mask)):
        columns[start:stop] = True
    assert np.array_equal(columns.reshape(width, height).T, mask)


def test_masks_of_numbers_and_views_encode_as_their_non_zero_pixels():
    numbers = np.zeros((7, 10), np.uint8)
    numbers[2:5, 3:9] = 200
    strided = numbers.repeat(2, axis=1)[:, ::2]
    assert rle.encode(numbers) == rle.encode(strided) == rle.encode(numbers > 0)


def test_empty_has_the_size_and_no_pixel():
    nothing = rle.empty(5, 9)
    assert (nothing.height, nothing.width) == (5, 9)
    assert rle.is_empty(nothing)
    assert rle.bounding_box(nothing) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "damaged",
    [
        Rle(4, 4, ""),
        Rle(4, 4, rle.empty(4, 5).counts),
        Rle(4, 4, "\x10"),
        Rle(4, 4, "\u20ac"),
        Rle(4, 4, "o"),
        Rle(4, 4, "~~~~~~~~~~~~~"),
        Rle(0, 0, ""),
        Rle(2, 2, "5O"),
    ],
)
def test_check_refuses_damage(damaged):
    with pytest.raises(InvalidInput):
        rle.check(damaged)


@given(MASKS)
def test_union_and_intersection_are_those_of_the_masks(mask):
    other = np.roll(mask, 1, axis=0)
    first, second = rle.encode(mask), rle.encode(other)
    assert np.array_equal(rle.decode(rle.union(first, second)), mask | other)
    assert np.array_equal(rle.decode(rle.intersection(first, second)), mask & other)


def test_uncompressed_counts_are_packed_and_damage_is_refused():
    mask = rle.encode(np.eye(6, 5, dtype=bool))
    assert rle.from_runs(rle.runs(mask).tolist(), 6, 5) == mask
    for damaged in ([5, -1, 26], ["a"], [2**40], [None]):
        with pytest.raises(InvalidInput):
            rle.check(rle.from_runs(damaged, 6, 5))


@given(MASKS, st.data())
def test_empty_runs_are_left_out_of_what_comes_from_outside(mask, data):
    """The same mask with runs split by empty ones, as others may write it."""
    lengths = []
    for length in rle.runs(rle.encode(mask)).tolist():
        first = data.draw(st.integers(0, length))
        lengths += [first, 0, length - first]
    found = rle.normalised(rle.from_runs(lengths, *mask.shape))
    assert found == rle.encode(mask)
