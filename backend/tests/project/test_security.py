"""Every row of SECURITY.md names tests that are there, and every limit of a number is the program's."""

import re
from pathlib import Path

from masklet.settings import LEAST_REQUESTS, THREADS_KEPT_FREE, Settings

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "SECURITY.md").read_text()
ROWS = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| ")][1:]


def test_every_row_names_tests_that_are_there():
    assert len(ROWS) > 10
    for threat, held, test in ROWS:
        assert threat.strip()
        assert held.strip()
        files = re.findall(r"`(backend/tests/\S+\.py)`", test)
        assert files, threat
        assert [name for name in files if not (ROOT / name).is_file()] == []


def test_settings_that_are_named_exist():
    named = {name.lower() for name in re.findall(r"MASKLET_(\w+)", PAGE)}
    assert named <= set(Settings.model_fields)


def test_the_number_of_threads_left_to_others_is_the_program_s():
    assert (THREADS_KEPT_FREE, THREADS_KEPT_FREE + LEAST_REQUESTS) == (4, 8)
    assert "eight threads at least are left to others" in PAGE
    assert "four threads are left to pages" in PAGE


def test_ports_are_published_on_this_machine_alone():
    compose = (ROOT / "docker-compose.yaml").read_text()
    ports = re.findall(r"^ +- (\S+:\d+)$", compose, re.MULTILINE)
    assert len(ports) == 4
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert Settings.model_fields["host"].default == "127.0.0.1"
