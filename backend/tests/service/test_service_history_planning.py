"""What planning believes was tracked, after an undo, a redo or an earlier version."""

import pytest
from rows_actions import Stepper, click, eventually, follow, newest_job, start, stored, track
from rows_history import history, restart, state
from rows_studio import Studio


@pytest.fixture
def carrying(studio: Studio) -> Studio:
    studio.engine.carries_corrections = True
    return studio


def prompted(studio: Studio, *frames: int) -> str:
    session_id = studio.session(12).session_id
    for at in frames:
        click(studio, session_id, 0, at, 10 + at)
    return session_id


def ranges(studio: Studio, session_id: str) -> list[tuple[int, int]]:
    studio.engine.runs.clear()
    track(studio, session_id)
    return [(run.start, run.stop) for run in studio.engine.runs]


def test_after_an_undone_tracking_a_correction_is_not_all_that_is_tracked(carrying):
    session_id = prompted(carrying, 0, 4, 8)
    track(carrying, session_id)
    history(carrying).undo(session_id)
    click(carrying, session_id, 0, 6, 30)
    assert ranges(carrying, session_id) == [(0, 11)]
    assert set(stored(carrying, session_id, 0)) == set(range(12))


def test_after_a_redone_tracking_only_the_correction_is_tracked(carrying):
    session_id = prompted(carrying, 0, 4, 8)
    track(carrying, session_id)
    history(carrying).undo(session_id)
    restart(carrying)
    carrying.engine.carries_corrections = True
    history(carrying).redo(session_id)
    click(carrying, session_id, 0, 6, 30)
    assert ranges(carrying, session_id) == [(6, 5), (6, 7)]


def test_an_undone_second_tracking_leaves_the_first_as_what_was_tracked(carrying):
    session_id = prompted(carrying, 0, 4, 8)
    track(carrying, session_id)
    first = state(carrying, session_id)
    click(carrying, session_id, 0, 6, 30)
    track(carrying, session_id)
    history(carrying).undo(session_id)
    assert ranges(carrying, session_id) == [(6, 5), (6, 7)]  # the click is still to be carried
    history(carrying).undo(session_id)
    history(carrying).undo(session_id)
    assert state(carrying, session_id) == first
    click(carrying, session_id, 0, 10, 5)
    assert ranges(carrying, session_id) == [(10, 9), (10, 11)]


def test_a_repeated_tracking_that_changed_nothing_does_not_outlive_an_undo_of_the_first(carrying):
    session_id = prompted(carrying, 0, 4, 8)
    track(carrying, session_id)
    track(carrying, session_id)
    history(carrying).undo(session_id)
    click(carrying, session_id, 0, 6, 30)
    assert ranges(carrying, session_id) == [(0, 11)]


def test_a_tracking_interrupted_by_clicks_is_forgotten_with_its_last_part(carrying):
    session_id = prompted(carrying, 0, 4, 8)
    stepper = Stepper(carrying)
    job = start(carrying, session_id)
    stepper.allow(4)
    eventually(lambda: newest_job(carrying, session_id).done == 4)
    carrying.services.sessions.update_object(session_id, 0, "Koi", None)
    stepper.open()
    follow(carrying, job)
    history(carrying).undo(session_id)
    click(carrying, session_id, 0, 6, 30)
    assert ranges(carrying, session_id) == [(0, 11)]


def test_a_masklet_restored_to_before_tracking_is_tracked_whole(carrying):
    session_id = prompted(carrying, 0, 4, 8)
    before = history(carrying).all(session_id)[-1]
    track(carrying, session_id)
    history(carrying).restore(session_id, 0, before.edit_id)
    assert set(stored(carrying, session_id, 0)) == {0, 4, 8}
    click(carrying, session_id, 0, 6, 30)
    assert ranges(carrying, session_id) == [(0, 11)]


def test_a_masklet_restored_to_after_tracking_is_corrected_only(carrying):
    session_id = prompted(carrying, 0, 4, 8)
    track(carrying, session_id)
    tracked = history(carrying).all(session_id)[-1]
    carrying.services.prompts.clear_video(session_id)
    history(carrying).restore(session_id, 0, tracked.edit_id)
    click(carrying, session_id, 0, 6, 30)
    assert ranges(carrying, session_id) == [(6, 5), (6, 7)]


def test_a_cleared_frame_is_tracked_again_even_if_another_is_corrected(carrying):
    session_id = prompted(carrying, 0, 7, 11)
    track(carrying, session_id)
    click(carrying, session_id, 0, 3, 30)
    carrying.services.prompts.clear_frame(session_id, 0, 3)
    click(carrying, session_id, 0, 9, 30)
    track(carrying, session_id)
    assert set(stored(carrying, session_id, 0)) == set(range(12))
