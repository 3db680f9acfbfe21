"""kill -9 of a worker: the server serves on, clicks and tracking go on, an upload fails in words or not at all."""

import threading
import uuid

import pytest
from product import CLIP, FRAMES, becomes_true, copy_data, marbles_at, product
from studio import Refused

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def shared(template, tmp_path_factory):
    """A server of this file alone: killing is remembered for a minute, and delays new starts."""
    with product(copy_data(template, tmp_path_factory.mktemp("killed"))) as running:
        yield running
        assert running.tracebacks() == []


def test_an_engine_worker_killed_while_tracking_costs_nothing(shared, studio, figure):
    points = marbles_at(0)
    session, other = studio.start(CLIP), studio.start(CLIP)
    studio.click(session, 0, 0, *points[0])
    job_id = studio.track(session)
    at = next(job["done"] for job in studio.watch(job_id) if job["done"] >= FRAMES // 4)
    first = shared.children()["engine"]
    first.kill()
    [clicked] = studio.click(other, 0, 0, *points[1])
    assert clicked["rleMask"]["size"] == [180, 320]
    job = studio.wait(job_id)
    assert (job["state"], job["done"], job["error"]) == ("DONE", FRAMES, None)
    assert [frame["frameIndex"] for frame in studio.masklets(session, FRAMES - 1)] == list(range(FRAMES))
    assert shared.children()["engine"].pid != first.pid
    figure(f"engine worker killed at frame {at} of {FRAMES}: another session's click answered, the job ended DONE")


def test_an_engine_worker_killed_at_rest_is_not_missed(shared, studio):
    x, y = marbles_at(0)[0]
    session = studio.start(CLIP)
    [before] = studio.click(session, 0, 0, x, y)
    shared.children()["engine"].kill()
    [after] = studio.click(session, 0, 0, x, y)
    assert after == before


class Sending(threading.Thread):
    """An upload under way; `answer` when it is over."""

    def __init__(self, shared, file):
        super().__init__(daemon=True)
        self.shared, self.file, self.upload_id, self.answer = shared, file, str(uuid.uuid4()), None
        self.start()

    def run(self):
        self.answer = self.shared.studio().upload(self.file.read_bytes(), "killed.mp4", self.upload_id)

    def kill_preparation(self, studio, known=()):
        """Kill the worker in the middle of this clip's frames; its pid."""

        def is_at_work():
            try:
                return studio.progress(self.upload_id)["preparedFrames"] > 0
            except Refused:  # it did not arrive yet
                return False

        assert becomes_true(lambda: "prepare" in self.shared.children(), 10)
        assert becomes_true(lambda: self.shared.children()["prepare"].pid not in known and is_at_work(), 10)
        worker = self.shared.children()["prepare"]
        worker.kill()
        return worker.pid


def test_a_prepare_worker_killed_once_only_takes_longer(shared, studio, long_clip):
    sending = Sending(shared, long_clip)
    sending.kill_preparation(studio)
    sending.join(60)
    assert sending.answer["data"]["uploadVideo"]["frameCount"] == 1200
    assert left_over(shared) == []


def test_a_prepare_worker_killed_again_and_again_fails_the_upload_in_words(shared, studio, long_clip):
    sending = Sending(shared, long_clip)
    first = sending.kill_preparation(studio)
    sending.kill_preparation(studio, known=(first,))
    sending.join(60)
    [error] = sending.answer["errors"]
    assert error["extensions"]["code"] == "WORKER_FAILED"
    assert error["message"] == "A process of the server stopped while preparing the video. Please try again."
    progress = studio.progress(sending.upload_id)
    assert (progress["state"], progress["error"]) == ("FAILED", {"code": "WORKER_FAILED"})
    assert left_over(shared) == []
    assert studio.upload_file(long_clip)["frameCount"] == 1200
    assert left_over(shared) == []


def left_over(shared):
    """What no known video owns."""
    half_made = [path.name for path in (shared.data_dir / "videos").iterdir() if path.name.startswith(".")]
    return half_made + [path.name for path in (shared.data_dir / "incoming").iterdir()]
