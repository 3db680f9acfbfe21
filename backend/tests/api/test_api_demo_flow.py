"""The public demo client's whole job against the real program, written from the wire contract alone: its origin, its
operations without a name, its reading of the stream. Shares no code with our own clients.
"""

import http.client
import json
from urllib.parse import urlsplit

import pytest

ORIGIN = "http://localhost:7262"
MASKS = "frameIndex rleMaskList { objectId rleMask { counts size } }"
VIDEO = "id path posterPath url posterUrl height width"
FRAMES = 12


class DemoPage:
    """A page at another origin: every request carries it, every answer must let the page read it."""

    def __init__(self, address):
        self.host = urlsplit(address).netloc

    def send(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection(self.host, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Origin": ORIGIN, **named})
        answer = connection.getresponse()
        assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert answer.headers["Access-Control-Allow-Credentials"] == "true"
        assert "Origin" in answer.headers["Vary"]
        return answer

    def post(self, path, body):
        return self.send("POST", path, json.dumps(body), Content_Type="application/json")

    def graphql(self, query, variables=None):
        answer = self.post("/graphql", {"query": query, "variables": variables or {}})
        assert answer.headers.get_content_type() == "application/json"
        return json.loads(answer.read())

    def ask(self, name, fields, **values):
        """A mutation with an input type of its own name."""
        kind = name[0].upper() + name[1:] + "Input"
        body = self.graphql(f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {fields} }} }}", {"input": values})
        assert "errors" not in body, body
        return body["data"][name]

    def upload(self, content, placeholder):
        query = f"mutation($file: Upload!) {{ uploadVideo(file: $file) {{ {VIDEO} }} }}"
        fields = {
            "operations": json.dumps({"query": query, "variables": {"file": placeholder}}),
            "map": '{"file": ["variables.file"]}',
        }
        parts = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{text}'.encode() for key, text in fields.items()]
        head = b'Content-Disposition: form-data; name="file"; filename="clip.mp4"\r\nContent-Type: video/mp4\r\n\r\n'
        body = b"".join(b"--XX\r\n" + part + b"\r\n" for part in [*parts, head + content]) + b"--XX--\r\n"
        answer = self.send("POST", "/graphql", body, Content_Type="multipart/form-data; boundary=XX")
        return json.loads(answer.read())["data"]["uploadVideo"]

    def click(self, session, frame, object_id, points, labels):
        place = {"sessionId": session, "frameIndex": frame, "objectId": object_id}
        return self.ask("addPoints", MASKS, **place, points=points, labels=labels, clearOldPoints=True)

    def propagate(self, session, start):
        return self.post("/propagate_in_video", {"session_id": session, "start_frame_index": start})

    def cancel(self, session):
        return self.ask("cancelPropagateInVideo", "success", sessionId=session)["success"]


def parts_of(answer):
    """The parts, byte by byte as the contract has them; the stream must end between two of them."""
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "multipart/x-savi-stream; boundary=frame"
    while line := answer.readline():
        assert line == b"--frame\r\n"
        headers = {}
        while (line := answer.readline()) != b"\r\n":
            name, value = line.removesuffix(b"\r\n").decode().split(": ")
            headers[name] = value
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        assert headers["Mask-Type"] == "RLE[]"
        yield headers, json.loads(answer.read(int(headers["Content-Length"])))
        assert answer.read(2) == b"\r\n"


def ids(masks):
    return [entry["objectId"] for entry in masks["rleMaskList"]]


@pytest.fixture
def page(server):
    return DemoPage(server.url)


@pytest.fixture
def clip(page, square_clip):
    return page.upload(square_clip.file.read_bytes(), {})


@pytest.fixture
def session(page, clip):
    return page.ask("startSession", "sessionId", path=clip["path"])["sessionId"]


@pytest.mark.parametrize("path", ["/graphql", "/propagate_in_video"])
def test_preflight(page, path):
    answer = page.send(
        "OPTIONS", path, Access_Control_Request_Method="POST", Access_Control_Request_Headers="content-type"
    )
    assert answer.status in (200, 204)
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "content-type" in answer.headers["Access-Control-Allow-Headers"].lower()


def test_a_clip_is_listed_and_its_media_come_with_lengths_and_ranges(page, clip, square_clip):
    assert (clip["width"], clip["height"]) == (square_clip.width, square_clip.height)
    again = page.upload(square_clip.file.read_bytes(), "[object File]")
    assert again["path"] != clip["path"]
    body = page.graphql(f"{{ defaultVideo {{ {VIDEO} }} videos {{ edges {{ node {{ {VIDEO} }} }} }} }}")["data"]
    assert clip in [edge["node"] for edge in body["videos"]["edges"]]
    assert body["defaultVideo"] == body["videos"]["edges"][0]["node"]
    assert page.send("GET", "/healthy").read() == b"OK"
    for key, path in (("url", "path"), ("posterUrl", "posterPath")):
        assert clip[key] == f"http://{page.host}/{clip[path]}"
        answer = page.send("GET", f"/{clip[path]}")
        whole = answer.read()
        assert (answer.status, int(answer.headers["Content-Length"])) == (200, len(whole))
        part = page.send("GET", f"/{clip[path]}", Range="bytes=10-29")
        assert (part.status, part.read()) == (206, whole[10:30])
        assert part.headers["Content-Range"] == f"bytes 10-29/{len(whole)}"
        assert part.headers["Content-Length"] == "20"
        assert page.send("GET", f"/{clip[path]}x").status == 404


def test_click_track_correct_remove_and_close(page, session, square_clip):
    x, y = square_clip.centre(5)
    assert ids(page.click(session, 5, 0, [[x, y]], [1])) == [0]
    second = page.click(session, 5, 1, [[0.05, 0.9], [x, y]], [1, 0])
    assert (second["frameIndex"], ids(second)) == (5, [0, 1])
    assert second["rleMaskList"][0]["rleMask"]["size"] == [square_clip.height, square_clip.width]

    parts = list(parts_of(page.propagate(session, 5)))
    order = [*range(5, FRAMES), *range(5, -1, -1)]
    assert [body["frame_index"] for _, body in parts] == order
    assert [headers["Frame-Current"] for headers, _ in parts] == [str(at + 1) for at in range(len(order))]
    assert {headers["Frame-Total"] for headers, _ in parts} == {str(len(order))}
    for _, body in parts:
        assert [result["object_id"] for result in body["results"]] == [0, 1]
        assert body["results"][0]["mask"]["size"] == [square_clip.height, square_clip.width]

    place = {"sessionId": session, "frameIndex": 5}
    assert ids(page.ask("clearPointsInFrame", MASKS, **place, objectId=1)) == [0, 1]
    assert ids(page.ask("clearPointsInFrame", MASKS, **place, objectId=7)) == [0, 1]
    page.click(session, 2, 1, [[0.05, 0.9]], [1])
    page.click(session, 9, 1, [[0.05, 0.9]], [1])
    removed = page.ask("removeObject", MASKS, sessionId=session, objectId=1)
    assert [(masks["frameIndex"], ids(masks)) for masks in removed] == [(2, [0]), (9, [0])]
    assert page.ask("removeObject", MASKS, sessionId=session, objectId=1) == []
    assert ids(page.click(session, 3, 1, [[0.05, 0.9]], [1])) == [0, 1]  # an id that is used again
    assert page.ask("removeObject", MASKS, sessionId=session, objectId=0) != []
    assert page.ask("removeObject", MASKS, sessionId=session, objectId=1) == []  # the only one

    page.click(session, 0, 0, [[x, y]], [1])
    assert page.ask("clearPointsInVideo", "success", sessionId=session) == {"success": True}
    assert page.propagate(session, 0).status == 409
    assert page.ask("closeSession", "success", sessionId=session) == {"success": True}
    assert page.ask("closeSession", "success", sessionId="nobody") == {"success": False}


def test_cancelling_before_the_first_frame_is_read_and_tracking_again(page, session, square_clip):
    assert page.cancel(session) is False
    page.click(session, 0, 0, [list(square_clip.centre(0))], [1])
    accepted = page.propagate(session, 0)
    assert accepted.status == 200
    assert page.cancel(session) is True
    after = page.propagate(session, 10)  # waits for the cancelled one by itself
    assert len(list(parts_of(accepted))) < FRAMES
    assert [body["frame_index"] for _, body in parts_of(after)] == [10, 11, *range(10, -1, -1)]
    assert page.cancel(session) is False


def test_an_unknown_session_is_an_error_everywhere_else(page):
    place = {"sessionId": "nobody", "frameIndex": 0, "objectId": 0}
    for name, fields, values in (
        ("addPoints", MASKS, {**place, "points": [[0, 0]], "labels": [1], "clearOldPoints": True}),
        ("clearPointsInFrame", MASKS, place),
        ("clearPointsInVideo", "success", {"sessionId": "nobody"}),
        ("removeObject", MASKS, {"sessionId": "nobody", "objectId": 0}),
        ("cancelPropagateInVideo", "success", {"sessionId": "nobody"}),
    ):
        with pytest.raises(AssertionError, match="SESSION_NOT_FOUND"):
            page.ask(name, fields, **values)
    refused = page.propagate("nobody", 0)
    assert (refused.status, json.loads(refused.read())["error"]["code"]) == (404, "SESSION_NOT_FOUND")
