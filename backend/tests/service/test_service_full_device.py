"""A device without room: a click is refused in words, tracking stops with what it has, and both go on later. Nothing is lost."""

import pytest
from rows_actions import click, eventually, newest_job, rows, start, stored

from masklet.domain.errors import DeviceOutOfMemory, SessionNotLoaded
from masklet.domain.session import JobState


def full(*_):
    raise DeviceOutOfMemory("The device is full.")


def test_a_click_that_found_no_room_changes_nothing(studio):
    session_id = studio.session().session_id
    click(studio, session_id, 0, 0, 10)
    studio.engine.before_prompt = full
    with pytest.raises(DeviceOutOfMemory):
        click(studio, session_id, 0, 0, 20)
    studio.engine.before_prompt = lambda session_id: None
    assert stored(studio, session_id, 0)[0] == 10
    studio.engine.die()  # the worker put the session away
    assert rows(click(studio, session_id, 0, 0, 20)) == {0: 20}


def test_a_click_for_which_others_made_room_is_asked_again(studio):
    session_id = studio.session().session_id
    click(studio, session_id, 0, 0, 10)
    refusals = [SessionNotLoaded("Others made room.")]
    studio.engine.before_prompt = lambda _: (_ for _ in ()).throw(refusals.pop()) if refusals else None
    assert rows(click(studio, session_id, 0, 0, 20)) == {0: 20}


def test_tracking_keeps_what_it_has_and_goes_on_later(studio):
    session_id = studio.session(20).session_id
    click(studio, session_id, 0, 0, 10)
    steps = []
    studio.engine.before_step = lambda _: full() if len(steps) == 5 else steps.append(1)
    start(studio, session_id)
    eventually(lambda: newest_job(studio, session_id).state is JobState.FAILED)
    failed = newest_job(studio, session_id)
    assert (failed.error_code, failed.error) == ("DEVICE_OUT_OF_MEMORY", "The device is full.")
    assert stored(studio, session_id, 0) == {frame: 10 + frame for frame in range(failed.done)}
    studio.engine.before_step = lambda _: None
    studio.engine.die()
    start(studio, session_id)
    eventually(lambda: newest_job(studio, session_id).state is JobState.DONE)
    assert stored(studio, session_id, 0) == {frame: 10 + frame for frame in range(20)}
