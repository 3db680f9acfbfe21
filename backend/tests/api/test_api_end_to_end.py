"""The main job over HTTP: real gunicorn, store, service and worker processes, on a generated clip with known masks."""

import json
import time
import uuid

import numpy as np
import pytest
from studio import EVENTS, POINTS, Studio, mask_of

from masklet.domain.masklet import Rle
from masklet.masks.rle import decode

FRAMES = 12
LAST = FRAMES - 1


def overlap(mask, truth):
    return np.logical_and(mask, truth).sum() / np.logical_or(mask, truth).sum()


@pytest.fixture(scope="module")
def studio(server):
    made = Studio(server.url)
    yield made
    made.close()


@pytest.fixture(scope="module")
def video(studio, square_clip):
    return studio.upload(square_clip.file.read_bytes(), '../my "square" 🎬.mp4', str(uuid.uuid4()))["data"][
        "uploadVideo"
    ]


def wait_for_job(studio, session):
    for event in studio.events(EVENTS, s=session, after=0):
        found = event["data"]["sessionEvents"]
        if found["__typename"] == "JobChanged" and found["job"]["state"] in ("DONE", "FAILED", "CANCELLED"):
            return found["job"]
    raise AssertionError("the stream ended before the job")


def test_an_upload_becomes_a_clip_with_media(studio, video, square_clip):
    assert (video["width"], video["height"], video["frameCount"]) == (192, 128, FRAMES)
    assert video["frameRate"] == {"numerator": 24, "denominator": 1}
    clip = studio.http.get(video["url"])
    assert clip.headers["Content-Length"] == str(len(clip.content))
    assert clip.content[4:8] == b"ftyp"
    for key in ("posterUrl", "filmstripUrl"):
        assert studio.http.get(video[key]).content[:2] == b"\xff\xd8"
    assert studio.http.get(video["frameUrl"].replace("{frame}", str(LAST))).content[:2] == b"\xff\xd8"
    assert studio.http.get(video["frameUrl"].replace("{frame}", str(FRAMES))).status_code == 404


def test_progress_is_told_under_the_client_s_own_id(studio, square_clip):
    upload_id = str(uuid.uuid4())
    studio.upload(square_clip.file.read_bytes(), "again.mp4", upload_id)
    query = "query($u: ID!) { uploadProgress(uploadId: $u) { state receivedBytes totalBytes video { frameCount } error { code } } }"
    size = float(square_clip.file.stat().st_size)
    assert studio.data(query, u=upload_id)["uploadProgress"] == {
        "state": "READY",
        "receivedBytes": size,
        "totalBytes": size,
        "video": {"frameCount": FRAMES},
        "error": None,
    }


def test_what_is_no_video_is_a_typed_error(studio):
    for content in (b"", b"no film " * 100):
        body = studio.upload(content, "x.mp4")
        assert body["errors"][0]["extensions"]["code"] == "VIDEO_UNREADABLE"
        assert "/" not in body["errors"][0]["message"]


def test_click_track_read_back_export(studio, video, square_clip, tmp_path):
    session = studio.start(video["path"])
    [entry] = studio.click(session, 0, 0, *square_clip.centre(0))
    assert overlap(mask_of(entry), square_clip.truth[0]) > 0.8
    start = "mutation($i: PropagateInVideoInput!) { startPropagation(input: $i) { jobId state total } }"
    studio.data(start, i={"sessionId": session, "startFrameIndex": 0})
    assert wait_for_job(studio, session)["state"] == "DONE"

    frames = studio.masklets(session, LAST)
    assert [frame["frameIndex"] for frame in frames] == list(range(FRAMES))
    overlaps = [overlap(mask_of(frame["rleMaskList"][0]), square_clip.truth[frame["frameIndex"]]) for frame in frames]
    assert min(overlaps) > 0.6, overlaps

    query = "query($s: String!) { session(sessionId: $s) { engine cursor masklets { objectId runs } objects { objectId } prompts { points labels } } }"
    whole = studio.data(query, s=session)["session"]
    assert whole["masklets"] == [{"objectId": 0, "runs": [[0, LAST]]}]
    [[x, y]] = whole["prompts"][0]["points"]
    assert (x, y) == pytest.approx(square_clip.centre(0))

    export = "mutation($i: ExportInput!) { startExport(input: $i) { jobId } }"
    job_id = studio.data(export, i={"sessionId": session, "format": "coco"})["startExport"]["jobId"]
    job = "query($j: ID!) { job(jobId: $j) { state downloadUrl error { message } } }"
    deadline = time.monotonic() + 30
    while (state := studio.data(job, j=job_id)["job"])["state"] not in ("DONE", "FAILED"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    answer = studio.http.get(state["downloadUrl"])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(answer.json()["annotations"]) == FRAMES


def savi_parts(stream):
    """The parts as they arrive: (headers, body)."""
    buffer = b""
    for piece in stream:
        buffer += piece
        while b"\r\n\r\n" in buffer:
            head, rest = buffer.split(b"\r\n\r\n", 1)
            lines = head.decode().strip("\r\n").split("\r\n")
            assert lines[0] == "--frame"
            headers = dict(line.split(": ", 1) for line in lines[1:])
            size = int(headers["Content-Length"])
            if len(rest) < size:
                break
            yield headers, json.loads(rest[:size])
            buffer = rest[size:]


def savi(studio, session, start):
    body = {"session_id": session, "start_frame_index": start}
    with studio.http.stream("POST", "/propagate_in_video", json=body) as answer:
        assert answer.headers["Content-Type"] == "multipart/x-savi-stream; boundary=frame"
        return list(savi_parts(answer.iter_raw()))


def test_the_demo_client_s_stream_goes_to_the_end_and_then_back(studio, video, square_clip):
    session = studio.start(video["path"])
    studio.click(session, 7, 0, *square_clip.centre(7))
    studio.click(session, 7, 3, 0.9, 0.1)
    parts = savi(studio, session, 7)
    assert [part["frame_index"] for _, part in parts] == [*range(7, FRAMES), *range(7, -1, -1)]
    assert all([result["object_id"] for result in part["results"]] == [0, 3] for _, part in parts)
    assert all(result["mask"]["size"] == [128, 192] for _, part in parts for result in part["results"])
    assert [headers["Frame-Current"] for headers, _ in parts] == [str(done) for done in range(1, FRAMES + 2)]
    assert {headers["Frame-Total"] for headers, _ in parts} == {str(FRAMES + 1)}


def test_an_object_that_begins_later_is_tracked_back_as_well(studio, video, square_clip):
    session = studio.start(video["path"])
    studio.click(session, 6, 0, *square_clip.centre(6))
    parts = savi(studio, session, 9)
    assert {part["frame_index"] for _, part in parts} == set(range(FRAMES))
    last = {part["frame_index"]: part["results"] for _, part in parts}
    [shown] = last[2]
    assert overlap(decode(Rle(*shown["mask"]["size"], shown["mask"]["counts"])), square_clip.truth[2]) > 0.6


def test_cancelling_ends_the_stream_cleanly(studio, video, square_clip):
    session = studio.start(video["path"])
    cancel = "mutation($i: CancelPropagateInVideoInput!) { cancelPropagateInVideo(input: $i) { success } }"
    wanted = {"sessionId": session}
    assert studio.data(cancel, i=wanted)["cancelPropagateInVideo"] == {"success": False}
    studio.click(session, 0, 0, *square_clip.centre(0))
    other = Studio(studio.url)
    with studio.http.stream(
        "POST", "/propagate_in_video", json={"session_id": session, "start_frame_index": 0}
    ) as answer:
        assert answer.status_code == 200
        stopped = other.data(cancel, i=wanted)["cancelPropagateInVideo"]
        parts = list(savi_parts(answer.iter_raw()))
    assert stopped == {"success": True}
    assert len(parts) < FRAMES
    again = studio.http.post("/propagate_in_video", json={"session_id": session, "start_frame_index": 10}, timeout=60)
    assert again.content.count(b"--frame\r\n") >= FRAMES


def test_refusals_of_the_service_arrive_typed(studio, video):
    session = studio.start(video["path"])
    start = "mutation($i: PropagateInVideoInput!) { startPropagation(input: $i) { jobId } }"
    assert studio.code(start, i={"sessionId": session, "startFrameIndex": 0}) == "NOTHING_TO_PROPAGATE"
    answer = studio.http.post("/propagate_in_video", json={"session_id": session, "start_frame_index": 0})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "NOTHING_TO_PROPAGATE")
    click = {
        "sessionId": session,
        "frameIndex": 0,
        "objectId": 0,
        "labels": [1],
        "points": [[0.5, 0.5]],
        "clearOldPoints": True,
    }
    assert studio.code(POINTS, i={**click, "sessionId": "nobody"}) == "SESSION_NOT_FOUND"
    clear = "mutation($i: ClearPointsInVideoInput!) { clearPointsInVideo(input: $i) { success } }"
    assert studio.code(clear, i={"sessionId": "nobody"}) == "SESSION_NOT_FOUND"
    events = list(studio.events(EVENTS, s="nobody", after=0))
    assert events[0]["errors"][0]["extensions"]["code"] == "SESSION_NOT_FOUND"


def test_a_deleted_video_takes_its_sessions_and_media_along(studio, square_clip):
    made = studio.upload(square_clip.file.read_bytes(), "short lived.mp4")["data"]["uploadVideo"]
    session = studio.start(made["path"])
    assert studio.data("mutation($p: String!) { deleteVideo(path: $p) { success } }", p=made["path"])
    assert studio.code("query($s: String!) { session(sessionId: $s) { name } }", s=session) == "SESSION_NOT_FOUND"
    assert studio.http.get(made["url"]).status_code == 404
    assert (
        studio.code(
            "mutation($i: StartSessionInput!) { startSession(input: $i) { sessionId } }", i={"path": made["path"]}
        )
        == "VIDEO_NOT_FOUND"
    )
