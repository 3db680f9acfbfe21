"""`masklet doctor`: each problem is found and comes with what to do. And the completion of shells."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections import namedtuple

import pytest
from running import free_port

from masklet.cli import findings
from masklet.domain.checkpoint import CheckpointInfo, CheckpointState
from masklet.domain.engine_options import EngineOptions
from masklet.service.data_lock import ServerMark
from masklet.settings import Settings
from masklet.video import codecs as codec_list


@pytest.fixture
def healthy(folder, tmp_path, monkeypatch):
    (tmp_path / "client").mkdir()
    (tmp_path / "client/index.html").write_text("<html>")
    monkeypatch.setenv("MASKLET_CLIENT_DIR", str(tmp_path / "client"))
    monkeypatch.setenv("MASKLET_PORT", str(free_port()))
    return folder


def problems(found):
    found = list(found)
    assert all(one.advice for one in found if one.state != findings.OK)
    return [one.topic for one in found if one.state == findings.PROBLEM]


def test_a_healthy_place(healthy):
    result = healthy.run("doctor")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == "No problem found."
    for topic in (
        "versions",
        "codecs",
        "confinement",
        "device",
        "checkpoints",
        "data folder",
        "disk",
        "database",
        "port",
        "client",
    ):
        assert f" {topic}: " in result.stdout


def test_what_children_are_not_kept_from_is_a_note(monkeypatch):
    assert findings.confinement().state == findings.OK
    missing = subprocess.CompletedProcess([], 0, "Darwin on arm64 has no filter\n", "")
    monkeypatch.setattr(subprocess, "run", lambda *command, **options: missing)
    found = findings.confinement()
    assert (found.state, "Darwin on arm64" in found.text) == (findings.NOTE, True)
    assert found.advice


def test_a_problem_is_code_one_and_json_holds_the_same(healthy, monkeypatch):
    monkeypatch.setenv("MASKLET_CLIENT_DIR", "")
    result = healthy.run("doctor", "--json")
    assert result.exit_code == 1
    about = json.loads(result.stdout)
    assert about["problems"] == 1
    bad = [one for one in about["findings"] if one["state"] == "problem"]
    assert [one["topic"] for one in bad] == ["client"]
    assert "make setup" in bad[0]["advice"]


def test_a_busy_port_is_a_problem_unless_it_is_ours(healthy):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = Settings(port=taken.getsockname()[1])
        assert problems(findings.port(settings)) == ["port"]
        mark = ServerMark(healthy.path)
        mark.hold()
        assert problems(findings.port(settings)) == []
        mark.release()
    assert problems(findings.port(settings)) == []


def test_a_disk_without_room(healthy, monkeypatch):
    usage = namedtuple("Usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(10 * 1024**2))
    assert problems(findings.data_folder(Settings())) == ["disk"]


def test_a_data_folder_that_cannot_be(healthy, tmp_path):
    (tmp_path / "file").write_text("")
    assert problems(findings.data_folder(Settings(data_dir=tmp_path / "file/below"))) == ["data folder"]
    assert problems(findings.data_folder(Settings(data_dir=tmp_path / "new"))) == []
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("revision", "state"), [("0001", findings.NOTE), ("9999", findings.PROBLEM)])
def test_a_database_of_another_version(healthy, revision, state):
    with sqlite3.connect(healthy.path / "masklet.sqlite") as rows:
        rows.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    assert [one.state for one in findings.data_folder(Settings()) if one.topic == "database"] == [state]


@pytest.mark.parametrize(("missing", "count"), [("libx264", 1), ("prores_ks", 0)])
def test_a_codec_that_is_missing(monkeypatch, missing, count):
    monkeypatch.setattr(codec_list, "_has", lambda name, mode: name != missing)
    found = list(findings.codecs())
    assert len(problems(found)) == count
    assert [one.text for one in found if one.advice] == [f"FFmpeg here has no {missing}"]


def test_codecs_are_those_that_pyav_knows():
    assert all(one.found for one in codec_list.codecs() if one.needed)
    assert not codec_list._has("no-such-codec", "r")


def test_an_engine_that_cannot_run_here(healthy):
    assert problems(findings.engines(Settings(engine="sam9"))) == ["device"]


def test_a_damaged_checkpoint(healthy, monkeypatch):
    class Worker:
        def __init__(self, options: EngineOptions) -> None:
            pass

        def states(self):
            return [CheckpointInfo("tiny", "Tiny", CheckpointState.DAMAGED, 3, 9)]

        def close(self):
            pass

    monkeypatch.setattr("masklet.workers.processes.SubprocessCheckpointWorker", Worker)
    assert problems(findings.checkpoints(Settings())) == ["checkpoints"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_of_the_shell(folder, shell):
    result = folder.run("completion", shell)
    assert result.exit_code == 0
    assert f"_MASKLET_COMPLETE={shell}_complete" in result.stdout


def test_completion_knows_commands_and_formats(folder):
    def complete(*words):
        asked = {"COMP_WORDS": " ".join(["masklet", *words]), "COMP_CWORD": str(len(words))}
        program = "from masklet.cli.main import main; main(prog_name='masklet')"
        command = [sys.executable, "-c", program]
        environment = os.environ | asked | {"_MASKLET_COMPLETE": "bash_complete"}
        return subprocess.run(command, env=environment, capture_output=True, text=True).stdout.split()

    assert "plain,sessions" in complete("se")
    assert "plain,coco" in complete("export", "x", "--format", "co")


def test_an_unknown_shell_is_wrong_use(folder):
    assert folder.run("completion", "tcsh").exit_code == 2
