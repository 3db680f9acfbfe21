"""The engine's worker, in-process and in a child: answers, errors, sessions that come and go."""

from collections.abc import Iterator

import pytest
from fake_hosts import BROKEN_FRAME, FakeFrames, engine, mask_of
from worker_cases import CLICK, failure, forward, session

from masklet.domain.errors import (
    EngineUnavailable,
    InvalidPrompt,
    SessionNotLoaded,
    VideoUnreadable,
    WorkerFailed,
)
from masklet.domain.prompt import Prompt
from masklet.domain.tracking import PromptedFrame
from masklet.workers.inprocess import InProcessEngineWorker
from masklet.workers.interface import EngineWorker
from masklet.workers.processes import SubprocessEngineWorker


@pytest.fixture(params=["in-process", "subprocess"])
def worker(request: pytest.FixtureRequest, fakes_importable: None) -> Iterator[EngineWorker]:
    made = (
        InProcessEngineWorker(engine())
        if request.param == "in-process"
        else SubprocessEngineWorker(threads=2, host="fake_hosts:engine")
    )
    yield made
    made.close()


def test_prompt_then_pass_answers_every_frame_then_none(worker: EngineWorker) -> None:
    worker.open(session("a"))
    mask = worker.prompt("a", 3, 0, CLICK, None)
    assert mask == mask_of(3)
    assert type(mask.object_score) is float
    worker.start_pass("a", forward(3, 5, start=4, stop=6))
    frames = [worker.step("a") for _ in range(4)]
    assert [frame and (frame.frame_index, sorted(frame.masks)) for frame in frames] == [
        (4, [3, 5]),
        (5, [3, 5]),
        (6, [3, 5]),
        None,
    ]
    assert worker.step("a") is None


def test_candidates_cross_as_run_lengths_and_plain_scores(worker: EngineWorker) -> None:
    worker.open(session("a"))
    masks = worker.candidates("a", 4, CLICK, 3)
    assert masks == tuple(mask_of(number) for number in range(3))
    assert {type(mask.object_score) for mask in masks} == {float}
    assert type(failure(lambda: worker.candidates("a", 4, Prompt(), 3))) is InvalidPrompt
    assert type(failure(lambda: worker.candidates("a", BROKEN_FRAME, CLICK, 3))) is VideoUnreadable
    assert type(failure(lambda: worker.candidates("nobody", 4, CLICK, 3))) is SessionNotLoaded


def test_objects_are_cleared_and_removed_and_restored(worker: EngineWorker) -> None:
    known = PromptedFrame(2, 0, CLICK, None)
    worker.open(session("a", prompted=(known,)))
    worker.clear_prompt("a", 2, 0)
    assert type(failure(lambda: worker.remove_object("a", 2))) is WorkerFailed  # the fake's list no longer has it
    worker.open(session("a", prompted=(known,)))
    worker.remove_object("a", 2)
    worker.clear("a")


def test_a_new_pass_drops_the_old_one_and_stop_ends_it(worker: EngineWorker) -> None:
    worker.open(session("a"))
    worker.start_pass("a", forward(1))
    worker.step("a")
    worker.start_pass("a", forward(1, start=50))
    frame = worker.step("a")
    assert frame is not None
    assert frame.frame_index == 50
    worker.stop_pass("a")
    assert worker.step("a") is None


def test_expected_errors_arrive_whole(worker: EngineWorker) -> None:
    assert type(failure(lambda: worker.open(session("a", engine="nonsense")))) is EngineUnavailable
    worker.open(session("a"))
    error = failure(lambda: worker.prompt("a", 3, 0, Prompt(), None))
    assert (type(error), error.message, error.details) == (InvalidPrompt, "Say something.", {"object_id": 3})
    worker.prompt("a", 3, 0, CLICK, None)  # the session is none the worse for it


def test_a_bug_is_a_plain_sentence_and_the_session_is_put_away(worker: EngineWorker) -> None:
    worker.open(session("a"))
    error = failure(lambda: worker.prompt("a", 666, 0, CLICK, None))
    assert type(error) is WorkerFailed
    assert "bug" not in error.message
    assert type(failure(lambda: worker.prompt("a", 1, 0, CLICK, None))) is SessionNotLoaded


def test_a_bug_is_logged_with_its_traceback_by_the_child(
    engine_worker: SubprocessEngineWorker, capfd: pytest.CaptureFixture[str]
) -> None:
    engine_worker.open(session("a"))
    failure(lambda: engine_worker.prompt("a", 666, 0, CLICK, None))
    log = capfd.readouterr().err
    assert "ZeroDivisionError: a bug in the engine" in log
    assert "Traceback" in log


def test_an_unreadable_frame_is_named(worker: EngineWorker) -> None:
    worker.open(session("a", engine="reading"))
    worker.start_pass("a", forward(1, start=BROKEN_FRAME - 1))
    worker.step("a")
    error = failure(lambda: worker.step("a"))
    assert type(error) is VideoUnreadable
    assert error.details == {"frame_index": BROKEN_FRAME}
    assert str(BROKEN_FRAME) in error.message
    worker.prompt("a", 1, 0, CLICK, None)


def test_an_unknown_session_is_not_loaded(worker: EngineWorker) -> None:
    worker.forget("nobody")
    for act in (lambda: worker.step("x"), lambda: worker.clear("x"), lambda: worker.start_pass("x", forward(1))):
        assert type(failure(act)) is SessionNotLoaded


def test_the_longest_untouched_session_makes_room(worker: EngineWorker) -> None:
    for name in "abcda":
        worker.open(session(name))
        worker.prompt(name, 1, 0, CLICK, None)
    worker.open(session("e"))
    assert type(failure(lambda: worker.step("b"))) is SessionNotLoaded
    for name in "acde":
        worker.prompt(name, 1, 0, CLICK, None)


def test_a_session_being_tracked_makes_room_last(worker: EngineWorker) -> None:
    for name in "abcd":
        worker.open(session(name))
    worker.start_pass("a", forward(1))
    for name in "bcd":
        worker.prompt(name, 1, 0, CLICK, None)
    worker.open(session("e"))
    assert worker.step("a") is not None
    assert type(failure(lambda: worker.step("b"))) is SessionNotLoaded


def test_frames_are_closed_by_their_one_owner() -> None:
    opened: list[FakeFrames] = []
    worker = InProcessEngineWorker(engine(opened))
    for name in ("a", "b", "a"):
        worker.open(session(name))
    assert [frames.closed for frames in opened] == [True, False, False]
    worker.forget("b")
    assert [frames.closed for frames in opened] == [True, True, False]
    worker.close()
    assert all(frames.closed for frames in opened)


def test_threads_are_set_before_the_child_starts(engine_worker: SubprocessEngineWorker) -> None:
    assert engine_worker.engines()[0].description == "2 threads"
