"""`masklet sweep` and `masklet trash`: what nothing refers to, and what was deleted."""

import json
import time

import pytest

from masklet.service.data_lock import ServerMark


@pytest.fixture
def littered(folder):
    """Strays of every kind; their names."""
    names = ("videos/" + "a" * 32, "videos/.staging-1", "exports/.work/j1", "exports/j2.zip", "incoming/u.part")
    for name in names:
        path = folder.path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        if "." in path.name[1:]:
            path.write_bytes(b"12345")
        else:
            path.mkdir()
            (path / "file").write_bytes(b"12345")
    return set(names)


def swept(folder, *words):
    answer = folder.run("sweep", "--json", *words)
    return {one["path"]: one["bytes"] for one in json.loads(answer.stdout)["files"]}, answer


def test_a_dry_run_lists_and_a_real_one_removes(folder, littered):
    [video] = (folder.path / "videos").glob("0*")
    found, answer = swept(folder, "--dry-run")
    assert (found, answer.exit_code) == (dict.fromkeys(littered, 5), 0)
    assert all((folder.path / name).exists() for name in littered)
    found, answer = swept(folder)
    assert set(found) == littered
    assert not any((folder.path / name).exists() for name in littered)
    assert (video / "video.mp4").is_file()
    assert swept(folder)[0] == {}


def test_beside_a_server_what_may_be_at_work_stays(folder, littered):
    mark = ServerMark(folder.path)
    mark.hold()
    assert swept(folder)[0] == {}
    mark.release()
    assert all((folder.path / name).exists() for name in littered)


def test_beside_a_server_what_is_old_goes(folder, littered, monkeypatch):
    mark = ServerMark(folder.path)
    mark.hold()
    real = time.time
    monkeypatch.setattr("masklet.service.sweeping.time.time", lambda: real() + 2 * 3600)
    assert set(swept(folder)[0]) == littered - {"incoming/u.part"}
    monkeypatch.setattr("masklet.service.sweeping.time.time", lambda: real() + 26 * 3600)
    assert set(swept(folder)[0]) == {"incoming/u.part"}
    mark.release()


def test_missing_files_are_told_and_nothing_is_done(folder):
    [video] = (folder.path / "videos").iterdir()
    (video / "video.mp4").unlink()
    answer = folder.run("sweep")
    assert answer.exit_code == 1
    assert f"Missing: videos/{video.name}/video.mp4" in answer.stderr
    assert folder.session in folder.run("sessions", "list").stdout


def test_the_trash_is_listed_restored_and_emptied(folder):
    said = folder.run("sessions", "delete", folder.session, "--yes").stdout
    [one] = json.loads(folder.run("trash", "list", "--json").stdout)["trash"]
    assert f"masklet trash restore {one['id'][:8]}" in said
    assert one["kind"] == "session"
    assert one["name"] in folder.run("trash", "list").stdout
    assert swept(folder, "--dry-run")[0] == {}
    assert folder.run("trash", "restore", one["id"][:8]).exit_code == 0
    assert folder.session in folder.run("sessions", "list").stdout
    folder.run("sessions", "delete", folder.session, "--yes")
    folder.run("sessions", "delete", folder.bare, "--yes")
    assert "Removed 2 from the trash" in folder.run("trash", "empty", "--yes").stdout
    assert json.loads(folder.run("trash", "list", "--json").stdout) == {"trash": []}
    missing = folder.run("trash", "restore", one["id"])
    assert (missing.exit_code, "nothing in the trash" in missing.stderr) == (3, True)
