"""A click's clearance says how much it speaks of: generated pictures with a wrong half, a missing half, a lost object."""

import numpy as np
import pytest
from moving_shapes import disc, iou, paint, texture

from masklet.domain.prompt import Point
from masklet.engine.flow.appearance import Appearance
from masklet.engine.flow.correction_in_video import MOST_SINGLY, correct_in_video
from masklet.engine.flow.scene import Scene

HEIGHT, WIDTH = 150, 220
OBJECT_AT, JUNK_AT = (60, 75), (150, 75)


@pytest.fixture(scope="module")
def picture():
    """An orange disc with a paler half, and a grey block beside it."""
    frame = texture(HEIGHT, WIDTH, (70, 90, 130), 1)
    true = disc(HEIGHT, WIDTH, *OBJECT_AT, 34)
    frame = paint(frame, texture(HEIGHT, WIDTH, (210, 120, 50), 2), true, 0, 0)
    pale = true & (np.arange(WIDTH) < OBJECT_AT[0])[None]
    frame = paint(frame, texture(HEIGHT, WIDTH, (225, 205, 160), 5), pale, 0, 0)
    junk = np.zeros_like(true)
    junk[40:112, 94:205] = True
    frame = paint(frame, texture(HEIGHT, WIDTH, (120, 130, 110), 3), junk, 0, 0)
    return frame, true, pale, junk


def test_a_click_deep_inside_a_wrong_part_takes_all_of_it_away(picture):
    frame, true, _, junk = picture
    mask = correct_in_video(Scene(frame), true | junk, (Point(*JUNK_AT, 0),), 0, Appearance)
    assert iou(mask, true) > 0.85


def test_a_click_in_the_middle_of_a_missing_part_adds_it(picture):
    frame, true, pale, _ = picture
    mask = correct_in_video(Scene(frame), true & ~pale, (Point(42, 75, 1),), 0, Appearance)
    assert iou(mask, true) > 0.85


def test_where_something_else_was_shown_far_away_it_is_replaced(picture):
    frame, true, _, _ = picture
    elsewhere = disc(HEIGHT, WIDTH, 205, 15, 9)
    mask = correct_in_video(Scene(frame), elsewhere, (Point(*OBJECT_AT, 1),), 0, Appearance)
    assert not (mask & elsewhere).any()
    assert (mask & true).sum() > 0.4 * true.sum()


def test_a_part_that_lies_apart_is_added_to_what_a_click_before_confirmed(picture):
    frame, *_ = picture
    first = disc(HEIGHT, WIDTH, 205, 15, 9)
    points = (Point(205, 15, 1), Point(*OBJECT_AT, 1))
    mask = correct_in_video(Scene(frame), first, points, 1, Appearance)
    assert (mask & first).sum() == first.sum()
    assert mask[OBJECT_AT[1], OBJECT_AT[0]]


def test_a_lost_object_is_found_at_the_click_alone(picture):
    frame, true, _, _ = picture
    for shown in (None, np.zeros_like(true)):
        mask = correct_in_video(Scene(frame), shown, (Point(75, 75, 1),), 0, Appearance)
        assert (mask & true).sum() > 0.4 * true.sum()


def test_clicks_before_stay_law(picture):
    frame, true, _, junk = picture
    kept = Point(198, 75, 1)
    points = (kept, Point(*JUNK_AT, 0))
    mask = correct_in_video(Scene(frame), true | junk, points, 1, Appearance)
    assert mask[75, 198]
    assert not mask[JUNK_AT[1], JUNK_AT[0]]


def test_a_click_that_confirms_changes_nothing(picture):
    frame, true, _, _ = picture
    for point in (Point(*OBJECT_AT, 1), Point(*JUNK_AT, 0)):
        assert np.array_equal(correct_in_video(Scene(frame), true, (point,), 0, Appearance), true)


def test_many_clicks_at_once_are_obeyed(picture):
    frame, true, _, _ = picture
    rng = np.random.default_rng(3)
    places = [(float(x), float(y)) for x, y in zip(rng.uniform(5, 200, 12), rng.uniform(5, 140, 12), strict=True)]
    points = tuple(Point(x, y, int(true[int(y), int(x)])) for x, y in places)
    assert len(points) > MOST_SINGLY
    mask = correct_in_video(Scene(frame), true, points, 0, Appearance)
    assert all(mask[int(p.y), int(p.x)] == bool(p.label) for p in points)


@pytest.mark.parametrize(("height", "width"), [(2, 2), (2, 64), (48, 2)])
@pytest.mark.parametrize("label", [0, 1])
def test_the_smallest_pictures_are_answered(height, width, label):
    frame = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    shown = np.zeros((height, width), bool)
    shown[0, 0] = True
    mask = correct_in_video(Scene(frame), shown, (Point(width / 2, height / 2, label),), 0, Appearance)
    assert mask.shape == shown.shape


def test_a_mask_too_large_to_learn_from_is_not_extended(picture):
    frame, true, _, _ = picture
    nothing = np.zeros_like(true)
    flat = np.full_like(frame, 90)  # GrabCut takes all of a frame without an edge
    assert correct_in_video(Scene(flat), nothing, (Point(75, 75, 1),), 0, Appearance)[75, 75]
