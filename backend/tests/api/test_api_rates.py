"""How fast one client may go, and how much at once: what is counted, how it is refused and told, and that counting stays small."""

import io
import json
import threading
from contextlib import contextmanager

import numpy as np
import pytest
from fake_media import SAMPLE

from masklet.api.app import create_app
from masklet.api.config import ApiConfig, Rates
from masklet.api.pace import LOGINS, MOST_BUCKETS, PROMPTS, Pace
from masklet.domain.errors import TooOften
from masklet.masks.rle import encode

UPLOAD = "mutation($file: Upload!) { uploadVideo(file: $file) { path } }"
COUNTED = {
    "addPoints": 'addPoints(input: {sessionId: "s0", frameIndex: 0, objectId: 0, labels: [1], points: [[0.5, 0.5]], clearOldPoints: true})',
    "addBox": 'addBox(input: {sessionId: "s0", frameIndex: 0, objectId: 0, box: [0.1, 0.1, 0.9, 0.9]})',
    "addMask": 'addMask(input: {sessionId: "s0", frameIndex: 0, objectId: 0, counts: "FULL", size: [48, 64]})',
    "clearPointsInFrame": 'clearPointsInFrame(input: {sessionId: "s0", frameIndex: 0, objectId: 0})',
}


@pytest.fixture
def http_with(services):
    def made(**rates):
        return create_app(services, ApiConfig(rates=Rates(**rates))).test_client()

    return made


def start(http):
    query = f'mutation {{ startSession(input: {{ path: "{SAMPLE}" }}) {{ sessionId }} }}'
    return http.post("/graphql", json={"query": query})


def send(http):
    form = {
        "operations": json.dumps({"query": UPLOAD, "variables": {"file": None}}),
        "map": '{"f": ["variables.file"]}',
    }
    return http.post("/graphql", data=form | {"f": (io.BytesIO(b"abc"), "a.mp4")})


def refused(answer):
    error = answer.json["errors"][0]["extensions"]
    assert error["code"] == "RATE_LIMITED"
    assert int(answer.headers["Retry-After"]) == error["details"]["retry_after_s"]
    return answer.status_code, error["details"]["reason"], error["details"]["limit"]


def test_sessions(http_with):
    http = http_with(sessions=2)
    assert [start(http).status_code for _ in range(2)] == [200, 200]
    assert refused(start(http)) == (429, "sessions", 2)


def test_uploads_are_refused_before_anything_is_written(http_with, services):
    http = http_with(uploads=1)
    assert "errors" not in send(http).json
    before = dict(services.uploads.incoming)
    assert refused(send(http)) == (429, "uploads", 1)
    assert services.uploads.incoming == before


@pytest.mark.parametrize("field", COUNTED)
def test_prompts(http_with, field):
    http = http_with(prompts=1)
    start(http)
    full = encode(np.ones((48, 64), np.uint8)).counts
    query = {"query": f"mutation {{ {COUNTED[field].replace('FULL', full)} {{ frameIndex }} }}"}
    assert "errors" not in http.post("/graphql", json=query).json
    assert refused(http.post("/graphql", json=query)) == (429, "prompts", 1)


def test_many_prompts_in_one_document_are_many(http_with):
    http = http_with(prompts=3)
    start(http)
    fields = " ".join(f"a{at}: {COUNTED['addBox']} {{ frameIndex }}" for at in range(5))
    answer = http.post("/graphql", json={"query": f"mutation {{ {fields} }}"})
    assert refused(answer) == (429, "prompts", 3)


def test_each_address_is_a_client_of_its_own(http_with):
    http = http_with(sessions=1)
    start(http)
    http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert start(http).status_code == 200
    forwarded = {"X-Forwarded-For": "192.0.2.8"}  # which anybody may say
    http.environ_base["HTTP_X_FORWARDED_FOR"] = forwarded["X-Forwarded-For"]
    assert start(http).status_code == 429


DEFAULT = {"query": "{ defaultVideo { path } }"}


@contextmanager
def at_work(app, services, monkeypatch, addresses):
    """A request of each address that waits for a worker which does not answer; all of them end well afterwards."""
    answer, waiting, found = threading.Event(), threading.Semaphore(0), services.videos.default

    def slow():
        waiting.release()
        assert answer.wait(10)
        return found()

    def ask(address):
        told.append(app.test_client().post("/graphql", json=DEFAULT, environ_base={"REMOTE_ADDR": address}).json)

    told, threads = [], [threading.Thread(target=ask, args=(address,)) for address in addresses]
    with monkeypatch.context() as patched:
        patched.setattr(services.videos, "default", slow)
        for thread in threads:
            thread.start()
        assert all(waiting.acquire(timeout=10) for _ in threads)
        patched.setattr(services.videos, "default", found)
        yield
        answer.set()
        for thread in threads:
            thread.join()
    assert [list(one) for one in told] == [["data"]] * len(threads)


def test_requests_of_one_client_at_once(services, monkeypatch):
    app = create_app(services, ApiConfig(requests_per_client=2, max_requests=9))
    http = app.test_client()
    with at_work(app, services, monkeypatch, ["127.0.0.1"] * 2):
        assert refused(http.post("/graphql", json=DEFAULT)) == (429, "atOnce", 2)
        assert refused(send(http)) == (429, "atOnce", 2)
        assert services.uploads.incoming == {}
        assert "errors" not in http.post("/graphql", json=DEFAULT, environ_base={"REMOTE_ADDR": "192.0.2.7"}).json
        assert http.get("/healthy").status_code == 200
    assert "errors" not in http.post("/graphql", json=DEFAULT).json
    told = http.post("/graphql", json={"query": "{ server { limits { requestsPerClient } } }"}).json
    assert told["data"]["server"]["limits"] == {"requestsPerClient": 2}


def test_requests_of_all_at_once_leave_threads_for_the_rest(services, monkeypatch):
    app = create_app(services, ApiConfig(requests_per_client=2, max_requests=3))
    with at_work(app, services, monkeypatch, ["192.0.2.1", "192.0.2.2", "192.0.2.3"]):
        assert refused(app.test_client().post("/graphql", json=DEFAULT)) == (429, "busy", 3)
        assert app.test_client().get("/healthy").status_code == 200


def test_limits_are_told_and_can_be_none(http_with):
    http = http_with(uploads=0, prompts=7, sessions=8, logins=9)
    names = "uploadsPerMinute promptsPerMinute sessionsPerMinute loginsPerMinute"
    told = http.post("/graphql", json={"query": f"{{ server {{ limits {{ {names} }} }} }}"}).json
    assert list(told["data"]["server"]["limits"].values()) == [0, 7, 8, 9]
    assert all("errors" not in send(http).json for _ in range(20))


def test_a_bucket_fills_in_a_minute_and_holds_no_more():
    now = [0.0]
    pace = Pace(Rates(prompts=6), lambda: now[0])

    def taken():
        count = 0
        while True:
            try:
                pace.take(PROMPTS, "a")
            except TooOften as error:
                return count, error.details["retry_after_s"]
            count += 1

    assert taken() == (6, 10)
    now[0] += 4
    assert taken() == (0, 6)
    now[0] += 6
    assert taken() == (1, 10)
    now[0] += 3600
    assert taken() == (6, 10)
    now[0] -= 100  # a clock that goes back costs nobody anything
    assert taken() == (0, 10)


def test_memory_is_bounded():
    pace = Pace(Rates(logins=1))
    for at in range(MOST_BUCKETS + 500):
        pace.take(LOGINS, f"address {at}")
    assert len(pace._buckets) == MOST_BUCKETS
