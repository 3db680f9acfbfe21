"""Propagation over parts of a clip: ranges, single frames, and what the plan says beforehand."""

import pytest
from rows_actions import click, follow, stored, track

from masklet.domain.errors import (
    FrameOutOfRange,
    InvalidInput,
    ObjectNotFound,
    SessionNotFound,
)
from masklet.domain.session import Direction
from masklet.service.interfaces import PlannedStretch

FORWARD, BACKWARD, BOTH = Direction.FORWARD, Direction.BACKWARD, Direction.BOTH


def test_a_range_is_tracked_to_both_of_its_ends(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 4, 20)
    job = studio.services.propagations.start(session_id, 4, 6, BOTH, None, 2)
    assert [at for at, _ in follow(studio, job)] == [4, 5, 6, 4, 3, 2]
    assert stored(studio, session_id, 0) == {at: 16 + at for at in range(2, 7)}
    for first, error in ((5, InvalidInput), (-1, FrameOutOfRange), (10, FrameOutOfRange)):
        with pytest.raises(error):
            studio.services.propagations.start(session_id, 4, 6, BOTH, None, first)


@pytest.mark.parametrize(("direction", "stop"), [(FORWARD, 5), (BACKWARD, 3)])
def test_one_frame_is_tracked(studio, direction, stop):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 4, 20)
    track(studio, session_id, start=4, direction=direction, stop=stop)
    assert stored(studio, session_id, 0) == {4: 20, stop: 16 + stop}


def test_masks_before_the_first_prompt_are_not_lost_when_tracking_begins_before_them(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 6, 20)
    track(studio, session_id, start=6, direction=BACKWARD, stop=4)
    track(studio, session_id, start=1)
    assert stored(studio, session_id, 0) == {at: 14 + at for at in range(10)}


def test_the_plan_says_what_would_be_tracked_and_starts_nothing(studio):
    session_id = studio.session(10).session_id
    plan = studio.services.propagations.plan
    assert plan(session_id, 0, None, BOTH, None) == ()
    click(studio, session_id, 0, 4, 20)
    click(studio, session_id, 1, 0, 20)
    expected = (PlannedStretch(0, 0, 3), PlannedStretch(0, 5, 9), PlannedStretch(1, 1, 9))
    assert plan(session_id, 4, None, BOTH, None) == expected
    assert plan(session_id, 4, 6, BOTH, [0], 2) == (PlannedStretch(0, 2, 3), PlannedStretch(0, 5, 6))
    assert studio.services.sessions.snapshot(session_id).job is None
    assert studio.engine.runs == []
    with pytest.raises(ObjectNotFound):
        plan(session_id, 0, None, BOTH, [9])
    with pytest.raises(SessionNotFound):
        plan("no such", 0, None, BOTH, None)


def test_other_objects_keep_what_was_known_of_them_when_one_is_tracked_alone(studio):
    studio.engine.carries_corrections = True
    session_id = studio.session(10).session_id
    for object_id in (0, 1):
        click(studio, session_id, object_id, 0, 10)
    track(studio, session_id)
    track(studio, session_id, objects=[1])
    click(studio, session_id, 0, 6, 30)
    studio.engine.runs.clear()
    track(studio, session_id)
    assert [(run.start, run.stop, run.object_ids) for run in studio.engine.runs] == [
        (6, 1, (0,)),
        (6, 9, (0,)),
        (0, 9, (1,)),
    ]
