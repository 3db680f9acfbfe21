"""Data folders of every version of the tables, made by the program of that time, opened with today's: nothing is lost."""

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from make_released import facts_of

from masklet.bootstrap import build_services
from masklet.settings import Settings
from masklet.store import migrations, snapshot

RELEASED = Path(__file__).parent / "released"
VERSIONS = sorted(path.stem.removesuffix(".tar") for path in RELEASED.iterdir())
NEWER = ("effects", "edits", "classes", "deleted")  # what earlier versions did not know


@pytest.fixture(params=VERSIONS)
def old(request, tmp_path):
    """A folder of an earlier version, and what that told of it."""
    with tarfile.open(RELEASED / f"{request.param}.tar.gz") as tar:
        tar.extractall(tmp_path, filter="data")
    facts = json.loads((tmp_path / "facts.json").read_text())
    return request.param, tmp_path / "data", facts


def ask(data, query):
    with closing(sqlite3.connect(data / "masklet.sqlite")) as rows:
        return rows.execute(query).fetchall()


def test_there_is_a_folder_of_every_version():
    [versions] = (Path(place) / "versions" for place in migrations.__path__)
    assert [path.name[:4] for path in sorted(versions.glob("0*.py"))] == VERSIONS
    assert all(path.stat().st_size < 100_000 for path in RELEASED.iterdir())


def test_what_was_kept_is_there(old):
    version, data, facts = old
    assert ask(data, "SELECT version_num FROM alembic_version") == [(version,)]
    [(session_id,)] = ask(data, "SELECT session_id FROM sessions WHERE name LIKE 'Fische%'")
    files = {path: path.read_bytes() for path in (data / "videos").rglob("*") if path.is_file()}
    services = build_services(Settings(data_dir=data, client_dir=None))
    try:
        services.go_on()
        assert facts_of(services, session_id) == facts
        assert len(facts["masks"]) == 6
        assert len(facts["prompts"]) == 2
        [video] = services.videos.all()
        assert services.videos.media_file(video.path).stat().st_size > 500
        assert services.overviews.get(session_id).masked_frames == 12
        assert {path: path.read_bytes() for path in files} == files
    finally:
        services.close()
    snapshot.check(data / "masklet.sqlite")
    assert ask(data, "SELECT version_num FROM alembic_version") == [(VERSIONS[-1],)]


def test_it_can_be_worked_on(old):
    """An edit, its undoing, and the trash: every trigger and table of today is there."""
    _, data, facts = old
    [(session_id,)] = ask(data, "SELECT session_id FROM sessions WHERE name LIKE 'Fische%'")
    services = build_services(Settings(data_dir=data, client_dir=None))
    try:
        services.sessions.rename(session_id, "Other")
        services.sessions.update_object(session_id, 0, "Koi", None)
        services.sessions.remove_object(session_id, 2)
        for _ in range(3):
            services.history.undo(session_id)
        now = facts_of(services, session_id)
        assert {key: value for key, value in now.items() if key not in NEWER} == {
            key: value for key, value in facts.items() if key not in NEWER
        }
        services.trash.restore(services.sessions.delete(session_id))
        assert facts_of(services, session_id) == now
    finally:
        services.close()
