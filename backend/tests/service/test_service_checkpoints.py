"""Checkpoints: one download at a time, told as it goes, and what is kept of its end."""

import pytest
from row_workers import FakeCheckpointWorker
from rows_actions import eventually

from masklet.domain.checkpoint import CheckpointState
from masklet.domain.errors import CheckpointNotFound, CheckpointUnreadable, DownloadRunning, NetworkUnavailable
from masklet.service.checkpoint_desk import CheckpointDesk


class Desk(CheckpointDesk):
    """With a clock and a worker of the test's."""

    def __init__(self):
        self.worker, self.now, self.changes = FakeCheckpointWorker(), 0.0, 0
        super().__init__(self.worker, lambda: self.now, self.changed)

    def changed(self):
        self.changes += 1

    def one(self, name):
        return next(each for each in self.all() if each.name == name)

    def state(self, name):
        return self.one(name).state

    def tell(self, what, name="small"):
        """A step of the download, and wait until the worker took it."""
        self.worker.told.put(what)
        eventually(lambda: self.worker.told.empty())


@pytest.fixture
def desk():
    made = Desk()
    yield made
    made.close(5)


def test_a_download_from_its_start_to_its_end(desk):
    assert desk.state("small") is CheckpointState.MISSING
    begun = desk.start("small")
    assert (begun.state, begun.have_bytes) == (CheckpointState.DOWNLOADING, 0)
    desk.tell(40)
    eventually(lambda: desk.one("small").have_bytes == 40)
    assert (desk.state("small"), desk.one("small").total_bytes) == (CheckpointState.DOWNLOADING, 100)
    assert desk.state("large") is CheckpointState.MISSING
    desk.tell(100)
    eventually(lambda: desk.state("small") is CheckpointState.VERIFYING)
    desk.tell(None)
    eventually(lambda: desk.state("small") is CheckpointState.READY)
    assert desk.changes == 1


def test_one_at_a_time(desk):
    desk.start("small")
    for name in ("large", "small"):
        with pytest.raises(DownloadRunning) as refused:
            desk.start(name)
        assert refused.value.details == {"name": "small"}
    desk.cancel("large")
    assert desk.state("small") is CheckpointState.DOWNLOADING


def test_a_cancelled_one_keeps_what_came_and_can_go_on(desk):
    desk.start("small")
    desk.tell(30)
    stopped = desk.cancel("small")
    assert (stopped.state, stopped.have_bytes, stopped.problem) == (CheckpointState.PARTIAL, 30, None)
    assert desk.cancel("small") == stopped
    assert desk.start("small").state is CheckpointState.DOWNLOADING


def test_why_it_failed_is_kept_until_the_next_attempt(desk):
    desk.start("small")
    desk.tell(30)
    desk.tell(NetworkUnavailable("There is no network."))
    eventually(lambda: desk.state("small") is CheckpointState.PARTIAL)
    failed = desk.one("small")
    assert (failed.problem_code, failed.problem, failed.have_bytes) == (
        "NETWORK_UNAVAILABLE",
        "There is no network.",
        30,
    )
    assert desk.one("large").problem is None
    assert desk.start("small").problem is None
    desk.tell(CheckpointUnreadable("It is something else."))
    eventually(lambda: desk.one("small").problem_code == "CHECKPOINT_UNREADABLE")
    assert desk.changes == 2


def test_a_file_that_somebody_brought_has_no_problem_any_more(desk):
    desk.start("small")
    desk.tell(NetworkUnavailable("There is no network."))
    eventually(lambda: desk.one("small").problem is not None)
    desk.worker.files["small"] = 100
    desk.now = 10.0
    assert (desk.state("small"), desk.one("small").problem) == (CheckpointState.READY, None)


def test_an_unforeseen_failure_is_a_sentence(desk):
    desk.worker.fetch = None
    desk.start("small")
    eventually(lambda: desk.one("small").problem_code == "INTERNAL")
    assert "log" in desk.one("small").problem


def test_unknown_names(desk):
    for act in (desk.start, desk.cancel):
        with pytest.raises(CheckpointNotFound):
            act("huge")


def test_files_are_looked_at_now_and_then_and_never_while_one_comes(desk):
    for _ in range(5):
        desk.all()
    assert desk.worker.looks == 1
    desk.now = 3.0
    desk.worker.files["large"] = 100
    assert desk.state("large") is CheckpointState.READY
    assert desk.changes == 1, "a file that somebody brought: engines are asked again"
    desk.start("small")
    eventually(lambda: desk.worker.is_fetching)
    desk.now = 60.0
    assert desk.state("large") is CheckpointState.READY  # the worker would have complained
    assert desk.worker.looks == 2


def test_a_silent_server_does_not_hold_the_person_up(desk, monkeypatch):
    monkeypatch.setattr("masklet.service.checkpoint_desk._CANCEL_PATIENCE_S", 0.01)
    desk.start("small")
    eventually(lambda: desk.worker.is_fetching)
    monkeypatch.setattr(desk.worker, "_take", lambda *_: desk.worker.told.get())
    eventually(lambda: desk.worker.told.empty())
    desk.worker.told.put(1)  # it may still wait in the old one
    assert desk.cancel("small").state is CheckpointState.PARTIAL
    with pytest.raises(DownloadRunning, match="ending"):
        desk.start("small")
    desk.worker.told.put(None)


def test_the_engines_are_asked_again_after_a_download(studio):
    studio.services.engines()
    asked = []
    studio.engine.engines = lambda: asked.append(1) or []
    studio.services.engines()
    assert asked == []
    studio.services.checkpoints.start("small")
    studio.checkpoints.told.put(None)
    eventually(lambda: studio.services.checkpoints.all()[0].state is CheckpointState.READY)
    studio.services.engines()
    assert asked == [1]


def test_whoever_sees_a_checkpoint_ready_finds_its_engine_too():
    worker, shown = FakeCheckpointWorker(), []
    desk = CheckpointDesk(worker, lambda: 0.0, lambda: shown.append(desk.all()[0].state))
    desk.start("small")
    worker.told.put(100)
    worker.told.put(None)
    eventually(lambda: shown)
    assert shown == [CheckpointState.VERIFYING], "the engines are asked again before the end shows"
    eventually(lambda: desk.all()[0].state is CheckpointState.READY)
    desk.close(5)


def test_closing_ends_the_download_and_its_worker(studio):
    studio.services.checkpoints.start("small")
    studio.services.close()
    assert studio.checkpoints.is_closed
    assert not studio.checkpoints.is_fetching
