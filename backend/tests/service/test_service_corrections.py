"""Corrections with an engine that carries them: what is tracked again, what stays, and that every frame is told."""

import pytest
from rows_actions import click, newest_job, stored, track
from rows_studio import Studio

from masklet.domain.correction import Change
from masklet.domain.errors import WorkerFailed
from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import Direction, JobState
from masklet.service.plan_making import change_since, digest

FRAMES = 12


@pytest.fixture
def carrying(studio: Studio) -> Studio:
    studio.engine.carries_corrections = True
    return studio


def tracked_ranges(studio: Studio) -> list[tuple[int, int]]:
    return [(run.start, run.stop) for run in studio.engine.runs]


def tracked_session(studio: Studio, *frames: int) -> str:
    """Prompted on these frames, all with the row that is tracked there anyway, and tracked."""
    session_id = studio.session(FRAMES).session_id
    for frame_index in frames:
        click(studio, session_id, 0, frame_index, 10 + frame_index)
    track(studio, session_id)
    studio.engine.runs.clear()
    return session_id


def test_a_correction_is_tracked_back_and_on_and_all_frames_are_told(carrying):
    session_id = tracked_session(carrying, 0)
    click(carrying, session_id, 0, 6, 30)
    told = track(carrying, session_id)
    assert tracked_ranges(carrying) == [(6, 1), (6, 11)]
    assert [at for at, _ in told] == list(range(FRAMES))
    # rows share no pixel with those stored: the nearer half is the correction's
    expected = {at: 10 + at if at < 3 else 24 + at for at in range(FRAMES)}
    assert stored(carrying, session_id, 0) == expected
    assert told == [(at, {0: row}) for at, row in expected.items()]
    assert newest_job(carrying, session_id).state is JobState.DONE


def test_outside_the_neighbouring_prompted_frames_nothing_is_tracked(carrying):
    session_id = tracked_session(carrying, 0, 4, 8)
    click(carrying, session_id, 0, 6, 30)
    track(carrying, session_id, start=5)
    assert tracked_ranges(carrying) == [(6, 5), (6, 7)]
    assert stored(carrying, session_id, 0) == {at: 24 + at if at in (5, 6, 7) else 10 + at for at in range(FRAMES)}


def test_nothing_new_tracks_nothing_more_than_was_asked(carrying):
    session_id = tracked_session(carrying, 0)
    assert [at for at, _ in track(carrying, session_id)] == list(range(FRAMES))
    assert tracked_ranges(carrying) == [(0, 11)]


def test_a_new_object_beside_a_corrected_one_is_tracked_through_the_video(carrying):
    session_id = tracked_session(carrying, 0)
    click(carrying, session_id, 0, 6, 30)
    click(carrying, session_id, 1, 2, 5)
    told = track(carrying, session_id, start=2)
    assert [at for at, _ in told] == [*range(2, FRAMES), 2, 1, 0]
    assert stored(carrying, session_id, 1) == {at: 3 + at for at in range(FRAMES)}
    assert stored(carrying, session_id, 0)[11] == 35


def test_a_prompt_taken_back_tracks_all_again(carrying):
    session_id = tracked_session(carrying, 0, 6)
    carrying.services.prompts.clear_frame(session_id, 0, 6)
    track(carrying, session_id)
    assert tracked_ranges(carrying) == [(0, 11)]


def test_a_part_of_the_video_is_tracked_as_asked(carrying):
    session_id = tracked_session(carrying, 0)
    click(carrying, session_id, 0, 6, 30)
    track(carrying, session_id, start=6, direction=Direction.FORWARD, stop=8)
    assert tracked_ranges(carrying) == [(6, 8)]
    carrying.engine.runs.clear()
    track(carrying, session_id)  # the correction is still to be carried through the video
    assert tracked_ranges(carrying) == [(6, 1), (6, 11)]


def test_a_worker_that_dies_while_a_correction_is_carried_goes_on(carrying):
    session_id = tracked_session(carrying, 0)
    click(carrying, session_id, 0, 6, 30)
    steps = []

    def die_once(session: str) -> None:
        steps.append(session)
        if len(steps) == 4:
            carrying.engine.held.clear()
            raise WorkerFailed("It died.")

    carrying.engine.before_step = die_once
    told = track(carrying, session_id)
    assert [at for at, _ in told] == list(range(FRAMES))
    assert stored(carrying, session_id, 0)[11] == 35


def test_an_engine_that_does_not_carry_corrections_tracks_all_again(studio):
    session_id = tracked_session(studio, 0)
    click(studio, session_id, 0, 6, 30)
    track(studio, session_id)
    assert tracked_ranges(studio) == [(0, 11)]


def test_what_a_prompt_says_beyond_what_was_told():
    one, adds, takes = Point(1, 1, 1), Point(2, 2, 1), Point(3, 3, 0)
    assert change_since(Prompt((one,)), None, False) is Change.ADDS
    assert change_since(Prompt((one, takes)), digest(Prompt((one,))), False) is Change.TAKES
    assert change_since(Prompt((one, adds)), digest(Prompt((one,))), False) is Change.ADDS
    assert change_since(Prompt((one, adds, takes)), digest(Prompt((one,))), False) is Change.REPLACES
    assert change_since(Prompt((one,)), digest(Prompt((one, takes))), False) is Change.REPLACES
    assert change_since(Prompt((one, takes)), digest(Prompt((one,))), True) is Change.REPLACES
