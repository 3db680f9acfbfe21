"""What followers are told of edits, undo and redo."""

from rows_actions import click, rows, track
from rows_history import history
from rows_studio import Studio

from masklet.domain.history import EditKind
from masklet.domain.session import Direction
from masklet.service.interfaces import FrameMasksChanged, HistoryChanged, MasksCleared, ObjectsChanged


def told(studio: Studio, session_id: str, after: int) -> list[object]:
    events = []
    for event in studio.services.events.follow(session_id, after):
        if event is None:
            return events
        events.append(event)
    return events


def cursor(studio: Studio, session_id: str) -> int:
    return studio.services.sessions.snapshot(session_id).cursor


def test_followers_are_told_of_the_changed_frames_alone(studio):
    session_id = studio.session(12).session_id
    click(studio, session_id, 0, 0, 10)
    track(studio, session_id, stop=4)
    click(studio, session_id, 1, 8, 10)
    track(studio, session_id, start=5, direction=Direction.FORWARD, objects=[0])
    since = cursor(studio, session_id)
    history(studio).undo(session_id)
    events = told(studio, session_id, since)
    assert [type(event) for event in events] == [ObjectsChanged, *[FrameMasksChanged] * 7, HistoryChanged]
    assert [event.frame.frame_index for event in events[1:-1]] == list(range(5, 12))
    assert [event.cursor for event in events] == list(range(since + 1, since + 10))
    assert cursor(studio, session_id) == since + 9
    assert rows(events[4].frame) == {1: 10}
    assert [edit.undone for edit in events[-1].edits] == [False, False, False, True]


def test_followers_are_told_of_objects_that_go_and_come(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    since = cursor(studio, session_id)
    history(studio).undo(session_id)
    gone = told(studio, session_id, since)
    assert [type(event) for event in gone] == [MasksCleared, ObjectsChanged, FrameMasksChanged, HistoryChanged]
    since = cursor(studio, session_id)
    history(studio).redo(session_id)
    back = told(studio, session_id, since)
    assert [type(event) for event in back] == [ObjectsChanged, FrameMasksChanged, HistoryChanged]
    assert rows(back[1].frame) == {0: 10}


def test_followers_are_told_of_each_edit_and_of_the_end_of_tracking(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    (heard,) = [event for event in told(studio, session_id, 0) if isinstance(event, HistoryChanged)]
    assert [edit.note.kind for edit in heard.edits] == [EditKind.POINTS]
    since = cursor(studio, session_id)
    track(studio, session_id)
    (heard,) = [event for event in told(studio, session_id, since) if isinstance(event, HistoryChanged)]
    assert heard.edits[-1].note.last_frame == 5


def test_followers_are_told_the_name_of_the_session_with_its_history(studio):
    session_id = studio.session(6).session_id
    since = cursor(studio, session_id)
    studio.services.sessions.rename(session_id, "Pond")
    assert [event.session_name for event in told(studio, session_id, since)] == ["Pond"]
    since = cursor(studio, session_id)
    history(studio).undo(session_id)
    (heard,) = [event for event in told(studio, session_id, since) if isinstance(event, HistoryChanged)]
    assert heard.session_name == "A clip"
