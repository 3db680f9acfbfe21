"""The media worker's children: progress, cancellation, errors, who waits for whom, rest."""

import os
import threading
import time
from collections.abc import Iterator

import psutil
import pytest
from fake_hosts import media
from worker_cases import CLIP, failure, preparation

from masklet.domain.errors import Cancelled, LimitExceeded, MaskletError, StorageFull, UnknownExport, WorkerFailed
from masklet.workers.inprocess import InProcessMediaWorker
from masklet.workers.interface import MediaWorker
from masklet.workers.processes import SubprocessMediaWorker


def ignore(done: int, total: int) -> None:
    """No interest in progress."""


def never() -> bool:
    return False


@pytest.fixture(params=["in-process", "subprocess"])
def worker(request: pytest.FixtureRequest, fakes_importable: None) -> Iterator[MediaWorker]:
    made = (
        InProcessMediaWorker(media())
        if request.param == "in-process"
        else SubprocessMediaWorker(threads=2, host="fake_hosts:media")
    )
    yield made
    made.close()


def test_progress_comes_in_order_before_the_result(worker: MediaWorker) -> None:
    seen: list[tuple[int, int]] = []
    assert worker.prepare(preparation("fine"), lambda *step: seen.append(step), never) == "prepared clip.mp4"
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert worker.make_samples("samples", ignore) == ["samples"]
    assert worker.frame_jpeg("x.mp4", CLIP, 5) == b"\x05"


def test_a_cancelled_call_ends_as_the_host_says_and_the_next_is_not_cancelled(worker: MediaWorker) -> None:
    seen: list[int] = []
    error = failure(
        lambda: worker.prepare(preparation("until-cancelled"), lambda done, _: seen.append(done), lambda: len(seen) > 3)
    )
    assert (type(error), error.details) == (Cancelled, {"kept": 3})
    worker.prepare(preparation("fine"), ignore, never)


def test_errors_keep_their_class_and_details(worker: MediaWorker) -> None:
    error = failure(lambda: worker.prepare(preparation("too-long"), ignore, never))
    assert isinstance(error, LimitExceeded)
    assert (error.message, error.details) == ("Too long.", {"duration_s": 99.5, "limit_s": 10})
    assert type(failure(lambda: worker.prepare(preparation("disk-full"), ignore, never))) is StorageFull


def test_a_result_that_cannot_cross_is_a_failure_and_the_child_goes_on(media_worker: SubprocessMediaWorker) -> None:
    assert type(failure(lambda: media_worker.prepare(preparation("unpicklable"), ignore, never))) is WorkerFailed
    child = media_worker.pids["prepare"]
    media_worker.prepare(preparation("fine"), ignore, never)
    assert media_worker.pids["prepare"] == child


def test_an_error_in_our_own_callback_is_ours_and_the_next_call_works(media_worker: SubprocessMediaWorker) -> None:
    def broken(done: int, total: int) -> None:
        raise KeyError("ours")

    with pytest.raises(KeyError):
        media_worker.prepare(preparation("fine"), broken, never)
    media_worker.prepare(preparation("fine"), ignore, never)


def test_a_frame_and_an_export_wait_for_no_preparation_and_a_waiting_one_can_be_cancelled(
    media_worker: SubprocessMediaWorker,
) -> None:
    stop, running = threading.Event(), threading.Event()
    errors: list[MaskletError] = []

    def prepare_for_long() -> None:
        errors.append(
            failure(lambda: media_worker.prepare(preparation("until-cancelled"), lambda *_: running.set(), stop.is_set))
        )

    thread = threading.Thread(target=prepare_for_long)
    thread.start()
    assert running.wait(10)
    assert media_worker.frame_jpeg("x.mp4", CLIP, 1) == b"\x01"
    media_worker.export(preparation("any"), ignore, never)
    assert type(failure(lambda: media_worker.prepare(preparation("fine"), ignore, lambda: True))) is Cancelled
    assert thread.is_alive()
    stop.set()
    thread.join(5)
    assert [type(error) for error in errors] == [Cancelled]


def test_formats_are_asked_once(media_worker: SubprocessMediaWorker) -> None:
    formats = media_worker.export_formats()
    assert formats == [media_worker.pids["frames"]]
    media_worker.close()
    assert media_worker.export_formats() == formats


def test_effects_are_checked_beside_the_frames(media_worker: SubprocessMediaWorker) -> None:
    error = failure(lambda: media_worker.check_effects("[]"))
    assert type(error) is UnknownExport
    assert str(error) == f"{media_worker.pids['frames']} []"


def test_preparing_and_exporting_step_back_for_people(media_worker: SubprocessMediaWorker) -> None:
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    media_worker.prepare(preparation("fine"), ignore, never)
    media_worker.export(preparation("any"), ignore, never)
    media_worker.frame_jpeg("x.mp4", CLIP, 0)
    niceness = {name: os.getpriority(os.PRIO_PROCESS, pid) for name, pid in media_worker.pids.items() if pid}
    gentle = min(19, ours + 10)
    assert niceness == {"prepare": gentle, "export": gentle, "frames": ours}


def test_children_start_when_needed_and_end_after_a_rest(fakes_importable: None) -> None:
    now = [0.0]
    worker = SubprocessMediaWorker(threads=1, host="fake_hosts:media", idle_s=300.0, clock=lambda: now[0])
    assert set(worker.pids.values()) == {None}
    worker.frame_jpeg("x.mp4", CLIP, 1)
    assert [name for name, pid in worker.pids.items() if pid is not None] == ["frames"]
    child = worker.pids["frames"]
    assert child is not None
    now[0] = 299.0
    worker.end_idle()
    assert worker.pids["frames"] == child
    now[0] = 300.0
    worker.end_idle()
    assert worker.pids["frames"] is None
    assert not psutil.pid_exists(child)
    assert worker.frame_jpeg("x.mp4", CLIP, 2) == b"\x02"
    worker.close()


def test_the_rest_is_noticed_without_being_asked(fakes_importable: None) -> None:
    worker = SubprocessMediaWorker(threads=1, host="fake_hosts:media", idle_s=0.3)
    worker.frame_jpeg("x.mp4", CLIP, 1)
    deadline = time.monotonic() + 5
    while worker.pids["frames"] is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert worker.pids["frames"] is None
    worker.close()
