"""Each call sends what it should and reads what comes, in both clients; wrong answers are typed errors."""

import copy
from fractions import Fraction

import httpx
import numpy as np
import pytest
from wire import SESSION, VIDEO, Plain, Waiting, Wire, data, frame, job, mask

from masklet.client import (
    ApiError,
    BadAnswer,
    ConnectionLost,
    ExportFailed,
    FileInTheWay,
    ImportedObject,
    JobCancelled,
    ProblemKind,
    TakenAs,
    in_pixels,
)


@pytest.fixture(params=[Plain, Waiting])
def kind(request):
    return request.param


def opened(kind, **answers):
    wire = Wire(session=SESSION, **answers)
    client = kind(wire)
    return wire, client, client.session("s1")


def test_a_session_is_read_whole(kind):
    _, _, session = opened(kind)
    assert session.video.frame_rate == Fraction(24000, 1001)
    assert (session.objects[0].name, session.objects[0].runs) == ("ball", ((0, 3),))
    assert session.prompts[0].points == ((4.0, 1.0),)


def test_videos_are_read_page_after_page(kind):
    def page(path, after):
        info = {"hasNextPage": after is not None, "endCursor": after}
        return data({"edges": [{"node": {**VIDEO, "path": path}}], "pageInfo": info})

    wire = Wire(videos=[page("a", "x"), page("b", None)])
    assert [video.path for video in kind(wire).videos()] == ["a", "b"]
    assert wire.variables("videos") == [{"after": None}, {"after": "x"}]


def test_pixels_go_out_as_shares_and_masks_come_in_as_arrays(kind):
    wire, client, session = opened(kind, addPoints=frame(1), addBox=frame(1), addMask=frame(1))
    answer = client.add_points(session, 1, 0, [(4, 1), *in_pixels(session.video, [(0.25, 1)])], [1, 0])
    assert (answer.masks[0] == mask(1)).all()
    assert answer.masks[0].dtype == np.bool_
    assert answer.scores == {0: 0.5}
    assert wire.variables("addPoints")[0]["input"]["points"] == [[0.5, 0.25], [0.25, 1.0]]
    client.add_box(session, 1, 0, (-1, 1, 4, 9))
    assert wire.variables("addBox")[0]["input"]["box"] == [0.0, 0.25, 0.5, 1.0]
    client.add_mask(session, 1, 0, mask(1))
    assert wire.variables("addMask")[0]["input"]["counts"] == frame(1)["rleMaskList"][0]["rleMask"]["counts"]
    with pytest.raises(ValueError, match=r"shape \(4, 8\)"):
        client.add_mask(session, 1, 0, mask(1).T)


def test_an_objects_class_is_set_taken_away_or_left(kind):
    wire, client, session = opened(kind, updateObject=SESSION["objects"][0])
    client.update_object(session, 0, name="b")
    client.update_object(session, 0, class_id=None)
    first, second = [each["input"] for each in wire.variables("updateObject")]
    assert first == {"sessionId": "s1", "objectId": 0, "name": "b"}
    assert second == {"sessionId": "s1", "objectId": 0, "classId": None}


def test_stored_masks_are_read_in_pages(kind):
    wire, client, session = opened(kind, masklets=[data([frame(60)]), data([frame(120), frame(125)])])
    assert [each.frame_index for each in client.masks(session, (60, 125), [0])] == [60, 120, 125]
    asked = [(each["first"], each["last"], each["objects"]) for each in wire.variables("masklets")]
    assert asked == [(60, 119, [0]), (120, 125, [0])]


def test_an_upload_tells_how_far_it_is(kind, tmp_path):
    file = tmp_path / "clip.mp4"
    file.write_bytes(bytes(200_000))
    told = []
    wire = Wire(uploadVideo=VIDEO)
    assert kind(wire).upload(file, lambda *now: told.append(now), start_s=1, duration_s=2).path == VIDEO["path"]
    assert told[0][0] < told[-1][0] == 200_000
    assert {total for _, total in told} == {200_000}
    assert (
        wire.content.index(b'name="operations"') < wire.content.index(b'name="map"') < wire.content.index(b"clip.mp4")
    )
    assert b'"start": 1, "duration": 2' in wire.content


REPORT = {
    "format": "coco",
    "masks": 3,
    "problemCount": 7,
    "objects": [{"objectId": 2, "name": "koi", "isNew": True, "masks": 3, "firstFrame": 1, "lastFrame": 4}],
    "problems": [{"item": "frame 9", "kind": "FRAME", "details": '{"number": 9, "last": 5}'}],
}


def test_masks_of_a_file_are_sent_with_what_is_wanted_of_them(kind, tmp_path):
    file = tmp_path / "masks.json"
    file.write_bytes(b"{}")
    wire, client, session = opened(kind, importMasks=REPORT)
    report = client.import_masks(session, file, TakenAs.PROMPTS, format="coco", same_name=True, offset=-1, stride=4)
    assert b'"takenAs": "PROMPTS", "sameName": true, "offset": -1, "stride": 4, "format": "coco"' in wire.content
    assert b'filename="masks.json"' in wire.content
    assert report.objects == (ImportedObject(2, "koi", True, 3, 1, 4),)
    assert (report.format_name, report.masks, report.problems.count) == ("coco", 3, 7)
    [problem] = report.problems.listed
    assert (problem.kind, problem.was_taken) == (ProblemKind.FRAME, False)
    assert problem.message == "The clip has no frame 9; its frames are 0 to 5."


@pytest.mark.parametrize(("key", "value"), [("kind", "WORSE"), ("details", "{"), ("details", "{}"), ("details", "[]")])
def test_a_problem_that_nobody_knows_is_a_bad_answer(kind, tmp_path, key, value):
    file = tmp_path / "masks.json"
    file.write_bytes(b"{}")
    problem = REPORT["problems"][0] | {key: value}
    _, client, session = opened(kind, importMasks=REPORT | {"problems": [problem]})
    with pytest.raises(BadAnswer):
        client.import_masks(session, file)


def test_a_refusal_is_an_api_error_with_its_code_and_details(kind):
    extensions = {"code": "LIMIT_EXCEEDED", "details": {"reason": "points", "limit": 3}}
    refusal = httpx.Response(200, json={"data": None, "errors": [{"message": "No.", "extensions": extensions}]})
    with pytest.raises(ApiError) as caught:
        kind(Wire(session=refusal)).session("s1")
    error = caught.value
    assert (error.code, error.message, error.details["limit"]) == ("LIMIT_EXCEEDED", "No.", 3)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("cursor",), "7"),
        (("cursor",), True),
        (("video", "width"), None),
        (("video", "frameRate", "denominator"), 0),
        (("objects",), None),
        (("objects", 0, "locked"), 0),
        (("masklets", 0, "runs"), [[1]]),
        (("prompts", 0, "points"), [["a", 1]]),
        (("prompts", 0, "box"), [0.1]),
        (("propagation",), {"jobId": "j", "state": "ASLEEP"}),
    ],
)
def test_an_answer_of_other_types_is_a_bad_answer(kind, place, value):
    session = copy.deepcopy(SESSION)
    at = session
    for name in place[:-1]:
        at = at[name]
    at[place[-1]] = value
    with pytest.raises(BadAnswer):
        kind(Wire(session=session)).session("s1")


@pytest.mark.parametrize("counts", ["", "a", "04", "é", "1111111111"])
def test_a_damaged_mask_is_a_bad_answer(kind, counts):
    damaged = frame(0)
    damaged["rleMaskList"][0]["rleMask"]["counts"] = counts
    _, client, session = opened(kind, masklets=[data([damaged])])
    with pytest.raises(BadAnswer):
        client.masks(session, (0, 0))


def test_no_json_is_a_bad_answer_and_no_line_a_lost_connection(kind):
    with pytest.raises(BadAnswer, match="404"):
        kind(Wire(session=httpx.Response(404, text="<html>"))).session("s1")
    for lost in (httpx.ConnectError("refused"), httpx.Response(502, text="<html>")):
        with pytest.raises(ConnectionLost):
            kind(Wire(session=lost)).session("s1")


def done():
    return data(job("DONE", downloadUrl="http://s/exports/j1"))


def test_an_export_is_waited_for_and_written_whole(kind, tmp_path):
    file = httpx.Response(200, content=b"masks")
    wire, client, session = opened(kind, startExport=job("QUEUED"), job=[data(job()), done()], download=file)
    wanted = {"options": {"a": 1}, "frames": (2, 5), "objects": [0], "stride": 2, "resolution": "original"}
    assert client.export(session, "coco", tmp_path / "a.json", **wanted).read_bytes() == b"masks"
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]
    assert wire.variables("startExport")[0]["input"] == {
        "sessionId": "s1",
        "format": "coco",
        "options": '{"a": 1}',
        "firstFrame": 2,
        "lastFrame": 5,
        "objectIds": [0],
        "stride": 2,
        "resolution": "ORIGINAL",
    }


def test_a_file_in_the_way_is_refused_before_anything_is_asked_unless_overwritten(kind, tmp_path):
    (tmp_path / "a.json").write_text("mine")
    file = httpx.Response(200, content=b"masks")
    wire, client, session = opened(kind, startExport=done(), download=file)
    with pytest.raises(FileInTheWay):
        client.export(session, "coco", tmp_path / "a.json")
    with pytest.raises(FileNotFoundError):
        client.export(session, "coco", tmp_path / "no" / "a.json")
    assert wire.variables("startExport") == []
    assert client.export(session, "coco", tmp_path / "a.json", overwrite=True).read_bytes() == b"masks"


class Breaking(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Half a file, then nothing."""

    def __iter__(self):
        yield b"half"
        raise httpx.ReadError("gone")

    async def __aiter__(self):
        yield b"half"
        raise httpx.ReadError("gone")


GONE = {"error": {"code": "JOB_NOT_FOUND", "message": "It is gone."}}


@pytest.mark.parametrize(
    ("download", "error"),
    [
        (lambda: httpx.Response(200, stream=Breaking()), ConnectionLost),
        (lambda: httpx.Response(404, json=GONE), ApiError),
    ],
)
def test_a_download_that_fails_leaves_nothing(kind, tmp_path, download, error):
    (tmp_path / "a.json").write_text("mine")
    _, client, session = opened(kind, startExport=done(), download=download())
    with pytest.raises(error):
        client.export(session, "coco", tmp_path / "a.json", overwrite=True)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("a.json", "mine")]


@pytest.mark.parametrize(("state", "error"), [("FAILED", ExportFailed), ("CANCELLED", JobCancelled)])
def test_an_export_that_fails_is_its_own_error(kind, tmp_path, state, error):
    ended = data(job(state, error={"code": "STORAGE_FULL", "message": "Full."}))
    _, client, session = opened(kind, startExport=job(), job=ended)
    with pytest.raises(error):
        client.export(session, "coco", tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []
