"""`masklet sessions`: read from the data folder, and deleted where no server could be surprised."""

import json
import sqlite3

import pytest
from stored_folder import FRAMES

from masklet.service.data_lock import ServerMark, alone, is_served


def test_list_names_every_session(folder):
    result = folder.run("sessions", "list")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["ID", "NAME", "OBJECTS", "MASKS", "CHANGED"]
    assert {line.split()[0] for line in lines[1:]} == {folder.session, folder.bare}


def test_list_as_json(folder):
    about = json.loads(folder.run("sessions", "list", "--json").stdout)
    assert about["served"] is False
    rows = {row["id"]: row for row in about["sessions"]}
    assert (rows[folder.session]["objects"], rows[folder.session]["masks"]) == (3, 3 * FRAMES)
    assert rows[folder.bare]["masks"] == 0
    assert rows[folder.session]["video"]["frame_rate"] == [24, 1]


def test_show_tells_numbers_from_one_and_frames(folder):
    result = folder.run("sessions", "show", folder.session[:8], "--json")
    objects = json.loads(result.stdout)["objects"]
    assert [(one["number"], one["name"]) for one in objects] == [(1, "Object 1"), (2, "Object 2"), (3, "Object 3")]
    assert all(one["frames"] == [[0, FRAMES - 1]] and one["prompts"] == 1 for one in objects)
    shown = folder.run("sessions", "show", folder.session).stdout
    assert "0-11" in shown
    assert "96 x 64, frames 0 to 11, 24 a second" in shown


@pytest.mark.parametrize("words", [("show", "nobody"), ("delete", "nobody", "--yes"), ("show", "")])
def test_an_unknown_session_is_a_sentence(folder, words):
    result = folder.run("sessions", *words)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "There is no session" in result.stderr


def test_delete_takes_the_session_and_its_exports(folder):
    assert folder.run("sessions", "delete", folder.session, "--yes").exit_code == 0
    assert [row["id"] for row in json.loads(folder.run("sessions", "list", "--json").stdout)["sessions"]] == [
        folder.bare
    ]
    with sqlite3.connect(folder.path / "masklet.sqlite") as rows:
        tables = [
            name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type='table' AND name LIKE '%mask%'")
        ]
        assert tables
        assert all(rows.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,) for name in tables)


def test_delete_asks_first(folder):
    from click.testing import CliRunner

    from masklet.cli.main import main

    result = CliRunner().invoke(main, ["sessions", "delete", folder.session], input="n\n")
    assert result.exit_code == 1
    assert f"{3 * FRAMES} masks" in result.stderr
    assert folder.session in folder.run("sessions", "list").stdout


def test_beside_a_server_reading_is_fine_and_deleting_is_refused(folder):
    mark = ServerMark(folder.path)
    mark.hold()
    listed = folder.run("sessions", "list")
    assert listed.exit_code == 0
    assert "A server uses this data folder" in listed.stderr
    assert json.loads(folder.run("sessions", "show", folder.session, "--json").stdout)["served"] is True
    refused = folder.run("sessions", "delete", folder.session, "--yes")
    assert refused.exit_code == 4
    assert "stop the server first" in refused.stderr
    mark.release()
    assert folder.run("sessions", "delete", folder.session, "--yes").exit_code == 0


def test_adopt_gives_what_is_nobody_s_to_a_person_once(folder):
    given = json.loads(folder.run("sessions", "adopt", "ada", "--json").stdout)
    assert given == {"owner": "ada", "sessions": 2, "videos": 1}
    with sqlite3.connect(folder.path / "masklet.sqlite") as rows:
        assert set(rows.execute("SELECT owner FROM sessions")) == {("ada",)}
    assert "0 sessions and 0 clips belong to bob now." in folder.run("sessions", "adopt", "bob").stdout


def test_servers_share_the_mark_and_reading_makes_none(folder):
    assert not is_served(folder.path)
    assert not (folder.path / ".in-use").exists()
    first, second = ServerMark(folder.path), ServerMark(folder.path)
    first.hold()
    second.hold()
    first.release()
    assert is_served(folder.path)
    with alone(folder.path) as is_alone:
        assert not is_alone
    second.release()
    with alone(folder.path) as is_alone:
        assert is_alone
        assert is_served(folder.path)


def test_no_data_folder_is_a_sentence_and_none_is_made(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("MASKLET_DATA_DIR", str(tmp_path / "nowhere"))
    result = folder.run("sessions", "list")
    assert result.exit_code == 3
    assert "There are no sessions in" in result.stderr
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(("revision", "code", "word"), [("0001", 4, "older version"), ("9999", 1, "newer version")])
def test_tables_of_another_version_are_left_alone(folder, revision, code, word):
    with sqlite3.connect(folder.path / "masklet.sqlite") as rows:
        rows.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    result = folder.run("sessions", "list")
    assert result.exit_code == code
    assert word in result.stderr
    with sqlite3.connect(folder.path / "masklet.sqlite") as rows:
        assert rows.execute("SELECT version_num FROM alembic_version").fetchone() == (revision,)
