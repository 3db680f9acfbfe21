"""`masklet models` against a file server on this machine: list, download, go on, verify; what is said where it fails."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from checkpoint_maker import PICO, write_checkpoint
from click.testing import CliRunner
from wayward_server import wayward_server

from masklet.cli.main import main
from masklet.engine.sam2 import published
from masklet.engine.sam2.published import Published
from masklet.workers.inprocess import InProcessCheckpointWorker

TINY = "sam2.1_hiera_tiny"


def models(*words):
    return CliRunner().invoke(main, ["models", *words])


@pytest.fixture
def server(tmp_path, monkeypatch):
    """Publishes the small checkpoint of the tests."""
    monkeypatch.setattr("masklet.bootstrap.checkpoint_worker", lambda options: InProcessCheckpointWorker(None, options))
    monkeypatch.setitem(published.PUBLISHED, PICO, Published(PICO, "Pico", "092824", 1))
    monkeypatch.delitem(published.UNPUBLISHED, PICO)
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("MASKLET_CHECKPOINTS_DIR", "")
    monkeypatch.setenv("MASKLET_DATA_DIR", str(tmp_path / "data"))
    with wayward_server() as ways:
        ways.content = write_checkpoint(tmp_path / "made").read_bytes()
        monkeypatch.setenv("MASKLET_CHECKPOINT_BASE", ways.address)
        yield ways


@pytest.fixture
def downloads(tmp_path):
    return tmp_path / "data/checkpoints"


def states(result):
    return {one["name"]: one["state"] for one in json.loads(result.stdout)["checkpoints"]}


def test_one_is_fetched_checked_listed_and_verified(server, downloads):
    assert states(models("list", "--json"))[PICO] == "not here"
    result = models("download", "pico")
    assert (result.exit_code, result.stdout) == (0, f"{PICO}: It is here and right.\n")
    assert server.paths == [f"/092824/{PICO}.pt"]
    listed = models("list")
    assert f"{PICO}       here" in listed.stdout
    assert f"Looked for in {downloads}" in listed.stdout
    assert states(models("list", "--json"))[PICO] == "here"
    verified = models("verify")
    assert (verified.exit_code, verified.stdout) == (
        0,
        f"{PICO}: Right: every tensor fits, its SHA-256 is the recorded one.\n",
    )
    [about] = json.loads(models("verify", PICO, "--json").stdout)["checkpoints"]
    assert (about["ok"], about["file"], about["sha256"]) == (True, f"{PICO}.pt", about["recorded"])


def test_what_broke_off_goes_on(server):
    server.cut_after = 300_000
    result = models("download", PICO)
    assert result.exit_code == 1
    assert "0.3 MB of" in result.stderr
    assert states(models("list", "--json"))[PICO] == "begun"
    assert "0 MB of about 1 MB" in models("list").stdout
    assert models("download", PICO, "--json").exit_code == 0
    assert server.ranges == ["", "bytes=300000-"]


def test_a_problem_with_one_does_not_keep_the_others(server):
    server.status = 404
    result = models("download", "tiny", PICO)
    assert result.exit_code == 3
    assert "127.0.0.1 has no such file (it answers 404)" in result.stderr
    server.status = None
    result = models("download", PICO, "tiny", "--json")
    assert result.exit_code == 1  # the server sends the small one, whatever is asked for
    fine, wrong = json.loads(result.stdout)["checkpoints"]
    assert (fine["name"], fine["ok"], wrong["name"], wrong["ok"]) == (PICO, True, TINY, False)
    assert "thrown away" in wrong["problem"]
    assert wrong["problem"] in result.stderr


def test_damage_is_found(server, downloads):
    models("download", PICO)
    file = downloads / f"{PICO}.pt"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    result = models("verify")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "has changed since it came" in result.stderr
    file.write_bytes(content[:1000])
    assert states(models("list", "--json"))[PICO] == "damaged"
    assert models("verify").exit_code == 1
    assert models("download", PICO).exit_code == 0
    assert models("verify").exit_code == 0


@pytest.mark.parametrize("act", ["download", "verify"])
def test_one_that_nobody_published(server, act):
    result = models(act, "huge")
    assert result.exit_code == 3
    assert result.stderr.startswith("There is no checkpoint huge; there are sam2.1_hiera_tiny, ")


def test_verifying_what_is_not_here(server):
    assert models("verify", "tiny").exit_code == 3
    result = models("verify")
    assert (result.exit_code, "no checkpoint here" in result.stdout) == (0, True)
    assert json.loads(models("verify", "--json").stdout) == {"checkpoints": []}


def test_names_are_completed(monkeypatch):
    monkeypatch.setenv("_MASKLET_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "masklet models download sam2.1_hiera_t")
    monkeypatch.setenv("COMP_CWORD", "3")
    result = CliRunner().invoke(main, prog_name="masklet", complete_var="_MASKLET_COMPLETE")
    assert result.output == f"plain,{TINY}\n"


def test_ctrl_c_keeps_what_came(server, downloads):
    server.cut_after = 300_000
    server.held.clear()  # then it falls silent
    words = [sys.executable, "-m", "masklet.cli.main", "models", "download", "tiny"]
    program = subprocess.Popen(words, env=os.environ, stderr=subprocess.PIPE, text=True)
    part, until = downloads / f"{TINY}.pt.part", time.monotonic() + 60
    while not (part.is_file() and part.stat().st_size) and time.monotonic() < until:
        time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    assert program.wait(30) == 130
    assert "goes on from here" in program.stderr.read()
    assert part.stat().st_size > 0
