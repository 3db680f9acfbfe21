"""Undo, redo and earlier versions of everything that changes a session, whatever happens in between."""

import threading
from collections.abc import Callable

import pytest
from row_workers import row_mask
from rows_actions import Stepper, click, eventually, follow, newest_job, start, stored, track, tracking
from rows_history import history, kinds, restart, state
from rows_studio import Studio

from masklet.domain.errors import InvalidInput, ObjectLocked, ObjectNotFound, SessionNotFound
from masklet.domain.history import Edit, EditKind
from masklet.domain.prompt import Box
from masklet.domain.session import Direction, JobState


def a_session(studio: Studio) -> str:
    """Two objects, tracked through six frames."""
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 1, 3, 20)
    track(studio, session_id)
    return session_id


A_LAYER = '[{"id":"a","effect":{"name":"blur","values":{}},"objectIds":[1],"enabled":true}]'
Act = Callable[[Studio, str], object]
ACTS: dict[EditKind, Act] = {
    EditKind.POINTS: lambda studio, it: click(studio, it, 0, 4, 30),
    EditKind.BOX: lambda studio, it: studio.services.prompts.set_box(it, 1, 2, Box(0, 5, 6, 7)),
    EditKind.CLEAR_FRAME: lambda studio, it: studio.services.prompts.clear_frame(it, 1, 3),
    EditKind.CLEAR_VIDEO: lambda studio, it: studio.services.prompts.clear_video(it),
    EditKind.ADD_OBJECT: lambda studio, it: studio.services.sessions.update_object(it, 2, "Tail", None),
    EditKind.REMOVE_OBJECT: lambda studio, it: studio.services.sessions.remove_object(it, 0),
    EditKind.RENAME_OBJECT: lambda studio, it: studio.services.sessions.update_object(it, 0, "Koi", None),
    EditKind.RECOLOUR_OBJECT: lambda studio, it: studio.services.sessions.update_object(it, 0, None, "#123456"),
    EditKind.RENAME_SESSION: lambda studio, it: studio.services.sessions.rename(it, "Pond"),
    EditKind.TRACK: lambda studio, it: track(studio, it, start=4, direction=Direction.FORWARD),
    EditKind.RESTORE: lambda studio, it: history(studio).restore(it, 0, None),
    EditKind.MASK: lambda studio, it: studio.services.prompts.set_mask(it, 0, 2, row_mask(33).rle),
    EditKind.CLASSIFY_OBJECT: lambda studio, it: studio.services.objects.classify(
        it, 0, studio.services.classes.add("Fish", None).class_id
    ),
    EditKind.LOCK_OBJECT: lambda studio, it: studio.services.objects.lock(it, 0, True),
    EditKind.REORDER_OBJECTS: lambda studio, it: studio.services.objects.reorder(it, [1, 0]),
    EditKind.MERGE_OBJECTS: lambda studio, it: studio.services.objects.merge(it, 0, 1),
    EditKind.SPLIT_OBJECT: lambda studio, it: studio.services.objects.split(it, 0, 3, 2),
    EditKind.ABSENT: lambda studio, it: studio.services.marks.mark_absent(it, 1, 2, 4, True),
    EditKind.EFFECTS: lambda studio, it: studio.services.effects.set(it, A_LAYER),
    EditKind.ACCEPT: lambda studio, it: studio.services.marks.accept(it, 1, 2, 4, True),
}


@pytest.mark.parametrize("kind", ACTS)
def test_each_kind_is_undone_and_redone_also_after_a_restart(studio, kind):
    session_id = a_session(studio)
    if kind is EditKind.TRACK:
        click(studio, session_id, 0, 4, 33)
    before = state(studio, session_id)
    ACTS[kind](studio, session_id)
    after = state(studio, session_id)
    assert after != before
    assert kinds(studio, session_id)[-1] is kind
    undone = history(studio).undo(session_id)
    assert undone.undone
    assert undone.note.kind is kind
    assert state(studio, session_id) == before
    restart(studio)
    assert history(studio).redo(session_id) == history(studio).all(session_id)[-1]
    assert state(studio, session_id) == after
    restart(studio)
    history(studio).undo(session_id)
    assert state(studio, session_id) == before


def test_an_edit_says_what_it_was_about(studio):
    session_id = a_session(studio)
    sessions = studio.services.sessions
    sessions.update_object(session_id, 0, "Koi", None)
    sessions.update_object(session_id, 0, None, "#123456")
    sessions.remove_object(session_id, 0)
    sessions.rename(session_id, "Pond")
    notes = [edit.note for edit in history(studio).all(session_id)]
    assert [(one.kind, one.object_id, one.object_name, one.first_frame, one.last_frame, one.detail) for one in notes] == [
        (EditKind.POINTS, 0, "Object 1", 0, 0, ""),
        (EditKind.POINTS, 1, "Object 2", 3, 3, ""),
        (EditKind.TRACK, None, "", 0, 5, ""),
        (EditKind.RENAME_OBJECT, 0, "Object 1", None, None, "Koi"),
        (EditKind.RECOLOUR_OBJECT, 0, "Koi", None, None, "#123456"),
        (EditKind.REMOVE_OBJECT, 0, "Koi", None, None, ""),
        (EditKind.RENAME_SESSION, None, "", None, None, "Pond"),
    ]  # fmt: skip
    assert [edit.edit_id for edit in history(studio).all(session_id)] == sorted(
        {edit.edit_id for edit in history(studio).all(session_id)}
    )


def test_tracking_names_its_objects_where_it_is_not_all(studio):
    session_id = studio.session(6).session_id
    for object_id in range(3):
        click(studio, session_id, object_id, 0, 10 + object_id)
    track(studio, session_id, objects=[1])
    track(studio, session_id, objects=[0, 2])
    one, two = (edit.note for edit in history(studio).all(session_id)[-2:])
    assert (one.object_id, one.object_name, one.detail) == (1, "Object 2", "")
    assert (two.object_id, two.object_name, two.detail) == (None, "", "Object 1, Object 3")


def test_what_changes_nothing_is_no_edit_and_keeps_what_can_be_redone(studio):
    session_id = a_session(studio)
    history(studio).undo(session_id)
    before = history(studio).all(session_id)
    name = studio.services.sessions.get(session_id).name
    studio.services.sessions.rename(session_id, name)
    studio.services.sessions.update_object(session_id, 0, "Object 1", None)
    studio.services.sessions.remove_object(session_id, 9)
    studio.services.prompts.clear_frame(session_id, 0, 5)
    history(studio).restore(session_id, 0, before[1].edit_id)
    assert history(studio).all(session_id) == before
    assert history(studio).redo(session_id) is not None


def test_tracking_that_changes_nothing_is_no_edit(studio):
    session_id = a_session(studio)
    before = history(studio).all(session_id)
    track(studio, session_id)
    assert history(studio).all(session_id) == before


def test_nothing_to_undo_or_redo(studio):
    session_id = studio.session().session_id
    assert history(studio).undo(session_id) is None
    assert history(studio).redo(session_id) is None
    history(studio).go_to(session_id, None)
    with pytest.raises(SessionNotFound):
        history(studio).undo("nowhere")
    with pytest.raises(SessionNotFound):
        history(studio).all("nowhere")


def test_a_new_edit_drops_the_undone_ones(studio):
    session_id = a_session(studio)
    history(studio).undo(session_id)
    history(studio).undo(session_id)
    click(studio, session_id, 2, 1, 5)
    assert kinds(studio, session_id) == [EditKind.POINTS, EditKind.POINTS]
    assert history(studio).redo(session_id) is None
    assert len(history(studio).all(session_id)) == 2


def test_the_oldest_edits_are_dropped(studio, monkeypatch):
    monkeypatch.setattr("masklet.store.history.MOST_EDITS", 3)
    session_id = studio.session(6).session_id
    for at in range(5):
        click(studio, session_id, 0, at, 10)
    assert [edit.note.first_frame for edit in history(studio).all(session_id)] == [2, 3, 4]
    history(studio).go_to(session_id, None)
    assert stored(studio, session_id, 0) == {0: 10, 1: 10}


def test_going_to_an_edit(studio):
    session_id = studio.session(6).session_id
    states = [state(studio, session_id)]
    for row in range(4):
        click(studio, session_id, 0, row, row)
        states.append(state(studio, session_id))
    ids: list[int | None] = [None, *(edit.edit_id for edit in history(studio).all(session_id))]
    for at in (2, 4, 0, 3, 3, 1):
        history(studio).go_to(session_id, ids[at])
        assert state(studio, session_id) == states[at]
        assert [edit.edit_id for edit in history(studio).all(session_id) if not edit.undone] == ids[1 : at + 1]
    with pytest.raises(InvalidInput):
        history(studio).go_to(session_id, 999)


def test_undo_while_tracking_ends_it_and_takes_its_frames_back(studio):
    session_id, job, stepper = tracking(studio, 12, 4)
    assert set(stored(studio, session_id, 0)) == {0, 1, 2, 3}
    stepper.open()
    undone = history(studio).undo(session_id)
    assert undone.note.kind is EditKind.TRACK
    assert newest_job(studio, session_id).state in (JobState.CANCELLED, JobState.DONE)
    assert newest_job(studio, session_id).job_id == job.job_id
    assert stored(studio, session_id, 0) == {0: 10}
    assert session_id not in studio.engine.held  # it is opened anew from the store
    track(studio, session_id)
    assert stored(studio, session_id, 0) == {at: 10 + at for at in range(12)}


def undone_before_the_first_frame(studio: Studio, session_id: str, meanwhile: Callable[[], object]) -> Edit | None:
    """Undo while a propagation is held in its first step, which is of a prompted frame and changes nothing."""
    stepper, answers = Stepper(studio), []
    start(studio, session_id)
    meanwhile()
    undo = threading.Thread(target=lambda: answers.append(history(studio).undo(session_id)))
    undo.start()
    eventually(lambda: studio.services.propagations.active_job(session_id) is None)
    stepper.open()
    undo.join(10)
    assert newest_job(studio, session_id).state is JobState.CANCELLED
    return answers[0]


def test_undo_before_the_first_tracked_frame_ends_tracking_and_keeps_the_click(studio):
    session_id = studio.session(12).session_id
    click(studio, session_id, 0, 0, 10)
    before = state(studio, session_id)
    assert undone_before_the_first_frame(studio, session_id, lambda: None) is None
    assert state(studio, session_id) == before
    assert history(studio).undo(session_id).note.kind is EditKind.POINTS
    assert history(studio).undo(session_id) is None


def test_undo_before_the_first_tracked_frame_ends_tracking_where_there_is_no_history(studio):
    source = studio.session(12).session_id
    click(studio, source, 0, 0, 10)
    copy = studio.services.sessions.duplicate(source, None).session_id
    assert undone_before_the_first_frame(studio, copy, lambda: None) is None
    assert history(studio).all(copy) == ()


def test_undo_while_tracking_takes_back_a_click_that_was_made_meanwhile(studio):
    session_id = studio.session(12).session_id
    click(studio, session_id, 0, 0, 10)
    undone = undone_before_the_first_frame(studio, session_id, lambda: click(studio, session_id, 1, 2, 30))
    assert (undone.note.kind, undone.note.object_id) == (EditKind.POINTS, 1)
    assert kinds(studio, session_id) == [EditKind.POINTS]


def test_an_edit_while_tracking_parts_its_frames(studio):
    session_id, job, stepper = tracking(studio, 10, 4)
    click(studio, session_id, 1, 2, 30)
    stepper.open()
    follow(studio, job)
    tracked, clicked, tracked_on = history(studio).all(session_id)[1:]
    assert [edit.note.kind for edit in (tracked, clicked, tracked_on)] == [
        EditKind.TRACK, EditKind.POINTS, EditKind.TRACK,
    ]  # fmt: skip
    assert (tracked.note.first_frame, tracked.note.last_frame) == (1, 3)
    assert (tracked_on.note.first_frame, tracked_on.note.last_frame) == (4, 9)
    whole = state(studio, session_id)
    history(studio).undo(session_id)
    assert stored(studio, session_id, 0) == {at: 10 + at for at in range(4)}
    history(studio).undo(session_id)
    assert stored(studio, session_id, 1) == {}
    history(studio).undo(session_id)
    assert stored(studio, session_id, 0) == {0: 10}
    history(studio).go_to(session_id, tracked_on.edit_id)
    assert state(studio, session_id) == whole


def test_a_job_that_goes_on_after_a_kill_goes_on_with_its_edit(studio):
    session_id, job, _stepper = tracking(studio, 10, 4)
    killed = studio.engine
    studio.start()
    follow(studio, job)
    killed.is_closed = True
    (_clicked, tracked) = history(studio).all(session_id)
    assert (tracked.note.first_frame, tracked.note.last_frame) == (1, 9)
    history(studio).undo(session_id)
    assert stored(studio, session_id, 0) == {0: 10}


def test_undo_of_tracking_over_stored_corrections_brings_them_back(studio):
    session_id = a_session(studio)
    click(studio, session_id, 0, 4, 33)
    before = state(studio, session_id)
    track(studio, session_id, start=4, direction=Direction.FORWARD)
    assert stored(studio, session_id, 0)[5] == 34
    history(studio).undo(session_id)
    assert state(studio, session_id) == before


def test_a_removed_object_comes_back_with_all_that_it_had(studio):
    session_id = a_session(studio)
    before = state(studio, session_id)
    studio.services.sessions.remove_object(session_id, 0)
    click(studio, session_id, 0, 2, 36)  # another one of the same id
    history(studio).undo(session_id)
    history(studio).undo(session_id)
    assert state(studio, session_id) == before
    track(studio, session_id)
    assert state(studio, session_id) == before


def test_a_click_after_an_undo_is_answered_from_what_is_stored_then(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 0, 0, 20)
    history(studio).undo(session_id)
    track(studio, session_id)
    assert stored(studio, session_id, 0) == {at: 10 + at for at in range(6)}


# ---- earlier versions of one masklet


def test_an_earlier_version_of_one_masklet_leaves_the_others_alone(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 1, 0, 20)
    track(studio, session_id)
    good = history(studio).all(session_id)[-1]
    click(studio, session_id, 0, 2, 35)
    studio.services.sessions.update_object(session_id, 0, "Koi", None)
    track(studio, session_id)
    click(studio, session_id, 1, 5, 3)
    late = state(studio, session_id)
    history(studio).restore(session_id, 0, good.edit_id)
    assert stored(studio, session_id, 0) == {at: 10 + at for at in range(6)}
    assert stored(studio, session_id, 1)[5] == 3
    known = studio.services.sessions.snapshot(session_id)
    assert known.objects[0].name == "Koi"
    assert [(row.object_id, row.frame_index) for row in known.prompts] == [(0, 0), (1, 0), (1, 5)]
    restored = history(studio).all(session_id)[-1]
    assert (restored.note.kind, restored.note.object_name) == (EditKind.RESTORE, "Koi")
    history(studio).undo(session_id)
    assert state(studio, session_id) == late


def test_a_masklet_before_all_edits_is_empty(studio):
    session_id = a_session(studio)
    history(studio).restore(session_id, 0, None)
    assert stored(studio, session_id, 0) == {}
    assert len(studio.services.sessions.snapshot(session_id).objects) == 2


def test_what_cannot_be_restored(studio):
    session_id = a_session(studio)
    edit = history(studio).undo(session_id)
    with pytest.raises(InvalidInput):
        history(studio).restore(session_id, 0, edit.edit_id)
    with pytest.raises(InvalidInput):
        history(studio).restore(session_id, 0, 999)
    with pytest.raises(ObjectNotFound):
        history(studio).restore(session_id, 7, None)
    with pytest.raises(SessionNotFound):
        history(studio).restore("nowhere", 0, None)
    studio.services.objects.lock(session_id, 0, True)
    before = state(studio, session_id)
    with pytest.raises(ObjectLocked):
        history(studio).restore(session_id, 0, None)
    assert state(studio, session_id) == before


# ---- what followers are told
