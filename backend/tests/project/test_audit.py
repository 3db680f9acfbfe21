"""The locked list of hashes fits the pins and the client's lock, and the audit sees what does not."""

import json
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def audit(monkeypatch):
    """scripts/audit.py, which is no part of the package."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    for name in ("audit", "lock_hashes"):
        sys.modules.pop(name, None)
    import audit

    return audit


def test_every_pin_has_its_hash(audit):
    assert len(audit.pins()) > 80
    assert audit.lock_faults() == []


def test_every_package_of_the_client_has_its_hash(audit):
    assert audit.npm_faults() == []


def test_what_is_installed_of_the_list_is_what_is_locked(audit):
    known = audit.locked()
    installed = {audit.normal(each.metadata["Name"]): each.version for each in metadata.distributions()}
    shared = known.keys() & installed.keys()
    assert len(shared) > 50
    assert {name: installed[name] for name in shared if installed[name] != known[name][0]} == {}


def test_other_versions_and_strangers_are_seen(audit, monkeypatch):
    known = audit.locked() | {"flask": ("0.1", {"0" * 64})}
    del known["pytest"]
    monkeypatch.setattr(audit, "locked", lambda: known)
    pinned = audit.pins()
    assert audit.lock_faults() == [
        f"flask {pinned['flask']} is pinned, 0.1 is locked",
        f"pytest {pinned['pytest']} is pinned, None is locked",
    ]
    faults = audit.installed_faults()
    assert f"flask {pinned['flask']} is installed, 0.1 is locked" in faults
    assert f"pytest {pinned['pytest']} is installed and not locked" in faults


def test_a_file_of_another_content_is_seen(audit, monkeypatch):
    name, (version, _) = next(iter(audit.locked().items()))
    monkeypatch.setattr(audit, "offered", lambda: {name: (version, {"0" * 64})})
    assert audit.file_faults() == [f"{name}: pip is offered a file of another content"]


def test_a_package_of_the_client_without_a_hash_is_seen(audit, monkeypatch, tmp_path):
    lock = json.loads(audit.NPM_LOCK.read_text())
    name = next(name for name, each in lock["packages"].items() if each.get("integrity"))
    del lock["packages"][name]["integrity"]
    (tmp_path / "lock.json").write_text(json.dumps(lock))
    monkeypatch.setattr(audit, "NPM_LOCK", tmp_path / "lock.json")
    assert audit.npm_faults() == [f"{name} has no sha512 in the client's lock"]


def test_advisories_that_do_not_answer_are_said_and_holes_are_told(audit, monkeypatch, tmp_path, capsys):
    program = tmp_path / "pip-audit"
    program.write_text('#!/bin/sh\necho "$ANSWER"\n')
    program.chmod(0o755)
    for answer, found in (
        ("no JSON", None),
        ('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}', None),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', []),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1"}]}]}', ["a 1: CVE-1"]),
    ):
        monkeypatch.setenv("ANSWER", answer)
        assert audit.python_advisories(str(program)) == found
    assert audit.tell("advisories", None) == 0
    assert audit.tell("advisories", ["a 1: CVE-1"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "advisories: NOT CHECKED: it does not answer from here",
        "advisories: 1 faults",
        "  a 1: CVE-1",
    ]


def test_no_list_names_a_registry():
    assert "://" not in (ROOT / "backend/requirements.lock").read_text()
