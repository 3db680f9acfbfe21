"""The effects of a session: kept, checked, undone, told, copied, and in step with its objects."""

import json
import sqlite3

import pytest
from rows_actions import click, track
from rows_history import history, kinds, restart
from rows_studio import Studio
from session_files import opened, saved
from test_service_history_told import cursor, told

from masklet.domain.errors import LimitExceeded, ObjectNotFound, SessionNotFound, UnknownExport
from masklet.domain.history import EditKind
from masklet.service.config import Limits
from masklet.service.interfaces import EffectsChanged, HistoryChanged


def layer(
    name: str = "blur", object_ids: list[int] | None = None, layer_id: str = "a", **values: object
) -> dict[str, object]:
    return {"id": layer_id, "effect": {"name": name, "values": values}, "objectIds": object_ids, "enabled": True}


def stack(*layers: dict[str, object]) -> str:
    return json.dumps(layers)


def kept(studio: Studio, session_id: str) -> object:
    text = studio.services.effects.get(session_id)
    return None if text is None else json.loads(text)


@pytest.fixture
def studio(tmp_path):
    made = Studio(tmp_path / "data", Limits(max_upload_bytes=1_000_000))
    yield made
    made.close_all()


@pytest.fixture
def session_id(studio: Studio) -> str:
    made = studio.session(4).session_id
    click(studio, made, 0, 0, 10)
    click(studio, made, 1, 0, 20)
    return made


def test_they_are_kept_undone_and_redone_like_any_edit(studio, session_id):
    effects = studio.services.effects
    assert effects.get(session_id) is None
    effects.set(session_id, stack(layer()))
    effects.set(session_id, stack(layer("overlay", [1], opacity=0.25), layer(layer_id="b")))
    assert kinds(studio, session_id)[-2:] == [EditKind.EFFECTS, EditKind.EFFECTS]
    restart(studio)
    assert kept(studio, session_id) == [layer("overlay", [1], opacity=0.25), layer(layer_id="b")]
    assert history(studio).undo(session_id).note.kind is EditKind.EFFECTS
    assert kept(studio, session_id) == [layer()]
    history(studio).undo(session_id)
    assert kept(studio, session_id) is None
    history(studio).redo(session_id)
    assert kept(studio, session_id) == [layer()]
    studio.services.effects.set(session_id, "[]")
    assert kept(studio, session_id) == []


def test_the_same_again_is_no_edit(studio, session_id):
    studio.services.effects.set(session_id, stack(layer()))
    before = history(studio).all(session_id)
    studio.services.effects.set(session_id, f" {stack(layer())} ")
    assert history(studio).all(session_id) == before


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ("{", UnknownExport, "not valid JSON"),
        (stack(layer("sparkle")), UnknownExport, "no effect called 'sparkle'"),
        (stack(layer("overlay", opacity=7)), UnknownExport, "Fill opacity must be a number from 0 to 1"),
        (stack(layer("overlay", opacity=7) | {"enabled": False}), UnknownExport, "Fill opacity"),
        (stack(layer("overlay", opacity=10**400)), UnknownExport, "Fill opacity"),
        (stack(layer("erase_background", picture="http://x/y.png")), UnknownExport, "must be a PNG"),
        (stack(*(layer(layer_id=str(at)) for at in range(33))), UnknownExport, "at most 32 layers"),
        (stack(layer(object_ids=[0, 9])), ObjectNotFound, "names object 9"),
        (" " * 8_000_001, LimitExceeded, "too large"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(studio, session_id, given, error, words):
    studio.services.effects.set(session_id, stack(layer()))
    before, since = history(studio).all(session_id), cursor(studio, session_id)
    with pytest.raises(error, match=words):
        studio.services.effects.set(session_id, given)
    assert kept(studio, session_id) == [layer()]
    assert history(studio).all(session_id) == before
    assert cursor(studio, session_id) == since


def test_an_unknown_session_has_none(studio):
    with pytest.raises(SessionNotFound):
        studio.services.effects.get("nowhere")
    with pytest.raises(SessionNotFound):
        studio.services.effects.set("nowhere", "[]")


def test_followers_are_told_once_however_often_it_changed(studio, session_id):
    since = cursor(studio, session_id)
    for strength in range(3, 6):
        studio.services.effects.set(session_id, stack(layer(strength=strength)))
    events = told(studio, session_id, since)
    assert [type(event) for event in events] == [EffectsChanged, HistoryChanged]
    assert json.loads(events[0].effects) == [layer(strength=5)]
    assert since < events[0].cursor < events[1].cursor == cursor(studio, session_id)
    since = cursor(studio, session_id)
    history(studio).go_to(session_id, None)
    (heard,) = [event for event in told(studio, session_id, since) if isinstance(event, EffectsChanged)]
    assert heard.effects is None
    since = cursor(studio, session_id)
    history(studio).redo(session_id)
    assert not [event for event in told(studio, session_id, since) if isinstance(event, EffectsChanged)]


def test_layers_follow_objects_that_are_removed_merged_and_split(studio, session_id):
    studio.services.effects.set(session_id, stack(layer(object_ids=[0, 1]), layer(layer_id="b")))
    track(studio, session_id)
    studio.services.objects.split(session_id, 0, 2, 5)
    assert kept(studio, session_id)[0]["objectIds"] == [0, 5, 1]
    studio.services.objects.merge(session_id, 0, 5)
    assert kept(studio, session_id)[0]["objectIds"] == [0, 1]
    since = cursor(studio, session_id)
    studio.services.sessions.remove_object(session_id, 1)
    assert kept(studio, session_id) == [layer(object_ids=[0]), layer(layer_id="b")]
    assert [event for event in told(studio, session_id, since) if isinstance(event, EffectsChanged)]
    history(studio).undo(session_id)
    assert kept(studio, session_id)[0]["objectIds"] == [0, 1]
    assert kinds(studio, session_id).count(EditKind.EFFECTS) == 1


def test_a_duplicate_and_a_session_file_have_them(studio, session_id, tmp_path):
    studio.services.effects.set(session_id, stack(layer(object_ids=[1]), layer("label", layer_id="b", textSize=30)))
    copy = studio.services.sessions.duplicate(session_id, None).session_id
    assert kept(studio, copy) == kept(studio, session_id)
    again = opened(studio, saved(studio, session_id, tmp_path / "mine.masklet"))
    assert kept(studio, again) == kept(studio, session_id)
    assert history(studio).all(again) == ()
    studio.services.effects.set(copy, "[]")
    assert kept(studio, session_id) != []


def test_they_go_with_their_session(studio, session_id):
    studio.services.effects.set(session_id, stack(layer()))
    studio.services.trash.delete_forever(studio.services.sessions.delete(session_id))
    with sqlite3.connect(studio.folders.data / "masklet.sqlite") as rows:
        assert rows.execute("SELECT COUNT(*) FROM effects").fetchone() == (0,)
