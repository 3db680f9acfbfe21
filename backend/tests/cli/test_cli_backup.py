"""`masklet backup` and `restore`: whole, checked, or nothing; and what is refused."""

import io
import json
import sqlite3
import tarfile

import pytest
from stored_folder import FRAMES

from masklet.service.data_lock import ServerMark


@pytest.fixture
def backup(folder, tmp_path):
    """A backup of the folder."""
    made = tmp_path / "b.tar"
    done = folder.run("backup", made)
    assert done.exit_code == 0, done.output
    return made


def entries(path):
    with tarfile.open(path) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}


def rewritten(path, change):
    """The same backup, its entries changed."""
    found = entries(path)
    change(found)
    with tarfile.open(path, "w") as tar:
        for name, content in found.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def is_refused(folder, path, into, word="no whole backup"):
    for words in (("restore", path, "--into", into), ("restore", path, "--check")):
        answer = folder.run(*words)
        assert answer.exit_code == 2
        assert word in answer.stderr
    assert not into.exists()
    assert [one.name for one in into.parent.iterdir() if one.name.startswith(".restore")] == []


def test_a_backup_is_put_back_elsewhere(folder, backup, tmp_path, monkeypatch):
    shown = folder.run("sessions", "show", folder.session, "--json").stdout
    clip = next((folder.path / "videos").rglob("video.mp4")).read_bytes()
    into = tmp_path / "elsewhere"
    assert folder.run("restore", backup, "--into", into).exit_code == 0
    assert [path for path in folder.path.iterdir() if path.name.startswith(".backup")] == []
    monkeypatch.setenv("MASKLET_DATA_DIR", str(into))
    assert folder.run("sessions", "show", folder.session, "--json").stdout == shown
    assert next((into / "videos").rglob("video.mp4")).read_bytes() == clip
    with sqlite3.connect(into / "masklet.sqlite") as rows:
        assert rows.execute("SELECT count(*) FROM masks").fetchone() == (3 * FRAMES,)


def test_it_goes_through_pipes(folder, tmp_path):
    from click.testing import CliRunner

    from masklet.cli.main import main

    written = CliRunner().invoke(main, ["backup", "-"]).stdout_bytes
    into = tmp_path / "piped"
    assert CliRunner().invoke(main, ["restore", "-", "--into", str(into)], input=written).exit_code == 0
    assert (into / "masklet.sqlite").is_file()


def test_a_folder_gets_a_file_named_by_the_time_and_nothing_is_overwritten(folder, backup, tmp_path):
    (tmp_path / "many").mkdir()
    assert folder.run("backup", tmp_path / "many").exit_code == 0
    [made] = (tmp_path / "many").iterdir()
    assert made.name.startswith("masklet-20")
    again = folder.run("backup", backup)
    assert again.exit_code == 4
    assert "is there already" in again.stderr


def test_checkpoints_go_along_when_they_are_asked_for(folder, tmp_path):
    (folder.path / "checkpoints").mkdir()
    (folder.path / "checkpoints" / "tiny.pt").write_bytes(b"weights")
    assert folder.run("backup", tmp_path / "without.tar").exit_code == 0
    assert folder.run("backup", tmp_path / "with.tar", "--with-checkpoints").exit_code == 0
    assert "checkpoints/tiny.pt" not in entries(tmp_path / "without.tar")
    assert entries(tmp_path / "with.tar")["checkpoints/tiny.pt"] == b"weights"


def test_a_missing_file_is_told_of_and_the_rest_is_backed_up(folder, tmp_path):
    from shutil import rmtree

    [video] = (folder.path / "videos").iterdir()
    rmtree(video)
    done = folder.run("backup", tmp_path / "b.tar")
    assert done.exit_code == 0
    assert f"Missing, and so not in the backup: videos/{video.name}" in done.stderr
    assert folder.run("restore", tmp_path / "b.tar", "--into", tmp_path / "to").exit_code == 0


@pytest.mark.parametrize("cut", [0, 1, 600, -1, 20_000])
def test_a_backup_that_broke_off_is_refused(folder, backup, tmp_path, cut):
    whole = backup.read_bytes()
    last = whole.rstrip(b"\0")
    backup.write_bytes(last[:-1] if cut == -1 else whole[:cut])
    is_refused(folder, backup, tmp_path / "to")


def turn(name):
    def change(found):
        found[name] = bytes([found[name][0] ^ 1]) + found[name][1:]

    return change


def drop(name):
    return lambda found: found.pop(name)


def escape(found):
    manifest = json.loads(found.pop("manifest.json"))
    found["videos/../../escaped"] = b"x"
    found["manifest.json"] = json.dumps(manifest).encode()


CHANGES = {
    "a byte": turn("masklet.sqlite"),
    "no manifest": drop("manifest.json"),
    "no rows": drop("masklet.sqlite"),
    "a way out": escape,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_backup_is_refused_and_leaves_nothing(folder, backup, tmp_path, change):
    rewritten(backup, change)
    is_refused(folder, backup, tmp_path / "to")
    assert not (tmp_path.parent / "escaped").exists()


def test_a_newer_backup_is_refused_with_a_sentence(folder, tmp_path):
    with sqlite3.connect(folder.path / "masklet.sqlite") as rows:
        rows.execute("UPDATE alembic_version SET version_num = '9999'")
    rows.close()
    assert folder.run("backup", tmp_path / "b.tar").exit_code == 0
    refused = folder.run("restore", tmp_path / "b.tar", "--into", tmp_path / "to")
    assert refused.exit_code == 1
    assert "newer version of Masklet Studio" in refused.stderr
    assert not (tmp_path / "to").exists()


def test_nothing_is_put_over_what_is_there(folder, backup, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    refused = folder.run("restore", backup, "--into", tmp_path / "full")
    assert (refused.exit_code, "not empty" in refused.stderr) == (4, True)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    served = tmp_path / "served"
    served.mkdir()
    mark = ServerMark(served)
    mark.hold()
    refused = folder.run("restore", backup, "--into", served)
    mark.release()
    assert (refused.exit_code, "A server uses" in refused.stderr) == (4, True)
    assert folder.run("restore", tmp_path / "no.tar", "--into", tmp_path / "x").exit_code == 3


def test_an_empty_folder_is_as_good_as_none(folder, backup, tmp_path):
    (tmp_path / "empty").mkdir()
    assert folder.run("restore", backup, "--into", tmp_path / "empty").exit_code == 0
    assert (tmp_path / "empty" / "masklet.sqlite").is_file()


def test_what_a_killed_backup_left_goes(folder, backup, tmp_path):
    left = folder.path / ".backup-1"
    left.mkdir()
    (left / "masklet.sqlite").touch()
    assert folder.run("backup", tmp_path / "again.tar").exit_code == 0
    assert not left.exists()
