"""How much memory there is for this process: the machine's, or what its control groups leave."""

import pytest

from masklet.workers.bounds import GIB, Bounds
from masklet.workers.confinement import memory_bytes
from masklet.workers.memory import machine_bytes


@pytest.fixture
def groups(tmp_path):
    """A tree of control groups with files and what the process says of its own place; answers the two paths."""

    def made(own, **files):
        (tmp_path / "own").write_text(own)
        for name, text in files.items():
            file = (
                tmp_path / "tree" / name.replace("__", "/").replace("_limit", ".limit_in_bytes").replace("_max", ".max")
            )
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return tmp_path / "tree", tmp_path / "own"

    return made


def test_in_a_container_it_is_the_container_s(groups):
    assert machine_bytes(*groups("0::/\n", memory_max="3000000\n")) == 3_000_000


def test_the_narrowest_group_from_the_process_up_counts(groups):
    wide = {"memory_max": "max\n", "lab__memory_max": "5000000\n", "lab__studio__memory_max": "9000000\n"}
    assert machine_bytes(*groups("0::/lab/studio\n", **wide)) == 5_000_000


def test_the_older_kind_of_groups_where_the_container_sees_its_own_as_the_root(groups):
    own = "9:cpu,cpuacct:/docker/a\n8:memory:/docker/a\n0::/\n"
    assert machine_bytes(*groups(own, memory__memory_limit="4000000\n")) == 4_000_000


def test_without_limits_it_is_the_machine_s(groups, tmp_path):
    whole = machine_bytes(tmp_path / "none", tmp_path / "none")
    assert whole > GIB // 4
    assert machine_bytes(*groups("0::/\n", memory_max="max\n")) == whole
    assert machine_bytes(*groups("8:memory:/\n", memory__memory_limit=f"{2**63 - 4096}\n")) == whole


def test_a_child_gets_half_of_what_the_container_may_use(monkeypatch):
    monkeypatch.setattr("masklet.workers.confinement.machine_bytes", lambda: 3 * GIB)
    assert memory_bytes(Bounds(file_bytes=GIB)) == 3 * GIB // 2
