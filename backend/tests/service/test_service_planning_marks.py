"""Plans around marks as data: accepted frames are walls, absent ones are gone through, ranges end where they are said to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masklet.domain.correction import Change
from masklet.domain.runs import from_frames, holds
from masklet.domain.session import Direction, TrackedObject
from masklet.service.interfaces import PlannedStretch
from masklet.service.plan_stretches import planned_stretches
from masklet.service.planning import History, Plan, plan_correction, plan_passes, plan_with_corrections

FORWARD, BACKWARD, BOTH = Direction.FORWARD, Direction.BACKWARD, Direction.BOTH
LAST = 20


def computed(passes):
    return [(one.start, one.stop) for one in passes if one.begins]


def told(passes):
    plan = Plan(passes, {})
    return [plan.frame_at(at) for at in range(plan.lead_in, plan.total)]


@pytest.mark.parametrize(
    ("prompted", "accepted", "start", "direction", "stop", "expected"),
    [
        ([0], [(10, 12)], 0, FORWARD, LAST, [(0, 9)]),
        ([0], [(10, 12)], 10, FORWARD, LAST, [(12, LAST)]),
        ([0], [(10, 12)], 10, BACKWARD, 0, [(10, 0)]),
        ([0], [(10, 12)], 11, BOTH, LAST, [(12, LAST), (10, 0)]),
        ([0], [(10, 12)], 15, BOTH, LAST, [(15, LAST), (15, 13)]),
        ([0], [(4, 6), (10, 12)], 8, BOTH, LAST, [(8, 9), (8, 7)]),
        ([0], [(10, 12)], 9, FORWARD, LAST, []),
        ([0], [(10, 12)], 11, FORWARD, 12, []),
        ([0], [(10, 12)], 2, FORWARD, 5, [(2, 5)]),
    ],
)
def test_tracking_stops_before_accepted_frames_and_sets_out_from_their_masks(
    prompted, accepted, start, direction, stop, expected
):
    history = History(prompted, [(0, LAST)], accepted=tuple(accepted))
    passes = plan_passes({1: history}, start, stop, direction)
    assert computed(passes) == expected
    assert all(one.leads_in for one in passes if one.begins)
    if expected:
        assert told(passes) == told(plan_passes({1: History([start], [])}, start, stop, direction))


def test_what_is_known_only_beyond_a_wall_does_not_count():
    seen_left = History([0], [(0, 4)], accepted=((10, 12),))  # accepted as empty
    assert plan_passes({1: seen_left}, 15, LAST, BOTH) == ()
    prompted_right = History([0, 18], [(0, 4), (18, 18)], accepted=((10, 12),))
    assert computed(plan_passes({1: prompted_right}, 15, LAST, BOTH)) == [(18, LAST), (18, 13)]


def test_objects_without_walls_go_together_all_the_same():
    free, walled = History([5], []), History([5], [(5, 5)], accepted=((9, 9),))
    passes = plan_passes({1: free, 2: walled, 3: free}, 5, LAST, BOTH)
    assert [(one.start, one.stop, sorted(one.begins)) for one in passes] == [
        (5, 8, [2]),
        (5, 0, [2]),
        (5, LAST, [1, 3]),
        (5, 0, [1, 3]),
    ]
    assert told(passes) == [*range(5, LAST + 1), *range(5, -1, -1)]


def test_objects_with_the_same_walls_share_their_passes():
    walled = History([5], [(5, 5)], accepted=((9, 9),))
    passes = plan_passes({1: walled, 2: walled}, 5, LAST, FORWARD)
    assert [(one.start, one.stop, sorted(one.begins)) for one in passes] == [(5, 8, [1, 2]), (5, LAST, [])]


def test_absent_where_tracking_starts_is_gone_through_in_one_pass():
    history = History([0], [(0, 9)], absent=((10, 15),))
    assert computed(plan_passes({1: history}, 12, LAST, BOTH)) == [(9, LAST), (9, 0)]
    assert computed(plan_passes({1: history}, 12, LAST, FORWARD)) == [(9, LAST)]


def test_seen_only_later_by_its_masks_is_tracked_from_there():
    """Without a prompt on that frame the shared pass would find nothing of it up to its prompt."""
    passes = plan_passes({1: History([12], [(9, 14)])}, 4, LAST, BOTH)
    assert computed(passes) == [(9, LAST), (9, 0)]


@pytest.mark.parametrize(
    ("start", "stop", "first", "expected"),
    [(8, 12, 5, [(8, 12), (8, 5)]), (8, 8, 5, [(8, 8), (8, 5)]), (5, 12, 5, [(5, 12)])],
)
def test_both_ways_reaches_both_ends_of_a_range(start, stop, first, expected):
    passes = plan_passes({1: History([0], [(0, LAST)])}, start, stop, BOTH, first)
    assert computed(passes) == expected
    walled = History([0], [(0, LAST)], accepted=((2, 2),))
    assert told(plan_passes({1: walled}, start, stop, BOTH, first)) == told(passes)


@given(
    prompted=st.sets(st.integers(0, LAST), min_size=1, max_size=3),
    seen=st.sets(st.integers(0, LAST)),
    accepted=st.sets(st.integers(0, LAST), min_size=1, max_size=5),
    start=st.integers(0, LAST),
    direction=st.sampled_from(Direction),
)
def test_no_pass_has_news_of_an_accepted_frame_and_none_crosses_one(prompted, seen, accepted, start, direction):
    walls = from_frames(accepted)
    history = History(sorted(prompted), from_frames(seen | prompted | accepted), accepted=walls)
    stop = 0 if direction is BACKWARD else LAST
    for one in plan_passes({1: history}, start, stop, direction):
        if one.begins:
            news = [at for at in one.frames if one.counts_for(1, at)]
            assert not any(holds(walls, at) for at in news)
            assert history.is_known_on(one.start)


def test_a_correction_is_carried_to_the_neighbouring_accepted_frames():
    history = History([2, 9], [(0, LAST)], {9: 1}, accepted=((5, 6), (14, 14)))
    back, on = plan_correction(1, history, 9, Change.ADDS, LAST)
    assert (back.stop, on.stop) == (7, 13)
    assert (back.correction.end, back.correction.said_at_end) == (6, 3)
    assert (on.correction.end, on.correction.said_at_end) == (14, 3)


def test_frames_that_are_only_told_are_not_counted_as_work():
    passes = plan_with_corrections({1: History([0, 9], [(0, LAST)])}, {1: {9: Change.ADDS}}, 0, LAST, BOTH)
    plan = Plan(passes, {})
    assert (plan.computed, plan.total) == (9 + 12, 9 + 12 + LAST + 1)
    assert [plan.position(done) for done in (0, 20, 21)] == [0, 20, plan.total]


def test_what_a_person_is_shown_is_what_can_change():
    passes = plan_passes({1: History([5], []), 2: History([9], [])}, 5, LAST, BOTH)
    objects = [TrackedObject(2, "B", "", absent=((0, 3),), accepted=((15, 15),)), TrackedObject(1, "A", "")]
    assert planned_stretches(Plan(passes, {}), objects) == (
        PlannedStretch(2, 4, 8),
        PlannedStretch(2, 10, 14),
        PlannedStretch(2, 16, LAST),
        PlannedStretch(1, 0, 4),
        PlannedStretch(1, 6, LAST),
    )
    corrected = plan_with_corrections({1: History([0, 9], [(0, LAST)])}, {1: {9: Change.ADDS}}, 0, LAST, BOTH)
    assert planned_stretches(Plan(corrected, {}), objects) == (PlannedStretch(1, 1, 8), PlannedStretch(1, 10, LAST))
