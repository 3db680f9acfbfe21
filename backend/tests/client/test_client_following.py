"""A propagation is followed from its cursor on, over broken lines, to the job's end or a typed error."""

import httpx
import pytest
from wire import SESSION, Plain, Waiting, Wire, data, frame, frame_event, job, job_event, mask, stream

from masklet.client import ApiError, BadAnswer, ConnectionLost, Direction, JobCancelled, PropagationFailed


@pytest.fixture(params=[Plain, Waiting])
def kind(request):
    return request.param


def followed(kind, *streams, stored=None, **wanted):
    wire = Wire(
        session=SESSION, startPropagation=job("QUEUED"), masklets=[stored or data([])], sessionEvents=list(streams)
    )
    client = kind(wire)
    return wire, lambda: client.propagate(client.session("s1"), **wanted)


def afters(wire):
    return [variables["after"] for variables in wire.variables("sessionEvents")]


def test_the_start_frame_comes_first(kind):
    wire, run = followed(kind, stream(frame_event(8, 4), job_event(9, "DONE")), stored=data([frame(3)]), start_frame=3)
    assert [each.frame_index for each in run()] == [3, 4]
    assert wire.variables("masklets") == [{"id": "s1", "first": 3, "last": 3, "objects": None}]


def test_frames_come_from_the_cursor_on_until_the_job_is_done(kind):
    other = job_event(9, "FAILED", "j0")
    rest = {"__typename": "HistoryChanged", "cursor": 11}
    events = [frame_event(8, 0), other, frame_event(10, 1), rest, job_event(12, "DONE"), frame_event(13, 5)]
    wire, run = followed(kind, stream(*events))
    frames = run()
    assert [each.frame_index for each in frames] == [0, 1]
    assert (frames[1].masks[0] == mask(1)).all()
    assert afters(wire) == [7]


@pytest.mark.parametrize(
    "broken",
    [
        lambda: stream(frame_event(8, 0), frame_event(9, 1)),
        lambda: stream(frame_event(8, 0), frame_event(9, 1), end="event: next\ndata: {"),
        lambda: httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=Broken()),
    ],
)
def test_a_broken_line_is_taken_up_after_the_last_event(kind, broken):
    again = [httpx.ConnectError("refused"), httpx.Response(502, text="proxy")]
    wire, run = followed(kind, broken(), *again, stream(frame_event(10, 2), job_event(11, "DONE")))
    assert [each.frame_index for each in run()] == [0, 1, 2]
    assert afters(wire) == [7, 9, 9, 9]
    assert len(wire.variables("startPropagation")) == 1


class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Two frames, then the line is dead."""

    def __iter__(self):
        yield stream(frame_event(8, 0), frame_event(9, 1), end="").content
        raise httpx.ReadTimeout("silence")

    async def __aiter__(self):
        yield stream(frame_event(8, 0), frame_event(9, 1), end="").content
        raise httpx.ReadTimeout("silence")


def test_tries_are_bounded_and_begin_anew_with_every_event(kind):
    refused = httpx.ConnectError("refused")
    wire, run = followed(kind, refused, refused, refused, stream(frame_event(8, 0)), refused, refused, refused)
    with pytest.raises(ConnectionLost, match="4 times in a row"):
        run()
    assert afters(wire) == [7, 7, 7, 7, 8, 8, 8]


PROBLEM = {"error": {"code": "WORKER_FAILED", "message": "It broke."}}


@pytest.mark.parametrize(
    ("last", "error", "code"),
    [
        (job_event(9, "FAILED", **PROBLEM), PropagationFailed, "WORKER_FAILED"),
        (job_event(9, "CANCELLED"), JobCancelled, "CANCELLED"),
        ({"__typename": "SessionDeleted", "cursor": 9}, ApiError, "SESSION_NOT_FOUND"),
    ],
)
def test_a_job_that_ends_badly_is_a_typed_error(kind, last, error, code):
    _, run = followed(kind, stream(frame_event(8, 0), last))
    with pytest.raises(error) as caught:
        run()
    assert caught.value.code == code


def test_a_refused_stream_is_not_tried_again(kind):
    refusal = {"errors": [{"message": "Too many.", "extensions": {"code": "LIMIT_EXCEEDED"}}]}
    wire, run = followed(kind, httpx.Response(429, json=refusal))
    with pytest.raises(ApiError, match="LIMIT_EXCEEDED"):
        run()
    assert len(afters(wire)) == 1


@pytest.mark.parametrize("answer", [lambda: httpx.Response(200, text="<html>"), lambda: data({"cursor": 1})])
def test_an_answer_that_is_no_stream_is_a_bad_answer(kind, answer):
    _, run = followed(kind, answer())
    with pytest.raises(BadAnswer):
        run()


@pytest.mark.parametrize(
    ("direction", "sent"),
    [
        (Direction.FORWARD, {"endFrameIndex": 9}),
        (Direction.BACKWARD, {"endFrameIndex": 2}),
        (Direction.BOTH, {"endFrameIndex": 9, "firstFrameIndex": 2}),
    ],
)
def test_bounds_and_objects_are_asked_for_and_only_these_objects_come(kind, direction, sent):
    events = stream(frame_event(8, 0, (0, 3)), job_event(9, "DONE"))
    wanted = {"start_frame": 5, "direction": direction, "objects": [3], "first": 2, "last": 9}
    wire, run = followed(kind, events, **wanted)
    assert [sorted(each.masks) for each in run()] == [[3]]
    asked = wire.variables("startPropagation")[0]["input"]
    common = {"sessionId": "s1", "startFrameIndex": 5, "direction": direction.name, "objectIds": [3]}
    assert asked == common | sent
