"""Every operation that the public demo client sends, with the fields that it selects."""

import io
import json

from fake_media import FRAMES, HEIGHT, SAMPLE, UPLOAD, WIDTH

VIDEO_FIELDS = "path posterPath url posterUrl height width"
MASKS = "frameIndex rleMaskList { objectId rleMask { counts size order } }"


def test_default_video(graphql):
    video = graphql.data(f"query {{ defaultVideo {{ {VIDEO_FIELDS} }} }}")["defaultVideo"]
    assert video == {
        "path": SAMPLE,
        "posterPath": "posters/gallery/koi.jpg",
        "url": f"http://localhost/{SAMPLE}",
        "posterUrl": "http://localhost/posters/gallery/koi.jpg",
        "height": HEIGHT,
        "width": WIDTH,
    }


def test_videos(graphql):
    edges = graphql.data(f"query {{ videos {{ edges {{ node {{ id {VIDEO_FIELDS} }} }} }} }}")["videos"]["edges"]
    assert [edge["node"]["path"] for edge in edges] == [SAMPLE, UPLOAD]


def test_addresses_follow_the_host_that_was_asked(http):
    answer = http.post("/graphql", json={"query": "{ defaultVideo { url } }"}, headers={"Host": "127.0.0.1:7263"})
    assert answer.json["data"]["defaultVideo"]["url"] == f"http://127.0.0.1:7263/{SAMPLE}"


def upload(http, operations, name="clip.mp4", content=b"film"):
    form = {
        "operations": json.dumps(operations),
        "map": json.dumps({"file": ["variables.file"]}),
        "file": (io.BytesIO(content), name),
    }
    return http.post("/graphql", data=form, content_type="multipart/form-data")


def test_upload_overwrites_whatever_stands_at_the_file(http, services):
    query = "mutation($file: Upload!) { uploadVideo(file: $file) { id height width url path posterPath posterUrl } }"
    for placeholder in (None, {}, {"uri": "x"}, "text", [1], 5):
        answer = upload(http, {"query": query, "variables": {"file": placeholder}})
        assert answer.json["data"]["uploadVideo"]["path"] == UPLOAD
    assert services.uploads.incoming["made-up"].received == b"film"


def test_session_points_and_removal(graphql, services):
    session = graphql.session()
    points = {"sessionId": session, "frameIndex": 3, "objectId": 0, "labels": [1, 0], "points": [[0.5, 0.25], [1, 1]]}
    answer = graphql.data(
        f"mutation($input: AddPointsInput!) {{ addPoints(input: $input) {{ {MASKS} }} }}",
        {"input": {**points, "clearOldPoints": True}},
    )["addPoints"]
    assert answer["frameIndex"] == 3
    assert [entry["objectId"] for entry in answer["rleMaskList"]] == [0, 2]
    assert answer["rleMaskList"][0]["rleMask"] == {"counts": "PQ1", "size": [HEIGHT, WIDTH], "order": "F"}
    [(_, object_id, frame, (first, last), clear)] = services.prompts.calls
    assert (object_id, frame, clear) == (0, 3, True)
    assert (first.x, first.y, first.label) == (WIDTH * 0.5, HEIGHT * 0.25, 1)
    assert int(last.x) == WIDTH - 1
    assert int(last.y) == HEIGHT - 1

    place = {"sessionId": session, "frameIndex": 3, "objectId": 0}
    query = f"mutation($i: ClearPointsInFrameInput!) {{ clearPointsInFrame(input: $i) {{ {MASKS} }} }}"
    assert graphql.data(query, {"i": place})["clearPointsInFrame"]["frameIndex"] == 3
    query = "mutation($i: ClearPointsInVideoInput!) { clearPointsInVideo(input: $i) { success } }"
    assert graphql.data(query, {"i": {"sessionId": session}}) == {"clearPointsInVideo": {"success": True}}
    query = f"mutation($i: RemoveObjectInput!) {{ removeObject(input: $i) {{ {MASKS} }} }}"
    assert len(graphql.data(query, {"i": {"sessionId": session, "objectId": 1}})["removeObject"]) == 1
    assert graphql.data(query, {"i": {"sessionId": session, "objectId": 99}})["removeObject"] == []


def test_closing_an_unknown_session_is_no_error(graphql):
    query = "mutation($i: CloseSessionInput!) { closeSession(input: $i) { success } }"
    assert graphql.data(query, {"i": {"sessionId": "nobody"}}) == {"closeSession": {"success": False}}
    assert graphql.data(query, {"i": {"sessionId": graphql.session()}}) == {"closeSession": {"success": True}}


def test_cancel_says_whether_there_was_something(graphql, services):
    session = graphql.session()
    query = "mutation($i: CancelPropagateInVideoInput!) { cancelPropagateInVideo(input: $i) { success } }"
    assert graphql.data(query, {"i": {"sessionId": session}})["cancelPropagateInVideo"] == {"success": False}
    services.propagations.start(session, 0, None, None, None)
    assert graphql.data(query, {"i": {"sessionId": session}})["cancelPropagateInVideo"] == {"success": True}


def test_propagation_stream(http, graphql, services):
    session = graphql.session()
    answer = http.post("/propagate_in_video", json={"session_id": session, "start_frame_index": 3})
    assert answer.headers["Content-Type"] == "multipart/x-savi-stream; boundary=frame"
    frames = []
    for chunk in answer.data.split(b"--frame\r\n")[1:]:
        head, body = chunk.split(b"\r\n\r\n", 1)
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        frames.append((headers, json.loads(body[: int(headers["Content-Length"])])))
    assert [body["frame_index"] for _, body in frames] == services.propagations.frames
    assert len(frames) == FRAMES
    assert frames[0][0]["Content-Type"] == "application/json; charset=utf-8"
    assert (frames[4][0]["Frame-Current"], frames[4][0]["Frame-Total"], frames[4][0]["Mask-Type"]) == (
        "5",
        "10",
        "RLE[]",
    )
    assert frames[0][1]["results"][1] == {"object_id": 2, "mask": {"size": [HEIGHT, WIDTH], "counts": "PQ1"}}
    assert not answer.data.rstrip().endswith(b"--frame--")
    assert [call[1] for call in services.propagations.started] == [3]


def test_healthy(http):
    answer = http.get("/healthy")
    assert (answer.status_code, answer.data) == (200, b"OK")
