"""Frames marked as without an object, and frames whose masks a person accepted: what they change and what they keep."""

import time

import pytest
from rows_actions import click, eventually, newest_job, rows, start, stored, track, tracking
from rows_studio import Studio

from masklet.domain.errors import (
    FrameAccepted,
    FrameOutOfRange,
    InvalidInput,
    NothingToPropagate,
    ObjectLocked,
    ObjectNotFound,
    SessionNotFound,
)
from masklet.domain.history import EditKind, EditNote
from masklet.domain.session import Direction
from masklet.service.context import Context
from masklet.service.interfaces import FrameMasksChanged, ObjectsChanged

FORWARD, BACKWARD = Direction.FORWARD, Direction.BACKWARD


def tracked(studio: Studio, frames: int = 10, row: int = 10) -> str:
    session_id = studio.session(frames).session_id
    click(studio, session_id, 0, 0, row)
    track(studio, session_id)
    studio.engine.runs.clear()
    return session_id


def news(studio: Studio, session_id: str, cursor: int) -> list[object]:
    """What followers are told after a cursor: a frame's number, or the objects' marks."""
    told: list[object] = []
    for event in studio.services.events.follow(session_id, cursor):
        if event is None:
            return told
        if isinstance(event, FrameMasksChanged):
            told.append(event.frame.frame_index)
        elif isinstance(event, ObjectsChanged):
            told.append([(one.absent, one.accepted) for one in event.objects])
    return told


def cursor(studio: Studio, session_id: str) -> int:
    return studio.services.sessions.snapshot(session_id).cursor


def notes(monkeypatch: pytest.MonkeyPatch) -> list[EditNote]:
    """The edits that are made from now on."""
    made: list[EditNote] = []
    edit = Context.edit

    def noting(self, session_id, note, durable=True, job_id=None):
        if job_id is None:
            made.append(note)
        return edit(self, session_id, note, durable, job_id)

    monkeypatch.setattr(Context, "edit", noting)
    return made


def test_absent_frames_have_no_prompts_and_empty_masks(studio, monkeypatch):
    session_id = tracked(studio)
    click(studio, session_id, 0, 4, 30)
    before, made = cursor(studio, session_id), notes(monkeypatch)
    marked = studio.services.marks.mark_absent(session_id, 0, 3, 5, True)
    assert marked.absent == ((3, 5),)
    assert studio.services.sessions.snapshot(session_id).objects == (marked,)
    assert [row.frame_index for row in studio.services.sessions.snapshot(session_id).prompts] == [0]
    assert stored(studio, session_id, 0) == {at: None if 3 <= at <= 5 else 10 + at for at in range(10)}
    assert studio.services.sessions.frame_masks(session_id, 4).masks[0].object_score == 0.0
    assert news(studio, session_id, before) == [[(((3, 5),), ())], 3, 4, 5]
    assert ("clear_prompt", (0, 4)) in studio.engine.calls
    assert made == [EditNote(EditKind.ABSENT, 0, "Object 1", 3, 5)]


def test_marking_more_changes_only_what_is_new(studio):
    session_id = tracked(studio)
    studio.services.marks.mark_absent(session_id, 0, 3, 5, True)
    before = cursor(studio, session_id)
    assert studio.services.marks.mark_absent(session_id, 0, 4, 7, True).absent == ((3, 7),)
    assert news(studio, session_id, before) == [[(((3, 7),), ())], 6, 7]


def test_taken_away_nothing_is_known_there(studio, monkeypatch):
    session_id = tracked(studio)
    studio.services.marks.mark_absent(session_id, 0, 3, 5, True)
    before, made = cursor(studio, session_id), notes(monkeypatch)
    assert studio.services.marks.mark_absent(session_id, 0, 0, 4, False).absent == ((5, 5),)
    assert sorted(stored(studio, session_id, 0)) == [0, 1, 2, 5, 6, 7, 8, 9]
    assert news(studio, session_id, before) == [[(((5, 5),), ())], 3, 4]
    assert made == [EditNote(EditKind.ABSENT, 0, "Object 1", 0, 4, "taken away")]


def test_tracking_runs_through_absent_frames_and_stores_nothing_there(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 0, 10)
    studio.services.marks.mark_absent(session_id, 0, 3, 5, True)
    track(studio, session_id)
    assert stored(studio, session_id, 0) == {at: None if 3 <= at <= 5 else 10 + at for at in range(10)}
    track(studio, session_id, start=4)  # where it is absent: it sets out from the last frame that is known
    assert stored(studio, session_id, 0) == {at: None if 3 <= at <= 5 else 10 + at for at in range(10)}


def test_marks_made_while_tracking_hold(studio):
    session_id, _, stepper = tracking(studio, 10, 2)
    studio.services.marks.mark_absent(session_id, 0, 5, 6, True)
    stepper.open()
    eventually(lambda: newest_job(studio, session_id).state.is_final)
    assert stored(studio, session_id, 0) == {at: None if 5 <= at <= 6 else 10 + at for at in range(10)}


def test_a_new_word_on_an_absent_frame_counts(studio):
    session_id = tracked(studio)
    studio.services.marks.mark_absent(session_id, 0, 3, 5, True)
    assert rows(click(studio, session_id, 0, 4, 20)) == {0: 20}
    (known,) = studio.services.sessions.snapshot(session_id).objects
    assert known.absent == ((3, 3), (5, 5))


def test_accepted_frames_stay_and_tracking_stops_before_them(studio, monkeypatch):
    session_id = tracked(studio)
    before, made = cursor(studio, session_id), notes(monkeypatch)
    assert studio.services.marks.accept(session_id, 0, 4, 5, True).accepted == ((4, 5),)
    assert news(studio, session_id, before) == [[((), ((4, 5),))]]
    assert made == [EditNote(EditKind.ACCEPT, 0, "Object 1", 4, 5)]
    click(studio, session_id, 0, 0, 30)
    told = track(studio, session_id)
    assert [(run.start, run.stop) for run in studio.engine.runs] == [(0, 3)]
    assert [at for at, _ in told] == list(range(10))  # whole frames, as they are now
    assert told[9] == (9, {0: 19})
    assert stored(studio, session_id, 0) == {at: 30 + at if at < 4 else 10 + at for at in range(10)}


def test_tracking_from_beyond_sets_out_from_the_accepted_mask(studio):
    session_id = tracked(studio)
    studio.services.marks.accept(session_id, 0, 4, 5, True)
    click(studio, session_id, 0, 0, 30)
    track(studio, session_id, start=4, direction=FORWARD)
    (run,) = studio.engine.runs
    assert (run.start, run.stop, list(run.seeds)) == (5, 9, [0])
    assert stored(studio, session_id, 0)[9] == 19


def test_a_correction_stops_at_accepted_frames(studio):
    studio.engine.carries_corrections = True
    session_id = tracked(studio, 12)
    studio.services.marks.accept(session_id, 0, 3, 3, True)
    studio.services.marks.accept(session_id, 0, 8, 8, True)
    click(studio, session_id, 0, 6, 30)
    track(studio, session_id)
    assert [(run.start, run.stop) for run in studio.engine.runs] == [(6, 4), (6, 7)]
    after = stored(studio, session_id, 0)
    assert {at for at, row in after.items() if row != 10 + at} <= {5, 6, 7}
    job = newest_job(studio, session_id)
    assert (job.done, job.total) == (5, 5)  # the frames that are only told are no work


def test_between_accepted_frames_there_is_nothing_to_track(studio):
    session_id = tracked(studio)
    studio.services.marks.accept(session_id, 0, 1, 9, True)
    with pytest.raises(NothingToPropagate, match="accepted"):
        start(studio, session_id)
    studio.services.marks.accept(session_id, 0, 2, 9, False)
    track(studio, session_id, start=1, direction=FORWARD)
    assert [(run.start, run.stop) for run in studio.engine.runs] == [(1, 9)]


def test_absent_frames_and_empty_masks_can_be_accepted_and_unknown_ones_cannot(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 0, 38)
    track(studio, session_id, direction=FORWARD, stop=4)
    accept = studio.services.marks.accept
    assert accept(session_id, 0, 0, 4, True).accepted == ((0, 4),)
    with pytest.raises(InvalidInput, match="frame 5"):
        accept(session_id, 0, 3, 6, True)
    studio.services.marks.mark_absent(session_id, 0, 5, 9, True)
    assert accept(session_id, 0, 5, 9, True).accepted == ((0, 9),)
    assert accept(session_id, 0, 2, 3, False).accepted == ((0, 1), (4, 9))


def test_accepted_frames_take_no_word(studio):
    session_id = tracked(studio)
    studio.services.marks.accept(session_id, 0, 0, 3, True)
    for frame_index in (0, 2):
        with pytest.raises(FrameAccepted, match="Object 1"):
            click(studio, session_id, 0, frame_index, 5)
    with pytest.raises(FrameAccepted):
        studio.services.prompts.clear_frame(session_id, 0, 0)
    with pytest.raises(FrameAccepted, match="frame 2"):
        studio.services.marks.mark_absent(session_id, 0, 2, 6, True)
    assert stored(studio, session_id, 0) == {at: 10 + at for at in range(10)}
    studio.services.marks.accept(session_id, 0, 0, 3, False)
    assert rows(click(studio, session_id, 0, 2, 5)) == {0: 5}


def test_clearing_the_video_takes_the_marks_too(studio):
    session_id = tracked(studio)
    studio.services.marks.accept(session_id, 0, 0, 3, True)
    studio.services.marks.mark_absent(session_id, 0, 5, 6, True)
    studio.services.prompts.clear_video(session_id)
    (known,) = studio.services.sessions.snapshot(session_id).objects
    assert (known.absent, known.accepted) == ((), ())


@pytest.mark.parametrize(
    ("object_id", "first", "last", "error"),
    [
        (0, 0, 10, FrameOutOfRange),
        (0, -1, 3, FrameOutOfRange),
        (0, 4, 3, InvalidInput),
        (7, 0, 3, ObjectNotFound),
    ],
)
def test_marks_that_make_no_sense_are_refused(studio, object_id, first, last, error):
    session_id = tracked(studio)
    for mark in (studio.services.marks.mark_absent, studio.services.marks.accept):
        with pytest.raises(error):
            mark(session_id, object_id, first, last, True)
        with pytest.raises(SessionNotFound):
            mark("no such", object_id, first, last, True)


def test_a_locked_object_is_not_marked_absent_but_can_be_accepted(studio):
    session_id = tracked(studio)
    studio.services.objects.lock(session_id, 0, True)
    with pytest.raises(ObjectLocked):
        studio.services.marks.mark_absent(session_id, 0, 0, 3, True)
    assert studio.services.marks.accept(session_id, 0, 0, 3, True).accepted == ((0, 3),)


def test_a_hole_left_by_a_mark_is_filled_by_the_next_tracking(studio):
    studio.engine.carries_corrections = True
    session_id = tracked(studio)
    studio.services.marks.mark_absent(session_id, 0, 7, 8, True)
    studio.services.marks.mark_absent(session_id, 0, 7, 8, False)
    click(studio, session_id, 0, 2, 12)
    track(studio, session_id)
    assert len(stored(studio, session_id, 0)) == 10


def test_ten_thousand_frames_are_marked_quickly(studio):
    session_id = studio.session(10_000).session_id
    click(studio, session_id, 0, 0, 10)
    began = time.monotonic()
    studio.services.marks.mark_absent(session_id, 0, 1, 9_999, True)
    assert time.monotonic() - began < 5
    assert studio.services.marks.accept(session_id, 0, 0, 9_999, True).accepted == ((0, 9_999),)
