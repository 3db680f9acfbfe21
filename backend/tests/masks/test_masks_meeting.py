"""A correction's masks beside those that are stored: the click's direction is law, and what goes astray is left."""

import numpy as np
import pytest

from masklet.domain.correction import Change, Correction
from masklet.domain.masklet import ObjectMask
from masklet.masks import rle
from masklet.masks.meeting import Meeting

ADDS, TAKES, REPLACES = Change.ADDS, Change.TAKES, Change.REPLACES


def bar(first: int, last: int, score: float = 0.9) -> ObjectMask:
    """Columns `first` to `last` (excluded) of a picture of 10 x 100; empty where there is none."""
    mask = np.zeros((10, 100), bool)
    mask[:, first:last] = True
    return ObjectMask(rle.encode(mask), score if last > first else 0.0)


def columns(mask: ObjectMask) -> tuple[int, int]:
    x, _, width, _ = rle.bounding_box(mask.rle)
    return x, x + width


def test_what_an_adding_click_adds_is_added_as_far_as_the_neighbour():
    meeting = Meeting(Correction(10, 0, ADDS))
    assert [columns(meeting.meet(t, bar(0, 40), bar(0, 60))) for t in (9, 5, 1)] == [(0, 60)] * 3


def test_an_addition_that_grows_far_beyond_what_was_asked_for_is_left():
    meeting = Meeting(Correction(10, None, ADDS))
    assert columns(meeting.meet(11, bar(0, 40), bar(0, 44))) == (0, 44)
    assert columns(meeting.meet(12, bar(0, 40), bar(0, 90))) == (0, 40)
    assert columns(meeting.meet(13, bar(0, 40), bar(0, 44))) == (0, 44)


def test_a_removing_click_only_takes_away():
    meeting = Meeting(Correction(10, None, TAKES))
    assert columns(meeting.meet(11, bar(0, 60), bar(0, 40))) == (0, 40)
    assert columns(meeting.meet(12, bar(0, 60), bar(10, 90))) == (10, 60)
    assert columns(meeting.meet(13, bar(0, 60), bar(70, 90))) == (0, 60)
    assert columns(meeting.meet(14, bar(0, 60), bar(55, 60))) == (0, 60)  # the tracked one was lost almost wholly


def test_where_the_two_show_different_things_the_nearer_and_the_surer_wins():
    meeting = Meeting(Correction(10, 0, ADDS))
    assert [columns(meeting.meet(t, bar(0, 20), bar(50, 70)))[0] for t in (9, 6, 4, 1)] == [50, 50, 0, 0]
    assert columns(meeting.meet(6, bar(0, 20, 0.9), bar(50, 70, 0.5))) == (0, 20)


def test_more_said_on_the_neighbouring_frame_counts_more():
    meeting = Meeting(Correction(10, 0, ADDS, said=1, said_at_end=3))
    assert [columns(meeting.meet(t, bar(0, 40), bar(0, 60)))[1] for t in (9, 8, 7, 1)] == [60, 60, 40, 40]


def test_an_object_lost_on_the_way_stays_where_it_was_and_one_that_is_said_to_be_absent_goes():
    nothing = bar(0, 0)
    assert columns(Meeting(Correction(10, None, ADDS)).meet(11, bar(0, 20), nothing)) == (0, 20)
    absent = Meeting(Correction(10, 0, REPLACES))
    assert [rle.is_empty(absent.meet(t, bar(0, 20), nothing).rle) for t in (9, 6, 4, 1)] == [True, True, False, False]


@pytest.mark.parametrize("change", Change)
def test_nothing_stored_and_nothing_tracked_is_no_error(change):
    meeting = Meeting(Correction(3, 9, change))
    assert rle.is_empty(meeting.meet(4, bar(0, 0), bar(0, 0)).rle)
    if change is not TAKES:
        assert columns(meeting.meet(5, bar(0, 0), bar(0, 20))) == (0, 20)
