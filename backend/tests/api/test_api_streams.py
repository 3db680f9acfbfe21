"""Subscriptions over Server-Sent Events and multipart/mixed, and the bytes of the demo client's stream."""

import json
import re
import threading
import time
from pathlib import Path

import pytest
from fake_media import FRAMES
from fake_services import masks

from masklet.api.config import ApiConfig
from masklet.api.context import Context
from masklet.api.errors import TooManyStreams
from masklet.api.operation import operation
from masklet.api.savi_stream import part
from masklet.api.schema.build import studio_schema
from masklet.api.stream_formats import ApolloMultipart, IncrementalMultipart, ServerSentEvents, chosen_format
from masklet.api.stream_results import results, written
from masklet.api.streaming import stream_slots

STREAMS = Path(__file__).parents[3] / "contract" / "streams"
TRACK = (
    "subscription($i: PropagateInVideoInput!) { propagateInVideo(input: $i) { frameIndex rleMaskList { objectId } } }"
)
EVENTS = """subscription($s: String!, $after: Int! = 0) { sessionEvents(sessionId: $s, after: $after) {
  __typename cursor ... on FrameMasksChanged { frame { frameIndex } } ... on ObjectsChanged { objects { name } }
  ... on MasksCleared { objectIds } ... on JobChanged { job { jobId state rate } }
  ... on HistoryChanged { sessionName } ... on EffectsChanged { effects } } }"""


def wait_until(condition):
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def subscribe(http, accept, query, variables):
    return http.post("/graphql", json={"query": query, "variables": variables}, headers={"Accept": accept})


def sse_events(text):
    """(event, data) pairs as the EventSource standard reads them; comments are dropped."""
    found = []
    for block in text.split("\n\n"):
        fields = [line.partition(":")[::2] for line in block.split("\n") if line and not line.startswith(":")]
        if fields:
            values = {name: value.removeprefix(" ") for name, value in fields}
            found.append((values.get("event"), values.get("data")))
    return found


def track(session):
    return {"i": {"sessionId": session, "startFrameIndex": 3}}


def test_sse_sends_next_events_then_complete(http, graphql):
    answer = subscribe(http, "text/event-stream", TRACK, track(graphql.session()))
    assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert answer.headers["X-Accel-Buffering"] == "no"
    events = sse_events(answer.text)
    assert [event for event, _ in events] == ["next"] * FRAMES + ["complete"]
    assert events[-1] == ("complete", "")
    first = json.loads(events[0][1])
    assert first == {"data": {"propagateInVideo": {"frameIndex": 3, "rleMaskList": [{"objectId": 1}, {"objectId": 2}]}}}


def test_sse_replays_every_kind_of_event_after_a_cursor(http, graphql):
    session = graphql.session()
    events = sse_events(subscribe(http, "text/event-stream", EVENTS, {"s": session}).text)
    kinds = [json.loads(data)["data"]["sessionEvents"]["__typename"] for event, data in events if event == "next"]
    assert kinds == [
        "FrameMasksChanged",
        "ObjectsChanged",
        "MasksCleared",
        "JobChanged",
        "HistoryChanged",
        "EffectsChanged",
        "SessionDeleted",
    ]
    history = json.loads(events[4][1])["data"]["sessionEvents"]
    assert history == {"__typename": "HistoryChanged", "cursor": 5, "sessionName": "Pond"}
    assert json.loads(events[5][1])["data"]["sessionEvents"]["effects"] == "[]"
    later = sse_events(subscribe(http, "text/event-stream", EVENTS, {"s": session, "after": 3}).text)
    assert json.loads(later[0][1])["data"]["sessionEvents"]["cursor"] == 4
    assert len(later) == 5


def test_sse_reports_errors_inside_the_stream(http):
    answer = subscribe(http, "text/event-stream", TRACK, track("nobody"))
    assert answer.status_code == 200
    [(event, data), last] = sse_events(answer.text)
    assert event == "next"
    assert json.loads(data)["errors"][0]["extensions"] == {"code": "SESSION_NOT_FOUND"}
    assert last[0] == "complete"


def test_sse_reports_invalid_documents_inside_the_stream(http):
    answer = subscribe(http, "text/event-stream", "subscription { nothing }", {})
    events = sse_events(answer.text)
    error = json.loads(events[0][1])["errors"][0]
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert "nothing" in error["message"]
    assert events[-1][0] == "complete"


def test_queries_stream_only_to_those_who_take_nothing_else(http):
    query = {"query": "{ defaultVideo { path } }"}
    plain = http.post(
        "/graphql", json=query, headers={"Accept": "application/json, text/event-stream, multipart/mixed"}
    )
    assert plain.mimetype == "application/json"
    streamed = http.post("/graphql", json=query, headers={"Accept": "text/event-stream"})
    assert [event for event, _ in sse_events(streamed.text)] == ["next", "complete"]


def test_a_subscription_without_a_stream_is_refused(http, graphql):
    answer = subscribe(http, "application/json", TRACK, track(graphql.session()))
    assert answer.status_code == 400
    assert answer.json["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


def multipart_bodies(answer):
    """As Apollo Client and urql do it: split at CRLF and the delimiter, JSON after the blank line."""
    boundary = "--" + re.search(r'boundary="?([^=";]+)"?', answer.headers["Content-Type"])[1]
    _preamble, *chunks = answer.text.split("\r\n" + boundary)
    assert chunks[-1] == "--\r\n"
    heads_and_bodies = [chunk.split("\r\n\r\n", 1) for chunk in chunks[:-1]]
    assert all("content-type: application/json" in head.lower() for head, _ in heads_and_bodies)
    return [json.loads(body) for _, body in heads_and_bodies]


def test_apollo_multipart(http, graphql):
    accept = 'multipart/mixed;boundary="graphql";subscriptionSpec="1.0",application/json'
    answer = subscribe(http, accept, TRACK, track(graphql.session()))
    assert answer.headers["Content-Type"] == 'multipart/mixed;boundary=graphql;subscriptionSpec="1.0"'
    bodies = multipart_bodies(answer)
    assert len(bodies) == FRAMES
    assert bodies[0]["payload"]["data"]["propagateInVideo"]["frameIndex"] == 3


def test_incremental_multipart(http, graphql):
    answer = subscribe(http, "multipart/mixed", TRACK, track(graphql.session()))
    bodies = multipart_bodies(answer)
    assert [body["hasNext"] for body in bodies] == [True] * FRAMES + [False]
    assert bodies[0]["data"]["propagateInVideo"]["frameIndex"] == 3


@pytest.mark.parametrize(
    ("accept", "is_subscription", "kind"),
    [
        ("text/event-stream, multipart/mixed", True, ServerSentEvents),  # urql
        ("multipart/mixed;subscriptionSpec=1.0,application/json", True, ApolloMultipart),
        (
            "application/graphql-response+json, application/json, text/event-stream, multipart/mixed",
            True,
            ServerSentEvents,
        ),
        ("multipart/mixed", True, IncrementalMultipart),
        ("application/json", True, type(None)),
        ("*/*", False, type(None)),
        ("", False, type(None)),
    ],
)
def test_the_format_follows_the_accept_header(accept, is_subscription, kind):
    assert type(chosen_format(accept, is_subscription)) is kind


@pytest.mark.parametrize(
    ("accept", "beat"),
    [
        ("text/event-stream", ":\n\n:\n\n"),
        ("multipart/mixed;subscriptionSpec=1.0", "\r\n\r\n{}\r\n--graphql"),
        ("multipart/mixed", "--graphql  "),
    ],
)
def test_idle_streams_beat(http, graphql, services, accept, beat):
    session = graphql.session()
    services.events.idle.clear()
    threading.Timer(0.3, services.events.idle.set).start()
    assert beat in subscribe(http, accept, EVENTS, {"s": session, "after": 5}).text


def test_streams_are_capped_before_the_first_byte(http, graphql, services):
    session = graphql.session()
    services.propagations.pace = threading.Semaphore(0)
    held = [subscribe(http, "text/event-stream", TRACK, track(session)) for _ in range(2)]
    refused = subscribe(http, "text/event-stream", TRACK, track(session))
    assert refused.status_code == 429
    assert refused.json["errors"][0]["extensions"] == {
        "code": "LIMIT_EXCEEDED",
        "details": {"reason": "streams", "limit": 2},
    }
    savi = http.post("/propagate_in_video", json={"session_id": session, "start_frame_index": 0})
    assert savi.status_code == 429
    assert savi.json["error"]["code"] == "LIMIT_EXCEEDED"
    assert graphql.data("{ defaultVideo { path } }")
    for answer in held:
        answer.close()
    services.propagations.pace = None
    assert subscribe(http, "text/event-stream", TRACK, track(session)).status_code == 200


def test_a_stream_that_breaks_before_it_began_gives_its_place_back(http, graphql, services, monkeypatch):
    session = graphql.session()
    body = {"session_id": session, "start_frame_index": 0}

    def broken(*_):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(services.propagations, "start", broken)
        assert [http.post("/propagate_in_video", json=body).status_code for _ in range(5)] == [500] * 5
    assert http.post("/propagate_in_video", json=body).status_code == 200


def test_a_dropped_stream_ends_its_source(http, graphql, services):
    session = graphql.session()
    services.events.idle.clear()
    answer = subscribe(http, "text/event-stream", EVENTS, {"s": session, "after": 5})
    pieces = answer.iter_encoded()
    next(pieces)
    next(pieces)  # nothing is asked of the source before it is wanted
    assert services.events.open == 1
    answer.close()
    assert services.events.open == 0


def test_the_end_of_the_server_ends_streams(http, graphql, services, config):
    session = graphql.session()
    services.events.idle.clear()
    threading.Timer(0.1, config.closing.set).start()
    answer = subscribe(http, "text/event-stream", EVENTS, {"s": session, "after": 5})
    assert "complete" not in answer.text  # cut off, so that clients come back
    wait_until(lambda: services.events.open == 0)


def test_unexpected_failures_in_a_stream_are_plain_sentences(http, graphql, services):
    session = graphql.session()

    def broken(session_id, after):
        yield from ()
        raise RuntimeError("/srv/secret/path")

    services.events.follow = broken
    text = subscribe(http, "text/event-stream", EVENTS, {"s": session}).text
    assert "INTERNAL" in text
    assert "secret" not in text


def test_slots_are_given_back_once():
    slots = stream_slots(1, 1)
    give_back = slots.take("ada")
    with pytest.raises(TooManyStreams):
        slots.take("bob")
    give_back()
    give_back()
    slots.take("ada")
    with pytest.raises(TooManyStreams):
        slots.take("bob")


def test_each_client_has_its_share_of_the_slots():
    slots = stream_slots(5, 2)
    give_back, _ = slots.take("ada"), slots.take("ada")
    with pytest.raises(TooManyStreams) as refused:
        slots.take("ada")
    assert refused.value.details == {"reason": "clientStreams", "limit": 2}
    slots.take("bob")
    give_back()
    slots.take("ada")
    slots.take("bob")
    slots.take("eve")
    with pytest.raises(TooManyStreams) as refused:
        slots.take("eve")
    assert refused.value.details["reason"] == "streams"


def test_the_cap_is_told_with_the_limits(graphql):
    asked = graphql.data("{ server { limits { streamsPerClient } } }")
    assert asked["server"]["limits"] == {"streamsPerClient": ApiConfig().streams_per_client}


def test_a_slow_reader_does_not_make_the_source_run_ahead(services, graphql):
    session = graphql.session()
    wanted = operation({"query": TRACK, "variables": track(session)})
    services.propagations.frames = list(range(1000))
    told = results(studio_schema(), wanted, Context(services, None))
    pieces = written(ServerSentEvents(), told, ApiConfig(), lambda: False)
    assert services.propagations.followers == 0
    [next(pieces) for _ in range(3)]
    assert services.propagations.told == 2
    pieces.close()
    assert services.propagations.followers == 0


def test_an_idle_stream_has_no_thread_of_its_own(http, graphql, services):
    session, before = graphql.session(), threading.active_count()
    services.events.idle.clear()
    answer = subscribe(http, "text/event-stream", EVENTS, {"s": session})
    pieces = answer.iter_encoded()
    [next(pieces) for _ in range(9)]
    assert threading.active_count() == before
    answer.close()
    assert services.events.open == 0


def test_savi_bytes_are_the_golden_ones():
    stream = b"".join(part(masks(index, [0, 7]), done, 3) for done, index in enumerate((1, 2, 0), 1))
    assert stream == (STREAMS / "propagate_in_video.bin").read_bytes()


@pytest.mark.parametrize("kind", [ServerSentEvents, ApolloMultipart, IncrementalMultipart])
def test_stream_formats_are_the_golden_ones(kind):
    style = kind()
    results = [{"data": {"frame": 1}}, {"data": None, "errors": [{"message": "No.\nReally."}]}]
    text = style.opening + style.result(results[0]) + style.heartbeat + style.result(results[1]) + style.closing
    assert text.encode() == (STREAMS / f"{kind.__name__}.bin").read_bytes()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"session_id": "nobody", "start_frame_index": 0}, 404, "SESSION_NOT_FOUND"),
        ({"session_id": "s0", "start_frame_index": 10}, 404, "FRAME_OUT_OF_RANGE"),
        ({"session_id": "s0", "start_frame_index": -1}, 404, "FRAME_OUT_OF_RANGE"),
        ({"session_id": "s0", "start_frame_index": "0"}, 400, "INVALID_INPUT"),
        ({"session_id": "s0", "start_frame_index": True}, 400, "INVALID_INPUT"),
        ({"session_id": 5}, 400, "INVALID_INPUT"),
        ([], 400, "INVALID_INPUT"),
    ],
)
def test_savi_refuses_before_its_first_part(http, graphql, body, status, code):
    graphql.session()
    answer = http.post("/propagate_in_video", json=body)
    assert answer.status_code == status
    assert answer.json["error"]["code"] == code
    assert answer.json["error"]["message"].endswith(".")


def test_savi_says_that_a_propagation_runs_or_has_nothing_to_do(http, graphql, services):
    session = graphql.session()
    services.propagations.running = True
    answer = http.post("/propagate_in_video", json={"session_id": session, "start_frame_index": 0})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "PROPAGATION_RUNNING")
    services.propagations.running, services.propagations.error = False, "Click an object first."
    answer = http.post("/propagate_in_video", json={"session_id": session, "start_frame_index": 0})
    assert answer.json == {"error": {"code": "NOTHING_TO_PROPAGATE", "message": "Click an object first."}}


def test_an_error_after_the_first_part_ends_the_stream_between_parts(http, graphql, services):
    session = graphql.session()
    follow = services.propagations.follow

    def breaking(job_id):
        for count, step in enumerate(follow(job_id)):
            if count == 2:
                raise RuntimeError("the worker broke")
            yield step

    services.propagations.follow = breaking
    answer = http.post("/propagate_in_video", json={"session_id": session, "start_frame_index": 3})
    assert answer.data.count(b"--frame\r\n") == 2
    assert answer.data.endswith(b"}\r\n")
