"""A checkpoint from a server to an engine, as a person has it: begun, cut off, gone on with, verified; a wrong one never counts."""

import pytest
from checkpoint_maker import PICO, write_checkpoint
from product import becomes_true, copy_data, product
from wayward_server import wayward_server

NAME = "sam2.1_hiera_tiny"
SHOWN = "{ name state haveBytes totalBytes problem { code message } }"
START = f"mutation($n: String!) {{ startCheckpointDownload(name: $n) {SHOWN} }}"
CANCEL = f"mutation($n: String!) {{ cancelCheckpointDownload(name: $n) {SHOWN} }}"


class Person:
    """Looks at one checkpoint."""

    def __init__(self, studio):
        self.studio = studio

    def look(self):
        known = self.studio.data(f"{{ checkpoints {SHOWN} }}")["checkpoints"]
        return next(each for each in known if each["name"] == NAME)

    def start(self):
        return self.studio.data(START, n=NAME)["startCheckpointDownload"]

    def waits_for(self, state, problem=None):
        def is_so():
            seen = self.look()
            return seen["state"] == state and (seen["problem"] or {}).get("code") == problem

        assert becomes_true(is_so, 60), self.look()
        return self.look()

    def engine(self):
        engines = self.studio.data("{ server { engines { name available reason } } }")["server"]["engines"]
        return next(each for each in engines if each["name"] == NAME)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """As long as the real one."""
    return write_checkpoint(tmp_path_factory.mktemp("published"), NAME).read_bytes()


@pytest.fixture
def ways(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with wayward_server() as made:
        yield made


def test_cut_off_gone_on_with_verified_and_an_engine(template, tmp_path, ways, published):
    ways.content, ways.cut_after = published, 50_000_000
    with product(copy_data(template, tmp_path), checkpoint_base=ways.address, device="cpu") as running:
        person = Person(running.studio())
        assert "missing" in person.engine()["reason"]
        person.start()
        part = person.waits_for("PARTIAL", "NETWORK_UNAVAILABLE")
        assert part["haveBytes"] == 50_000_000
        ways.cut_after = 60_000_000  # then silence, in which a person changes their mind
        ways.held.clear()
        person.start()
        assert becomes_true(lambda: person.look()["haveBytes"] > 100_000_000, 30)
        assert person.look()["totalBytes"] == len(published)
        assert person.studio.code(START, n="sam2_hiera_large") == "DOWNLOAD_RUNNING"
        stopped = person.studio.data(CANCEL, n=NAME)["cancelCheckpointDownload"]
        assert (stopped["state"], stopped["problem"]) == ("PARTIAL", None)
        ways.held.set()
        assert becomes_true(lambda: "errors" not in person.studio.raw(START, n=NAME), 30)
        assert person.waits_for("READY")["haveBytes"] == len(published)
        assert person.engine() == {"name": NAME, "available": True, "reason": ""}
        assert ways.ranges[:2] == ["", "bytes=50000000-"]
        assert running.tracebacks() == []


def test_a_foreign_file_is_thrown_away(template, tmp_path, ways):
    ways.content = write_checkpoint(tmp_path / "foreign", PICO).read_bytes()
    with product(copy_data(template, tmp_path / "data"), checkpoint_base=ways.address) as running:
        person = Person(running.studio())
        person.start()
        refused = person.waits_for("MISSING", "CHECKPOINT_UNREADABLE")
        assert "tensors" in refused["problem"]["message"]
        assert not person.engine()["available"]
        assert list((tmp_path / "data" / "checkpoints").iterdir()) == []
        assert running.tracebacks() == []
