"""Sessions and objects: chosen engines, names, colours, removal, closing."""

import pytest
from rows_actions import click, rows, stored, track

from masklet.domain.errors import (
    EngineUnavailable,
    InvalidInput,
    SessionNotFound,
    VideoNotFound,
)
from masklet.domain.session import TrackedObject
from masklet.masks.palette import colour


def test_a_session_starts_with_the_best_available_engine_or_the_one_named(studio):
    path = studio.add_video()
    session = studio.services.sessions.start(path, None)
    assert (session.engine, session.video_path, session.name) == ("rows", path, "A clip")
    assert studio.services.sessions.start(path, "rows").engine == "rows"
    assert studio.engine.specs == []  # the device is not touched before the first prompt
    for name in ("big", "nonsense"):
        with pytest.raises(EngineUnavailable):
            studio.services.sessions.start(path, name)
    with pytest.raises(VideoNotFound):
        studio.services.sessions.start("uploads/../../etc/passwd", None)


def test_why_an_engine_cannot_run_is_said(studio):
    with pytest.raises(EngineUnavailable, match="It needs a checkpoint"):
        studio.services.sessions.start(studio.add_video(), "big")


def test_engines_are_asked_once_in_a_while(studio):
    asked = []
    engines = studio.engine.engines
    studio.engine.engines = lambda: asked.append(1) or engines()
    assert [one.name for one in studio.services.engines()] == ["big", "rows"]
    studio.services.engines()
    assert len(asked) == 1


def test_sessions_are_listed_by_video_the_latest_change_first(studio):
    path = studio.add_video()
    first, second = (studio.services.sessions.start(path, None).session_id for _ in range(2))
    other = studio.session().session_id
    click(studio, first, 0, 0, 1)
    assert [one.session_id for one in studio.services.sessions.all(path)] == [first, second]
    assert {one.session_id for one in studio.services.sessions.all(None)} == {first, second, other}
    with pytest.raises(VideoNotFound):
        studio.services.sessions.all("no such")


def test_renaming_a_session(studio):
    session_id = studio.session().session_id
    assert studio.services.sessions.rename(session_id, "Koi pond").name == "Koi pond"
    assert studio.services.sessions.get(session_id).name == "Koi pond"
    with pytest.raises(SessionNotFound):
        studio.services.sessions.rename("no such", "Name")


def test_closing_frees_the_device_and_loses_nothing(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    assert studio.services.sessions.close(session_id) is True
    assert session_id not in studio.engine.held
    assert len(track(studio, session_id)) == 6
    assert studio.services.sessions.close("no such") is False


def test_objects_are_named_and_coloured(studio):
    session_id = studio.session().session_id
    update = studio.services.sessions.update_object
    assert update(session_id, 2, None, None) == TrackedObject(2, "Object 3", colour(2))
    assert update(session_id, 2, "The dog", None) == TrackedObject(2, "The dog", colour(2))
    assert update(session_id, 2, None, "#abcdef") == TrackedObject(2, "The dog", "#abcdef")
    assert studio.services.sessions.snapshot(session_id).objects == (TrackedObject(2, "The dog", "#abcdef"),)
    with pytest.raises(SessionNotFound):
        update("no such", 2, "Name", None)


def test_removing_an_object_answers_the_others_where_it_had_prompts(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 1, 0, 20)
    click(studio, session_id, 1, 4, 30)
    answer = studio.services.sessions.remove_object(session_id, 1)
    assert [(frame.frame_index, rows(frame)) for frame in answer] == [(0, {0: 10}), (4, {0: None})]
    assert ("remove_object", 1) in studio.engine.calls
    assert studio.services.sessions.remove_object(session_id, 1) == []
    assert studio.services.sessions.remove_object(session_id, 77) == []
    assert studio.services.sessions.remove_object(session_id, 0) == []
    assert studio.services.sessions.snapshot(session_id).objects == ()
    with pytest.raises(SessionNotFound):
        studio.services.sessions.remove_object("no such", 0)


def test_a_number_used_again_begins_anew(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 1, 0, 5)
    track(studio, session_id)
    studio.services.sessions.remove_object(session_id, 0)
    click(studio, session_id, 0, 3, 33)
    assert stored(studio, session_id, 0) == {3: 33}


def test_masks_are_read_by_object_and_range(studio):
    session_id = studio.session(100).session_id
    click(studio, session_id, 0, 0, 0)
    click(studio, session_id, 1, 0, 5)
    track(studio, session_id, stop=80)
    read = list(studio.services.sessions.masks(session_id, [1], 30, 99))
    assert [frame.frame_index for frame in read] == list(range(30, 81))
    assert rows(read[0]) == {1: 35}
    assert rows(next(studio.services.sessions.masks(session_id, None, 30, 30))) == {0: 30, 1: 35}
    with pytest.raises(InvalidInput):
        studio.services.sessions.masks(session_id, None, 5, 4)
    with pytest.raises(SessionNotFound):
        studio.services.sessions.masks("no such", None, 0, 1)
