"""Ready means: rows can be written, the disk has room, the engine answers or is busy. And how much there is."""

import sqlite3
import threading

import pytest

from masklet.domain.errors import WorkerFailed
from masklet.service import readiness
from masklet.service.readiness import EngineProbe, ReadinessDesk
from masklet.service.studio_state import stored_bytes

READY = {"database": None, "disk": None, "engine": None}


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(readiness, "ANSWER_WITHIN_S", 0.3)


def desk_of(studio, clock, least_free_bytes=0):
    return ReadinessDesk(studio.services._context, least_free_bytes, clock)


def test_a_server_that_works_is_ready(studio):
    assert studio.services.readiness.problems() == READY


def test_a_locked_database_is_not(studio, clock):
    desk = desk_of(studio, clock)
    with sqlite3.connect(studio.folders.data / "masklet.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert desk.problems() == READY | {"database": "The database is locked."}
        other.execute("ROLLBACK")
    assert desk.problems()["database"] == "The database is locked."  # as it was found a moment ago
    clock.now += 2
    assert desk.problems() == READY


def test_a_database_that_was_removed_is_not_and_is_not_made_anew(studio, clock):
    for file in studio.folders.data.glob("masklet.sqlite*"):
        file.rename(file.with_name("away-" + file.name))
    assert desk_of(studio, clock).problems() == READY | {"database": "The database cannot be opened."}
    assert not (studio.folders.data / "masklet.sqlite").exists()
    for file in studio.folders.data.glob("away-*"):
        file.rename(file.with_name(file.name.removeprefix("away-")))


def test_the_check_changes_nothing(studio):
    with sqlite3.connect(studio.folders.data / "masklet.sqlite") as other:
        before = list(other.iterdump())
        assert studio.services.readiness.problems() == READY
        assert list(other.iterdump()) == before


def test_a_disk_below_its_floor_is_not(studio, clock):
    said = desk_of(studio, clock, least_free_bytes=2**60).problems()["disk"]
    assert said.startswith("Only ")
    assert said.endswith(f" MiB are free; {2**60 // 1024**2} MiB are wanted.")


def test_an_engine_that_fails_is_not_until_it_answers(studio, clock, monkeypatch):
    desk = desk_of(studio, clock)

    def fails():
        raise WorkerFailed("A process of the server stopped.")

    monkeypatch.setattr(studio.engine, "engines", fails)
    assert desk.problems()["engine"] == "The engine's process fails."
    monkeypatch.undo()
    clock.now += 11
    assert desk.problems()["engine"] is None


def test_an_engine_that_cannot_be_used_is_not(studio, clock, monkeypatch):
    monkeypatch.setattr(studio.engine, "engines", list)
    assert desk_of(studio, clock).problems()["engine"] == "No engine can be used here."


def test_a_busy_engine_is_ready_for_a_minute_and_a_silent_one_is_not(studio, clock, monkeypatch):
    answers, asked, engines = threading.Event(), [], studio.engine.engines
    answers.set()

    def busy():
        asked.append(1)
        assert answers.wait(10)
        return engines()

    monkeypatch.setattr(studio.engine, "engines", busy)
    probe = EngineProbe(studio.engine, clock)
    assert probe.problem() is None
    answers.clear()
    clock.now += 11
    assert probe.problem() is None  # it is asked again, and does not answer yet
    clock.now += 61
    assert probe.problem() == "The engine does not answer."
    assert len(asked) == 2  # one question at a time, whoever asks
    answers.set()
    assert probe.problem() is None


def test_an_engine_that_never_answered_is_not(studio, clock, monkeypatch):
    answers = threading.Event()
    monkeypatch.setattr(studio.engine, "engines", lambda: answers.wait(10) and [])
    assert EngineProbe(studio.engine, clock).problem() == "The engine does not answer."
    answers.set()


def test_how_much_there_is(studio):
    session = studio.session()
    studio.session()
    found = studio.services.states.now()
    assert (found.sessions, found.videos, found.propagating) == (2, 2, 0)
    assert found.stored_bytes["videos"] == 2 * sum(
        map(len, ("video.mp4", "poster.jpg", "filmstrip.jpg", "frame_times.json"))
    )
    assert found.stored_bytes["database"] > 4096
    assert found.free_bytes > 0
    studio.services.sessions.delete(session.session_id)
    assert studio.services.states.now().sessions == 1


def test_bytes_are_told_of_known_folders_alone(tmp_path):
    (tmp_path / "somebody's folder" / "deep").mkdir(parents=True)
    (tmp_path / "somebody's folder" / "deep" / "file").write_bytes(b"12345")
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "e").write_bytes(b"123")
    (tmp_path / "link").symlink_to("/etc")
    found = stored_bytes(tmp_path)
    assert (found["other"], found["exports"]) == (5, 3)
    assert found["database"] < 100
    assert set(found) == {"videos", "exports", "incoming", "checkpoints", "database", "other"}
