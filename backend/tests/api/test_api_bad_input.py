"""Bad input against the real program, item by item: a typed error with a sentence, nothing lost, and it serves on."""

import uuid
from fractions import Fraction

import av
import numpy as np
import pytest
from disc_clip import disc_clip
from numbered_clip import write_clip
from studio import EXPORT, POINTS, SESSION, TRACK, Studio

START = "mutation($i: StartSessionInput!) { startSession(input: $i) { sessionId } }"
DELETE = "mutation($p: String!) { deleteVideo(path: $p) { success } }"
CLOSE = "mutation($i: CloseSessionInput!) { closeSession(input: $i) { success } }"
CANDIDATES = """query($s: String!, $f: Int!, $l: [Int!]!, $p: [[Float!]!]!, $m: Int!) {
  maskCandidates(sessionId: $s, frameIndex: $f, labels: $l, points: $p, most: $m) { quality rleMask { counts } } }"""
LAST = 11


@pytest.fixture(scope="module")
def studio(server):
    made = Studio(server.url)
    yield made
    made.close()


@pytest.fixture(scope="module")
def path(studio, square_clip):
    return studio.upload_file(square_clip.file)["path"]


@pytest.fixture(scope="module")
def session(studio, path, square_clip):
    made = studio.start(path)
    studio.click(made, 0, 0, *square_clip.centre(0))
    return made


@pytest.fixture(autouse=True)
def nothing_lost(server, studio, session):
    """Whatever a test does: what was there before it is there after it, and no error was a surprise."""
    before = studio.session(session)
    yield
    assert studio.http.get("/healthy").text == "OK"
    assert studio.session(session) == before
    assert list(server.data_dir.joinpath("incoming").iterdir()) == []
    assert not any("Traceback" in line for line in server.lines)


def refusal(body):
    """The code of the one error, which is a sentence and names no file of the server."""
    [error] = body["errors"]
    assert error["message"].endswith(".")
    assert "/" not in error["message"].replace("x / width, y / height", "")
    return error["extensions"]["code"]


def sound_only(folder):
    with av.open(str(folder / "sound.mp4"), "w") as output:
        stream = output.add_stream("aac", rate=48000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts = 48000, 0
        output.mux([*stream.encode(frame), *stream.encode(None)])


def no_frames(folder):
    with av.open(str(folder / "none.mkv"), "w") as output:
        stream = output.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        output.start_encoding()


def subtitles_only(folder):
    (folder / "words.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nhello\n")


def truncated(folder):
    pictures = [np.full((64, 64, 3), 9 * at, np.uint8) for at in range(8)]
    write_clip(folder / "whole.mp4", pictures, Fraction(25))
    data = (folder / "whole.mp4").read_bytes()
    (folder / "whole.mp4").write_bytes(data[: data.index(b"moov")])


def enormous(folder):
    """A header of 20,000 x 20,000 over pictures that claim the same."""
    write_clip(
        folder / "big.avi", [np.zeros((64, 64, 3), np.uint8)] * 3, Fraction(25), codec="mjpeg", pixel_format="yuvj420p"
    )
    data = bytearray((folder / "big.avi").read_bytes())
    size = (20_000).to_bytes(4, "little") * 2
    for name, offset in ((b"avih", 40), (b"strf", 12)):
        at = data.index(name) + offset
        data[at : at + 8] = size
    for at in (at for at in range(len(data)) if data[at : at + 2] == b"\xff\xc0"):
        data[at + 5 : at + 9] = (20_000).to_bytes(2, "big") * 2
    (folder / "big.avi").write_bytes(data)


def no_video(folder):
    (folder / "text.mp4").write_bytes(b"no film " * 100)


@pytest.mark.parametrize("make", [no_video, truncated, no_frames, subtitles_only, sound_only, enormous])
def test_files(studio, tmp_path, make):
    make(tmp_path)
    [file] = tmp_path.iterdir()
    upload_id = str(uuid.uuid4())
    assert refusal(studio.upload(file.read_bytes(), file.name, upload_id)) in ("VIDEO_UNREADABLE", "LIMIT_EXCEEDED")
    progress = studio.progress(upload_id)
    assert (progress["state"], progress["error"]["code"]) in [
        ("FAILED", "VIDEO_UNREADABLE"),
        ("FAILED", "LIMIT_EXCEEDED"),
    ]


def test_one_pixel_goes_all_the_way(studio, tmp_path):
    write_clip(
        tmp_path / "dot.mkv", [np.full((1, 1, 3), 200, np.uint8)] * 4, Fraction(25), codec="ffv1", pixel_format="bgr0"
    )
    video = studio.upload_file(tmp_path / "dot.mkv")
    assert (video["width"], video["height"], video["frameCount"]) == (2, 2, 4)
    session = studio.start(video["path"])
    studio.click(session, 0, 0, 0.2, 0.2)
    assert studio.wait(studio.track(session))["state"] == "DONE"
    assert studio.wait(studio.export(session, "coco"))["state"] == "DONE"
    for first, last, code in ((2, 1, "INVALID_INPUT"), (0, 4, "FRAME_OUT_OF_RANGE"), (-1, 2, "FRAME_OUT_OF_RANGE")):
        part = {"sessionId": session, "format": "coco", "firstFrame": first, "lastFrame": last}
        assert refusal(studio.raw(EXPORT, i=part)) == code
    stranger = {"sessionId": session, "format": "coco", "objectIds": [5]}
    assert refusal(studio.raw(EXPORT, i=stranger)) == "OBJECT_NOT_FOUND"
    assert (
        refusal(studio.raw(EXPORT, i={"sessionId": session, "format": "session", "lastFrame": 2})) == "UNKNOWN_EXPORT"
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../../etc/passwd.mp4", "passwd"),
        ("..\\..\\boot.mp4", "boot"),
        ("a \"quoted\" 'name'.mp4", "a \"quoted\" 'name'"),
        ("🎬 été.mp4", "🎬 été"),
        ("a" * 300 + ".mp4", "a" * 79 + "…"),
    ],
)
def test_names(studio, square_clip, name, title):
    video = studio.upload(square_clip.file.read_bytes(), name)["data"]["uploadVideo"]
    assert studio.data("query($p: String!) { video(path: $p) { title } }", p=video["path"])["video"]["title"] == title
    assert studio.http.get(video["url"]).status_code == 200
    assert studio.data(DELETE, p=video["path"])


def test_a_name_of_a_session_reaches_the_download_safely(studio, path, square_clip):
    session = studio.start(path)
    studio.click(session, 0, 0, *square_clip.centre(0))
    query = "mutation($i: RenameSessionInput!) { renameSession(input: $i) { name } }"
    studio.data(query, i={"sessionId": session, "name": '../"x"\n🎬' + "y" * 150})
    job = studio.wait(studio.export(session, "coco"))
    header = studio.http.get(job["downloadUrl"]).headers["Content-Disposition"]
    assert header.startswith("attachment")
    assert ".." not in header
    assert "%2F" not in header


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"frameIndex": LAST + 1}, "FRAME_OUT_OF_RANGE"),
        ({"frameIndex": -1}, "FRAME_OUT_OF_RANGE"),
        ({"points": [[1.001, 0.5]]}, "INVALID_PROMPT"),
        ({"points": [[0.5, -0.001]]}, "INVALID_PROMPT"),
        ({"points": [[0.5, 0.5]] * 10_000, "labels": [1] * 10_000}, "LIMIT_EXCEEDED"),
        ({"labels": [2]}, "INVALID_PROMPT"),
        ({"labels": [1, 0]}, "INVALID_PROMPT"),
        ({"points": [[0.5, 0.5]] * 2}, "INVALID_PROMPT"),
        ({"sessionId": "nobody"}, "SESSION_NOT_FOUND"),
        ({"objectId": -1}, "INVALID_INPUT"),
    ],
)
def test_clicks(studio, session, changes, code):
    place = {"sessionId": session, "frameIndex": 0, "objectId": 0}
    click = {**place, "labels": [1], "points": [[0.5, 0.5]], "clearOldPoints": True}
    assert refusal(studio.raw(POINTS, i={**click, **changes})) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"f": LAST + 1}, "FRAME_OUT_OF_RANGE"),
        ({"l": [], "p": []}, "INVALID_PROMPT"),
        ({"l": [2]}, "INVALID_PROMPT"),
        ({"m": 0}, "INVALID_INPUT"),
        ({"m": 6}, "INVALID_INPUT"),
        ({"s": "nobody"}, "SESSION_NOT_FOUND"),
    ],
)
def test_what_a_click_may_mean(studio, session, changes, code):
    question = {"s": session, "f": 0, "l": [1], "p": [[0.5, 0.5]], "m": 3}
    assert refusal(studio.raw(CANDIDATES, **{**question, **changes})) == code
    assert 1 <= len(studio.data(CANDIDATES, **question)["maskCandidates"]) <= 3


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_know(studio, session, number):
    place = f'"sessionId": "{session}", "frameIndex": 0, "objectId": 0, "labels": [1], "clearOldPoints": true'
    body = f'{{"query": "{POINTS}", "variables": {{"i": {{{place}, "points": [[{number}, 0.5]]}}}}}}'
    answer = studio.http.post("/graphql", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, refusal(answer.json())) == (400, "INVALID_INPUT")
    body = f'{{"session_id": "{session}", "start_frame_index": {number}}}'
    answer = studio.http.post("/propagate_in_video", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "INVALID_INPUT")


def test_what_is_unknown(studio, session, path):
    assert refusal(studio.raw(START, i={"path": "../../etc/passwd"})) == "VIDEO_NOT_FOUND"
    assert refusal(studio.raw(START, i={"path": path, "engine": "magic"})) == "ENGINE_UNAVAILABLE"
    track = {"sessionId": session, "startFrameIndex": 0}
    assert refusal(studio.raw(TRACK, i={**track, "objectIds": [55]})) == "OBJECT_NOT_FOUND"
    assert refusal(studio.raw(TRACK, i={**track, "sessionId": "nobody"})) == "SESSION_NOT_FOUND"
    assert refusal(studio.raw(TRACK, i={**track, "startFrameIndex": LAST + 1})) == "FRAME_OUT_OF_RANGE"
    assert refusal(studio.raw(EXPORT, i={"sessionId": session, "format": "none"})) == "UNKNOWN_EXPORT"
    assert refusal(studio.raw(DELETE, p="uploads/nothing.mp4")) == "VIDEO_NOT_FOUND"


def test_tracking_at_the_wrong_time(studio, tmp_path):
    video = studio.upload_file(disc_clip(tmp_path / "long.mp4", 300, 96, 54))
    session = studio.start(video["path"])
    track = {"sessionId": session, "startFrameIndex": 0}
    assert studio.cancel(session) is False
    assert refusal(studio.raw(TRACK, i=track)) == "NOTHING_TO_PROPAGATE"
    studio.click(session, 0, 0, 0.3, 0.5)
    job_id = studio.track(session)
    assert refusal(studio.raw(TRACK, i=track)) == "PROPAGATION_RUNNING"
    answer = studio.http.post("/propagate_in_video", json={"session_id": session, "start_frame_index": 0})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "PROPAGATION_RUNNING")
    assert studio.cancel(session) is True
    done = studio.wait(job_id)["done"]
    assert studio.job(job_id)["state"] == "CANCELLED"
    assert studio.session(session)["masklets"] == [{"objectId": 0, "runs": [[0, max(done - 1, 0)]]}]


def test_the_session_of_a_deleted_video(studio, square_clip):
    path = studio.upload_file(square_clip.file)["path"]
    session = studio.start(path)
    studio.click(session, 0, 0, *square_clip.centre(0))
    job_id = studio.track(session)
    assert studio.data(DELETE, p=path) == {"deleteVideo": {"success": True}}
    assert refusal(studio.raw(SESSION, s=session)) == "SESSION_NOT_FOUND"
    assert refusal(studio.raw(TRACK, i={"sessionId": session, "startFrameIndex": 0})) == "SESSION_NOT_FOUND"
    assert refusal(studio.raw("query($j: ID!) { job(jobId: $j) { state } }", j=job_id)) == "JOB_NOT_FOUND"
    assert studio.data(CLOSE, i={"sessionId": session}) == {"closeSession": {"success": False}}
    answer = studio.http.post("/propagate_in_video", json={"session_id": session, "start_frame_index": 0})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "SESSION_NOT_FOUND")
