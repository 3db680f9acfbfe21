"""Plans as data: which passes, in which order, and which frame is the n-th."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masklet.domain.correction import Change, Correction
from masklet.domain.session import Direction
from masklet.service.planning import (
    History,
    Plan,
    plan_correction,
    plan_from_text,
    plan_passes,
    plan_to_text,
    plan_with_corrections,
)

FORWARD, BACKWARD, BOTH = Direction.FORWARD, Direction.BACKWARD, Direction.BOTH
LAST = 20


def frames_and_objects(passes):
    return [(list(one.frames), sorted(one.begins)) for one in passes]


@pytest.mark.parametrize("start", [0, 7, LAST])
def test_both_ways_tells_the_order_of_the_wire_contract(start):
    histories = {1: History([start], []), 2: History([3], [(0, LAST)]), 3: History([11], []), 4: History([2], [])}
    plan = Plan(plan_passes(histories, start, LAST, BOTH), {})
    told = [plan.frame_at(at) for at in range(plan.lead_in, plan.total)]
    assert told == [*range(start, LAST + 1), *(range(start, -1, -1) if start else ())]


def test_prompted_later_is_led_back_to_the_start_and_goes_with_the_others():
    passes = plan_passes({1: History([5], []), 2: History([9], [])}, 5, LAST, BOTH)
    assert [one.leads_in for one in passes] == [True, False, False]
    assert frames_and_objects(passes) == [
        ([9, 8, 7, 6, 5], [2]),
        (list(range(5, 21)), [1, 2]),
        ([5, 4, 3, 2, 1, 0], [1, 2]),
    ]
    assert not passes[1].counts_for(2, 9)
    assert passes[1].counts_for(2, 10)
    assert not passes[1].counts_for(2, 6)
    assert passes[2].counts_for(2, 4)


def test_prompted_later_and_one_way_joins_at_its_prompt():
    passes = plan_passes({1: History([5], []), 2: History([9], [])}, 5, LAST, FORWARD)
    assert frames_and_objects(passes) == [(list(range(5, 21)), [1, 2])]
    assert not passes[0].counts_for(2, 9)


def test_known_only_behind_the_start_is_led_up_to_it_from_the_nearest_known_frame():
    history = History([2, 4], [(4, 6)])
    lead_in = ([6, 7, 8, 9, 10], [1])
    assert frames_and_objects(plan_passes({1: history}, 10, LAST, FORWARD)) == [lead_in, (list(range(10, 21)), [1])]
    both = plan_passes({1: history}, 10, LAST, BOTH)
    assert frames_and_objects(both) == [lead_in, (list(range(10, 21)), [1]), (list(range(10, -1, -1)), [1])]
    assert not both[2].counts_for(1, 8)
    assert both[2].counts_for(1, 5)
    assert frames_and_objects(plan_passes({1: history}, 1, 0, BACKWARD)) == [([2, 1], [1]), ([1, 0], [1])]


def test_objects_out_of_reach_are_left_out():
    ahead = {1: History([15], [])}
    assert plan_passes(ahead, 5, 10, FORWARD) == ()
    assert plan_passes(ahead, 5, 10, BOTH) == ()
    assert frames_and_objects(plan_passes(ahead, 5, 15, FORWARD)) == [(list(range(5, 16)), [1])]
    assert plan_passes({1: History([2], [])}, 5, 3, BACKWARD) == ()
    assert plan_passes({}, 5, LAST, BOTH) == ()


def test_a_single_frame_is_a_plan():
    assert frames_and_objects(plan_passes({1: History([0], [])}, 0, 0, BOTH)) == [([0], [1])]


@given(
    prompted=st.sets(st.integers(0, LAST)),
    runs=st.sets(st.integers(0, LAST)),
    frame_index=st.integers(0, LAST),
)
def test_the_nearest_known_frames_are_the_nearest(prompted, runs, frame_index):
    history = History(sorted(prompted), [(at, at) for at in sorted(runs)])
    known = prompted | runs
    assert history.is_known_on(frame_index) == (frame_index in known)
    assert history.nearest_before(frame_index) == max((at for at in known if at < frame_index), default=None)
    assert history.nearest_after(frame_index) == min((at for at in known if at > frame_index), default=None)
    assert history.next_prompt(frame_index, FORWARD) == min((at for at in prompted if at > frame_index), default=None)
    assert history.next_prompt(frame_index, BACKWARD) == max((at for at in prompted if at < frame_index), default=None)


def test_long_runs_count_wherever_they_are_cut():
    history = History([], [(3, 8)])
    assert history.is_known_on(5)
    assert history.nearest_before(5) == 4
    assert history.nearest_after(5) == 6


HISTORIES = st.dictionaries(
    st.integers(0, 3),
    st.builds(
        lambda prompted, at, length: History(sorted(prompted), [(at, min(at + length, LAST))]),
        st.sets(st.integers(0, LAST), min_size=1, max_size=3),
        st.integers(0, LAST),
        st.integers(0, 5),
    ),
)


@given(histories=HISTORIES, start=st.integers(0, LAST))
def test_both_ways_reaches_every_frame_for_every_object(histories, start):
    """Whatever is known: each object has a result, or is known, on every frame of the video."""
    passes = plan_passes(histories, start, LAST, BOTH)
    for object_id, history in histories.items():
        reached = {
            at for one in passes if object_id in one.begins for at in one.frames if one.counts_for(object_id, at)
        }
        unreached = set(range(LAST + 1)) - reached
        assert all(history.is_known_on(at) for at in unreached)


@given(histories=HISTORIES, start=st.integers(0, LAST), direction=st.sampled_from(Direction))
def test_positions_count_through_the_passes_and_plans_survive_being_written_down(histories, start, direction):
    stop = 0 if direction is BACKWARD else LAST
    plan = Plan(plan_passes(histories, start, stop, direction), {key: key + 100 for key in histories})
    assert plan_from_text(plan_to_text(plan)) == plan
    told = [at for one in plan.passes for at in one.frames]
    assert [plan.frame_at(position) for position in range(plan.total)] == told
    assert plan.locate(plan.total) == (len(plan.passes), 0)


def test_a_correction_goes_back_and_on_to_the_neighbouring_prompted_frames():
    history = History([2, 9, 15], [(0, LAST)], {9: 2, 15: 4})
    passes = plan_correction(1, history, 9, Change.TAKES, LAST)
    assert frames_and_objects(passes) == [([9, 8, 7, 6, 5, 4, 3], [1]), ([9, 10, 11, 12, 13, 14], [1])]
    assert [one.correction for one in passes] == [
        Correction(9, 2, Change.TAKES, 2, 1),
        Correction(9, 15, Change.TAKES, 2, 4),
    ]
    assert frames_and_objects(plan_correction(1, History([0, 1], []), 1, Change.ADDS, LAST)) == [
        (list(range(1, LAST + 1)), [1])
    ]
    assert plan_correction(1, History([4, 5, 6], []), 5, Change.ADDS, LAST) == ()


@pytest.mark.parametrize("start", [0, 7, LAST])
def test_corrected_objects_are_carried_first_and_all_frames_are_told_all_the_same(start):
    histories = {1: History([0, 9], [(0, LAST)]), 2: History([start], [])}
    corrections = {1: {9: Change.ADDS}}
    for known in (histories, {1: histories[1]}):
        plan = Plan(plan_with_corrections(known, corrections, start, LAST, BOTH), {})
        told = [plan.frame_at(at) for at in range(plan.lead_in, plan.total)]
        assert told == [*range(start, LAST + 1), *(range(start, -1, -1) if start else ())]
        assert all(1 not in one.begins for one in plan.passes if not one.leads_in)
        assert [at for one in plan.passes if 1 in one.begins for at in one.frames] == [
            *range(9, 0, -1),
            *range(9, LAST + 1),
        ]


def test_plans_with_corrections_survive_being_written_down_and_older_ones_are_read():
    passes = plan_with_corrections({1: History([0, 9], [(0, LAST)])}, {1: {9: Change.TAKES}}, 0, LAST, BOTH)
    plan = Plan(passes, {1: 3}, {1: {0: "a", 9: "b"}})
    assert plan_from_text(plan_to_text(plan)) == plan
    older = plan_from_text('{"passes":[[0,4,"forward",[[1,0]],false]],"born":[[1,3]]}')
    assert older == Plan(plan_passes({1: History([0], [])}, 0, 4, FORWARD), {1: 3})
