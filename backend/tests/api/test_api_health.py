"""/ready and /metrics: what they tell and to whom; every request's number; labels that no client can make."""

import pytest
import structlog
from fake_media import SAMPLE
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from masklet.api.app import create_app
from masklet.api.config import ApiConfig
from masklet.watch.metrics import Metrics
from masklet.watch.watch import Watch


@pytest.fixture
def app(services, config):
    return create_app(services, config, Watch(Metrics()))


def samples(http, **headers):
    """Every value of the page by its name and labels."""
    answer = http.get("/metrics", headers=headers)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {(each.name, *sorted(each.labels.items())): each.value for family in families for each in family.samples}


def test_ready_says_what_is_not(http, services):
    answer = http.get("/ready")
    assert (answer.status_code, answer.json["ready"]) == (200, True)
    services.readiness.found["disk"] = "Only 3 MiB are free; 256 MiB are wanted."
    answer = http.get("/ready")
    assert answer.status_code == 503
    assert answer.json == {
        "ready": False,
        "checks": {"database": "ok", "disk": "Only 3 MiB are free; 256 MiB are wanted.", "engine": "ok"},
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_healthy_is_alive_whatever_is_not_ready(http, services):
    services.readiness.found["engine"] = "The engine does not answer."
    assert http.get("/healthy").status_code == 200


def test_what_was_done_is_counted(http, graphql):
    session = graphql.session()
    graphql.data("{ classes { name } }")
    graphql.code('{ session(sessionId: "nobody") { name } }')
    http.get("/exports/nothing")
    http.get(f"/{SAMPLE}")
    found = samples(http)
    assert session
    for name in ("startSession", "classes", "session"):
        assert found["masklet_operation_seconds_count", ("operation", name)] == 1
    assert found["masklet_errors_total", ("code", "SESSION_NOT_FOUND")] == 1
    assert found["masklet_errors_total", ("code", "JOB_NOT_FOUND")] == 1
    assert found["masklet_requests_total", ("address", "/graphql"), ("status", "200")] == 3
    assert found["masklet_requests_total", ("address", "/exports/<job_id>"), ("status", "404")] == 1


def test_a_stream_is_counted_while_it_is_open_and_after(http, graphql):
    session = graphql.session()
    query = f'subscription {{ sessionEvents(sessionId: "{session}", after: 0) {{ __typename }} }}'
    answer = http.post("/graphql", json={"query": query}, headers={"Accept": "text/event-stream"})
    assert samples(http)["masklet_streams_open", ("operation", "sessionEvents")] == 1
    answer.close()
    found = samples(http)
    assert found["masklet_streams_open", ("operation", "sessionEvents")] == 0
    assert found["masklet_streams_total", ("operation", "sessionEvents")] == 1


def test_what_there_is_is_told(http):
    found = samples(http)
    assert found["masklet_sessions", ("state", "known")] == 3
    assert found["masklet_sessions", ("state", "on_device")] == 2
    assert found["masklet_sessions", ("state", "asleep")] == 1
    assert found["masklet_sessions", ("state", "propagating")] == 1
    assert found["masklet_jobs", ("kind", "EXPORT"), ("state", "DONE")] == 2
    assert found["masklet_stored_bytes", ("part", "videos")] == 100
    assert found["masklet_disk_free_bytes",] == 1000


def test_no_client_makes_a_label(http, graphql):
    """Names of operations, aliases, paths and fields that are none would be as many series as somebody likes."""
    for document in (
        "query evil1 { x1: evil2 }",
        "{ evil3 }",
        "query evil4 { evil5: classes { name } }",
        "{ a: b, c: d }",
    ):
        graphql.post(document)
    for path in ("/evil6", "/exports/evil7", "/uploads/evil8", "/evil9/graphql"):
        http.get(path)
    http.open("/graphql", method="EVIL")
    page = http.get("/metrics").text
    assert "evil" not in page.lower()
    assert 'masklet_operation_seconds_count{operation="classes"} 1.0' in page


def test_metrics_with_a_token_are_for_whoever_has_it(services):
    http = create_app(services, ApiConfig(metrics_token="s3cret"), Watch(Metrics())).test_client()
    for said in ("", "Bearer ", "Bearer s3cre", "Bearer s3cret2", "s3cret", "Basic s3cret", "Bearer é"):
        answer = http.get("/metrics", headers={"Authorization": said})
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert "masklet_requests" not in answer.text
        assert "s3cret" not in answer.text
    assert http.get("/metrics").status_code == 401
    assert ("masklet_sessions", ("state", "known")) in samples(http, Authorization="Bearer s3cret")


def test_where_people_sign_in_nobody_reads_metrics_without_a_token(services):
    http = create_app(services, ApiConfig(metrics_need_token=True), Watch(Metrics())).test_client()
    for said in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer None"}):
        assert http.get("/metrics", headers=said).status_code == 401
    config = ApiConfig(metrics_need_token=True, metrics_token="s3cret")
    http = create_app(services, config, Watch(Metrics())).test_client()
    assert http.get("/metrics", headers={"Authorization": "Bearer s3cret"}).status_code == 200
    assert http.get("/ready").status_code == 200


def test_without_metrics_nothing_is_told(services):
    http = create_app(services, ApiConfig(), Watch()).test_client()
    http.post("/graphql", json={"query": "{ classes { name } }"})
    assert http.get("/metrics").status_code == 404


@pytest.mark.parametrize("said", ["abc", "a1b2.c3-d4_e5", "x" * 64])
def test_a_plain_request_id_is_kept(http, said):
    assert http.get("/healthy", headers={"X-Request-ID": said}).headers["X-Request-Id"] == said


@pytest.mark.parametrize("said", ["", "x" * 65, "a b", "a\tb", "é", '{"a":1}', "<b>"])
def test_another_request_id_is_replaced(http, said):
    made = http.get("/healthy", headers={"X-Request-ID": said}).headers["X-Request-Id"]
    assert made != said
    assert len(made) == 12


def test_a_line_of_a_request_says_which_and_of_which_session(http, services, graphql):
    """In variables and in the document itself."""
    session = graphql.session()

    def breaks(*_):
        raise RuntimeError("nobody thought of this")

    services.sessions.rename = services.sessions.snapshot = services.overviews.get = breaks
    variables = {"i": {"sessionId": session, "name": "x"}}
    rename = "mutation($i: RenameSessionInput!) { renameSession(input: $i) { name } }"
    read = f'{{ session(sessionId: "{session}") {{ name }} }}'
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        http.post("/graphql", json={"query": rename, "variables": variables}, headers={"X-Request-ID": "r1"})
        http.post("/graphql", json={"query": read}, headers={"X-Request-ID": "r2"})
    unexpected = [line for line in lines if line["event"] == "unexpected error"]
    assert [(line["request_id"], line["session_id"]) for line in unexpected] == [("r1", session), ("r2", session)]
    http.get("/healthy")
    assert "session_id" not in structlog.contextvars.get_contextvars()


def test_a_refusal_has_its_line(http):
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        http.get("/exports/nothing", headers={"X-Request-ID": "r3"})
    [line] = [line for line in lines if line["event"] == "request_refused"]
    assert (line["request_id"], line["code"], line["status"]) == ("r3", "JOB_NOT_FOUND", 404)
    assert line["address"] == "/exports/<job_id>"
