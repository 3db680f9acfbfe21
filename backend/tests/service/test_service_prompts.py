"""Clicks, boxes and clearing: what is stored, what is answered, what is refused."""

import threading

import pytest
from row_workers import HEIGHT, WIDTH, row_of
from rows_actions import click, newest_job, rows, stored, track, tracking

from masklet.domain.errors import (
    FrameOutOfRange,
    LimitExceeded,
    SessionNotFound,
)
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.session import TrackedObject
from masklet.masks.palette import colour


def prompts_of(studio, session_id):
    return {
        (one.object_id, one.frame_index): one.prompt for one in studio.services.sessions.snapshot(session_id).prompts
    }


def test_an_unknown_object_is_made_with_its_name_and_colour_and_all_objects_are_answered(studio):
    session_id = studio.session().session_id
    click(studio, session_id, 3, 0, 10)
    answer = click(studio, session_id, 0, 5, 20)
    assert rows(answer) == {3: None, 0: 20}
    assert answer.masks[3].object_score == 0.0
    assert (answer.masks[3].rle.height, answer.masks[3].rle.width) == (HEIGHT, WIDTH)
    assert studio.services.sessions.snapshot(session_id).objects == (
        TrackedObject(3, "Object 4", colour(3)),
        TrackedObject(0, "Object 1", colour(0)),
    )
    assert studio.services.sessions.frame_masks(session_id, 5) == answer


def test_points_replace_or_add_and_the_worker_hears_of_the_mask_that_was_shown(studio):
    session_id = studio.session().session_id
    first, second, third = Point(1.0, 10.0, 1), Point(2.0, 20.0, 0), Point(3.0, 30.0, 1)
    say = studio.services.prompts.set_points
    say(session_id, 0, 2, [first], False)
    say(session_id, 0, 2, [second], False)
    assert prompts_of(studio, session_id) == {(0, 2): Prompt(points=(first, second))}
    say(session_id, 0, 2, [third], True)
    assert prompts_of(studio, session_id) == {(0, 2): Prompt(points=(third,))}
    assert studio.engine.calls == [
        ("prompt", (0, 2, Prompt(points=(first,)), None)),
        ("prompt", (0, 2, Prompt(points=(first, second)), 10)),
        ("prompt", (0, 2, Prompt(points=(third,)), 10)),
    ]


def test_a_tracked_mask_is_told_as_previous(studio):
    session_id = studio.session().session_id
    click(studio, session_id, 0, 0, 10)
    track(studio, session_id)
    click(studio, session_id, 0, 4, 30)
    assert studio.engine.calls[-1] == ("prompt", (0, 4, Prompt(points=(Point(1.0, 30.0, 1),)), 14))


def test_a_box_and_points_are_kept_together_until_nothing_is_left(studio):
    session_id = studio.session().session_id
    box, point = Box(1.0, 8.0, 4.0, 20.0), Point(2.0, 15.0, 1)
    assert rows(studio.services.prompts.set_box(session_id, 0, 1, box)) == {0: 8}
    studio.services.prompts.set_points(session_id, 0, 1, [point], True)
    assert prompts_of(studio, session_id) == {(0, 1): Prompt(points=(point,), box=box)}
    assert rows(studio.services.prompts.set_points(session_id, 0, 1, [], True)) == {0: 8}
    assert rows(studio.services.prompts.clear_frame(session_id, 0, 1)) == {0: None}
    assert prompts_of(studio, session_id) == {}


def test_removing_the_last_point_clears_the_frame_and_tells_the_worker(studio):
    session_id = studio.session().session_id
    click(studio, session_id, 0, 1, 10)
    click(studio, session_id, 0, 2, 20)
    assert rows(studio.services.prompts.set_points(session_id, 0, 1, [], True)) == {0: None}
    assert ("clear_prompt", (0, 1)) in studio.engine.calls
    assert stored(studio, session_id, 0) == {2: 20}


def test_a_cleared_frame_among_tracked_ones_is_empty_until_it_is_tracked_again(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    track(studio, session_id)
    click(studio, session_id, 0, 3, 30)
    studio.services.prompts.clear_frame(session_id, 0, 3)
    assert stored(studio, session_id, 0) == {0: 10, 1: 11, 2: 12, 4: 14, 5: 15}
    track(studio, session_id)
    assert stored(studio, session_id, 0) == {at: 10 + at for at in range(6)}


def test_clearing_where_nothing_was_said_changes_nothing(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    track(studio, session_id)
    cursor = studio.services.sessions.snapshot(session_id).cursor
    assert rows(studio.services.prompts.clear_frame(session_id, 0, 4)) == {0: 14}
    assert rows(studio.services.prompts.clear_frame(session_id, 99, 4)) == {0: 14}
    assert studio.services.sessions.snapshot(session_id).cursor == cursor


def test_clearing_the_video_keeps_the_objects(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 1, 0, 20)
    track(studio, session_id)
    studio.services.prompts.clear_video(session_id)
    after = studio.services.sessions.snapshot(session_id)
    assert [one.object_id for one in after.objects] == [0, 1]
    assert after.prompts == ()
    assert all(summary.runs == () for summary in after.masks)
    assert studio.engine.held[session_id] == {}


def test_clearing_the_video_while_it_is_tracked_cancels_that_first(studio):
    session_id, _, stepper = tracking(studio, 10, 2)
    clearing = threading.Thread(target=studio.services.prompts.clear_video, args=(session_id,))
    clearing.start()
    stepper.open()
    clearing.join(10)
    assert newest_job(studio, session_id).state.value == "cancelled"
    assert list(studio.services.sessions.masks(session_id, None, 0, 9)) == []


def test_corners_of_the_picture_are_inside(studio):
    session_id = studio.session().session_id
    corners = [Point(0.0, 0.0, 1), Point(float(WIDTH), float(HEIGHT), 0)]
    assert rows(studio.services.prompts.set_points(session_id, 0, 0, corners, True)) == {0: 0}


def test_too_many_points_are_refused_also_when_they_add_up(studio):
    session_id = studio.session().session_id
    points = [Point(1.0, 1.0, 1)] * 3
    studio.services.prompts.set_points(session_id, 0, 0, points, True)
    with pytest.raises(LimitExceeded) as refusal:
        studio.services.prompts.set_points(session_id, 0, 0, points, False)
    assert refusal.value.details == {"reason": "points", "limit": 5}
    with pytest.raises(LimitExceeded):
        studio.services.prompts.set_points(session_id, 0, 0, [Point(1.0, 1.0, 1)] * 10_000, True)


@pytest.mark.parametrize("frame_index", [-1, 20, 10**9])
def test_frames_that_are_not_in_the_video_are_refused(studio, frame_index):
    session_id = studio.session(20).session_id
    for act in (
        lambda: click(studio, session_id, 0, frame_index, 1),
        lambda: studio.services.prompts.clear_frame(session_id, 0, frame_index),
        lambda: studio.services.sessions.frame_masks(session_id, frame_index),
        lambda: studio.services.sessions.masks(session_id, None, 0, frame_index),
    ):
        with pytest.raises(FrameOutOfRange):
            act()


def test_unknown_sessions_are_refused(studio):
    for act in (
        lambda: click(studio, "no such", 0, 0, 1),
        lambda: studio.services.prompts.clear_frame("no such", 0, 0),
        lambda: studio.services.prompts.clear_video("no such"),
        lambda: studio.services.prompts.set_box("no such", 0, 0, Box(0, 0, 1, 1)),
    ):
        with pytest.raises(SessionNotFound):
            act()


def test_one_object_too_many_is_refused_before_the_worker_is_asked(studio):
    session_id = studio.session().session_id
    for object_id in range(4):
        click(studio, session_id, object_id, 0, object_id)
    asked = len(studio.engine.calls)
    with pytest.raises(LimitExceeded) as refusal:
        click(studio, session_id, 4, 0, 9)
    assert refusal.value.details == {"reason": "objects", "limit": 4}
    assert len(studio.engine.calls) == asked
    with pytest.raises(LimitExceeded):
        studio.services.sessions.update_object(session_id, 4, "Five", None)
    click(studio, session_id, 3, 1, 9)


def test_two_tabs_do_not_interleave_and_two_sessions_do_not_wait(studio):
    ours, theirs = studio.session().session_id, studio.session().session_id
    inside, release = threading.Event(), threading.Event()
    running: list[str] = []

    def slow(session_id: str) -> None:
        if session_id == ours:
            running.append(session_id)
            inside.set()
            assert release.wait(10)
            assert running.count(ours) == 1
            running.remove(session_id)

    studio.engine.before_prompt = slow
    tabs = [threading.Thread(target=click, args=(studio, ours, tab, 0, tab)) for tab in range(2)]
    for tab in tabs:
        tab.start()
    assert inside.wait(10)
    assert rows(click(studio, theirs, 0, 0, 7)) == {0: 7}
    assert running == [ours]
    release.set()
    for tab in tabs:
        tab.join(10)
    assert rows(studio.services.sessions.frame_masks(ours, 0)) == {0: 0, 1: 1}
    assert row_of(studio.services.sessions.frame_masks(theirs, 0).masks[0].rle) == 7
