"""Arguments that do not fit: each a typed error with a sentence, and the server goes on."""

import json

import pytest
from fake_media import FRAMES, SAMPLE, UPLOAD

from masklet.api.json_body import MAX_BODY
from masklet.domain.export_options import ExportOptions, Resolution

POINTS = "mutation($i: AddPointsInput!) { addPoints(input: $i) { frameIndex } }"
BOX = "mutation($i: AddBoxInput!) { addBox(input: $i) { frameIndex } }"


def click(session, **changes):
    base = {
        "sessionId": session,
        "frameIndex": 0,
        "objectId": 0,
        "labels": [1],
        "points": [[0.5, 0.5]],
        "clearOldPoints": True,
    }
    return {"i": {**base, **changes}}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"points": [[1.01, 0.5]]}, "INVALID_PROMPT"),
        ({"points": [[-0.01, 0.5]]}, "INVALID_PROMPT"),
        ({"points": [[0.5]]}, "INVALID_PROMPT"),
        ({"points": [[0.5, 0.5, 0.5]]}, "INVALID_PROMPT"),
        ({"labels": [2]}, "INVALID_PROMPT"),
        ({"labels": [-1]}, "INVALID_PROMPT"),
        ({"labels": []}, "INVALID_PROMPT"),
        ({"points": [[0.5, 0.5]] * 10_000, "labels": [1] * 10_000}, "LIMIT_EXCEEDED"),
        ({"frameIndex": FRAMES}, "FRAME_OUT_OF_RANGE"),
        ({"frameIndex": -1}, "FRAME_OUT_OF_RANGE"),
        ({"objectId": -1}, "INVALID_INPUT"),
        ({"objectId": 2**40}, "INVALID_INPUT"),
        ({"sessionId": "nobody"}, "SESSION_NOT_FOUND"),
        ({"points": [["a", 1]]}, "INVALID_INPUT"),
        ({"points": None}, "INVALID_INPUT"),
    ],
)
def test_points(graphql, services, changes, code):
    session = graphql.session()
    error = graphql.error(POINTS, click(session, **changes))
    assert error["extensions"]["code"] == code
    assert error["message"]
    assert services.prompts.calls == []
    assert graphql.data(POINTS, click(session))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none(http, graphql, number):
    variables = json.dumps(click(graphql.session())).replace("0.5", number)
    answer = http.post(
        "/graphql", data=f'{{"query": {json.dumps(POINTS)}, "variables": {variables}}}', content_type="application/json"
    )
    assert answer.json["errors"][0]["extensions"]["code"] in ("INVALID_INPUT", "INVALID_PROMPT")


def test_half_a_character_is_refused_everywhere(http):
    half = '"\\ud800"'
    for path, body in (
        ("/graphql", f'{{"query": {half}}}'),
        ("/propagate_in_video", f'{{"session_id": {half}, "start_frame_index": 0}}'),
    ):
        answer = http.post(path, data=body, content_type="application/json")
        assert answer.status_code in (200, 400), path
        assert "INVALID_INPUT" in answer.text


@pytest.mark.parametrize(
    "box", [[0, 0, 1], [0, 0, 1, 1, 1], [0.5, 0, 0.5, 1], [0.6, 0, 0.5, 1], [0, 0, 1, 1.5], [-0.1, 0, 1, 1], []]
)
def test_boxes(graphql, box):
    assert (
        graphql.code(BOX, {"i": {"sessionId": graphql.session(), "frameIndex": 0, "objectId": 0, "box": box}})
        == "INVALID_PROMPT"
    )


def test_a_good_box_is_in_pixels(graphql, services):
    session = graphql.session()
    graphql.data(BOX, {"i": {"sessionId": session, "frameIndex": 1, "objectId": 0, "box": [0.25, 0.25, 0.5, 1]}})
    box = services.prompts.calls[0][3]
    assert (box.x0, box.y0, box.x1) == (16, 12, 32)
    assert 47.9 < box.y1 <= 48


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "INVALID_INPUT"),
        ({"name": " \n\t"}, "INVALID_INPUT"),
        ({"name": "a" * 201}, "INVALID_INPUT"),
        ({"colour": "red"}, "INVALID_INPUT"),
        ({"colour": "#12345"}, "INVALID_INPUT"),
        ({"colour": "#1234567"}, "INVALID_INPUT"),
        ({"colour": "#12345g"}, "INVALID_INPUT"),
        ({"objectId": -3}, "INVALID_INPUT"),
    ],
)
def test_objects(graphql, changes, code):
    query = "mutation($i: UpdateObjectInput!) { updateObject(input: $i) { name colour } }"
    session = graphql.session()
    assert graphql.code(query, {"i": {"sessionId": session, "objectId": 1, **changes}}) == code
    good = {"sessionId": session, "objectId": 1, "name": " Koi 🐟 ", "colour": "#ABCDEF"}
    assert graphql.data(query, {"i": good})["updateObject"] == {"name": "Koi 🐟", "colour": "#abcdef"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{ video(path: "../../etc/passwd") { path } }', "VIDEO_NOT_FOUND"),
        ('{ session(sessionId: "nobody") { name } }', "SESSION_NOT_FOUND"),
        ('{ job(jobId: "nobody") { state } }', "JOB_NOT_FOUND"),
        ('{ videos(after: "x") { edges { cursor } } }', "INVALID_INPUT"),
        ('{ videos(after: "Zm9v") { edges { cursor } } }', "INVALID_INPUT"),
        ("{ videos(first: -1) { edges { cursor } } }", "INVALID_INPUT"),
        ('mutation { startSession(input: {path: "nothing"}) { sessionId } }', "VIDEO_NOT_FOUND"),
        (
            f'mutation {{ startSession(input: {{path: "{SAMPLE}", engine: "magic"}}) {{ sessionId }} }}',
            "ENGINE_UNAVAILABLE",
        ),
        ('mutation { deleteSession(input: {sessionId: "nobody"}) { success } }', "SESSION_NOT_FOUND"),
        ('mutation { cancelPropagateInVideo(input: {sessionId: "nobody"}) { success } }', "SESSION_NOT_FOUND"),
        ('mutation { clearPointsInVideo(input: {sessionId: "nobody"}) { success } }', "SESSION_NOT_FOUND"),
        ('mutation { removeObject(input: {sessionId: "nobody", objectId: 1}) { frameIndex } }', "SESSION_NOT_FOUND"),
        (f'mutation {{ deleteVideo(path: "{SAMPLE}") {{ success }} }}', "INVALID_INPUT"),
        ('mutation { deleteVideo(path: "nothing") { success } }', "VIDEO_NOT_FOUND"),
        (f'mutation {{ renameVideo(path: "{UPLOAD}", title: "") {{ path }} }}', "INVALID_INPUT"),
        ('mutation { openFromFolder(name: "../x") { path } }', "VIDEO_NOT_FOUND"),
        ('mutation { startExport(input: {sessionId: "s0", format: "none"}) { jobId } }', "UNKNOWN_EXPORT"),
        (
            'mutation { startExport(input: {sessionId: "s0", format: "coco", options: "[1]"}) { jobId } }',
            "INVALID_INPUT",
        ),
        ('mutation { startExport(input: {sessionId: "s0", format: "coco", options: "{"}) { jobId } }', "INVALID_INPUT"),
        (
            'mutation { startExport(input: {sessionId: "s0", format: "coco", options: "{\\"a\\":[]}"}) { jobId } }',
            "INVALID_INPUT",
        ),
        ("{ nonsense }", "INVALID_INPUT"),
        ("{ defaultVideo { path ", "INVALID_INPUT"),
        ("{ " + " ".join(f"a{n}: defaultVideo {{ path }}" for n in range(40)) + " }", "INVALID_INPUT"),
        ("{ " * 2000, "INVALID_INPUT"),
        ("query A { defaultVideo { path } } query B { defaultVideo { path } }", "INVALID_INPUT"),
    ],
)
def test_operations(graphql, query, code):
    assert graphql.code(query) == code
    assert graphql.data("{ defaultVideo { path } }")


def test_masklets_have_bounds(graphql):
    query = "query($s: String!, $a: Int!, $b: Int!, $o: [Int!]) { masklets(sessionId: $s, startFrame: $a, endFrame: $b, objectIds: $o) { frameIndex rleMaskList { objectId } } }"
    session = graphql.session()
    frames = graphql.data(query, {"s": session, "a": 2, "b": 5, "o": [4]})["masklets"]
    assert [frame["frameIndex"] for frame in frames] == [2, 3, 4, 5]
    assert frames[0]["rleMaskList"] == [{"objectId": 4}]
    assert graphql.code(query, {"s": session, "a": 0, "b": FRAMES}) == "FRAME_OUT_OF_RANGE"
    assert graphql.code(query, {"s": session, "a": -1, "b": 3}) == "FRAME_OUT_OF_RANGE"
    assert graphql.code(query, {"s": "nobody", "a": 0, "b": 3}) == "SESSION_NOT_FOUND"


def test_masklets_answer_at_most_500_frames(graphql, services):
    from dataclasses import replace

    session = graphql.session()
    services.videos.rows[SAMPLE] = replace(services.videos.rows[SAMPLE], frame_count=2000)
    query = 'query($b: Int!) { masklets(sessionId: "s0", startFrame: 0, endFrame: $b) { frameIndex } }'
    assert session == "s0"
    assert len(graphql.data(query, {"b": 499})["masklets"]) == 500
    assert graphql.code(query, {"b": 500}) == "LIMIT_EXCEEDED"


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"query": 5}', "application/json", 400),
        (b'{"query": ""}', "application/json", 400),
        (b'{"variables": {}}', "application/json", 400),
        (b'{"query": "{ a }", "variables": []}', "application/json", 400),
        (b'{"query": "{ a }", "operationName": 3}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"query": "' + b"x" * 100_001 + b'"}', "application/json", 400),
        (b'{"query": "{ defaultVideo { path } }"}', "text/plain", 400),
        (b"query={a}", "application/x-www-form-urlencoded", 400),
        (b" " * (MAX_BODY + 1), "application/json", 413),
    ],
)
def test_requests_that_are_none(http, data, kind, status):
    answer = http.post("/graphql", data=data, content_type=kind)
    assert answer.status_code == status
    assert answer.json["errors"][0]["extensions"]["code"] in ("INVALID_INPUT", "LIMIT_EXCEEDED")


def test_graphql_is_post_only(http):
    answer = http.get("/graphql?query={defaultVideo{path}}")
    assert answer.status_code == 405
    assert answer.json["error"]["code"] == "INVALID_INPUT"


def test_unexpected_errors_hide_what_happened_and_log_it(graphql, services, capsys):
    def broken(path):
        raise RuntimeError("/srv/secret/data.db is locked")

    services.videos.get = broken
    error = graphql.error('{ video(path: "x") { path } }')
    assert error["extensions"] == {"code": "INTERNAL"}
    assert "secret" not in json.dumps(error)
    logged = capsys.readouterr()
    assert "secret" in logged.out + logged.err
    assert "request_id" in logged.out + logged.err


def test_details_travel_with_the_code(graphql):
    error = graphql.error(POINTS, click(graphql.session(), frameIndex=99))
    details = {"reason": "frames", "frame_index": 99, "last": FRAMES - 1}
    assert error["extensions"] == {"code": "FRAME_OUT_OF_RANGE", "details": details}


def test_pages(graphql):
    query = "query($n: Int, $a: String) { videos(first: $n, after: $a) { edges { cursor node { path } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
    first = graphql.data(query, {"n": 1})["videos"]
    assert [edge["node"]["path"] for edge in first["edges"]] == [SAMPLE]
    assert (first["pageInfo"]["hasNextPage"], first["pageInfo"]["hasPreviousPage"]) == (True, False)
    rest = graphql.data(query, {"a": first["pageInfo"]["endCursor"]})["videos"]
    assert [edge["node"]["path"] for edge in rest["edges"]] == [UPLOAD]
    assert (rest["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasPreviousPage"]) == (False, True)
    none = graphql.data(query, {"n": 0})["videos"]
    assert none == {
        "edges": [],
        "pageInfo": {"hasNextPage": True, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    }


def test_a_session_is_read_only_as_far_as_asked(graphql, services):
    session = graphql.session()
    assert graphql.data("{ sessions { sessionId name engine video { path } } }")["sessions"][0]["sessionId"] == session
    assert (services.sessions.snapshots, services.overviews.readings) == (0, 1)
    whole = graphql.data(
        """query($s: String!) { session(sessionId: $s) { createdAt updatedAt cursor objects { objectId name colour }
        prompts { objectId frameIndex points labels box } masklets { objectId runs } propagation { jobId }
        exports { state error { code message } downloadUrl } } }""",
        {"s": session},
    )["session"]
    assert (services.sessions.snapshots, services.overviews.readings) == (1, 2)
    assert whole["masklets"] == [{"objectId": 1, "runs": [[0, 4], [6, 9]]}]
    assert whole["cursor"] == 5  # of what was read first: the snapshot may be newer
    assert whole["exports"] == [
        {"state": "FAILED", "error": {"code": "STORAGE_FULL", "message": "The disk is full."}, "downloadUrl": None}
    ]


def test_server(graphql):
    server = graphql.data(
        """{ server { version folderEntries engines { name available isDefault reason }
        limits { maxUploadBytes maxDurationSec maxObjects maxPoints keepDeletedSec }
        exportFormats { name selections options { name kind defaultValue minimum maximum choices } } } }"""
    )["server"]
    assert [(engine["name"], engine["isDefault"]) for engine in server["engines"]] == [("sam2", False), ("flow", True)]
    assert server["exportFormats"][0]["selections"] == ["FRAMES", "OBJECTS", "STRIDE", "RESOLUTION"]
    assert server["exportFormats"][0]["options"][1]["defaultValue"] == "true"
    assert server["folderEntries"] == ["beach.mov"]
    assert server["limits"]["maxUploadBytes"] == 100_000.0
    assert server["limits"]["keepDeletedSec"] == 5400.0


def test_exports(graphql, services):
    session = graphql.session()
    query = "mutation($i: ExportInput!) { startExport(input: $i) { state downloadUrl } }"
    job = graphql.data(
        query, {"i": {"sessionId": session, "format": "coco", "options": '{"scale": 2, "on": false, "x": "y"}'}}
    )
    assert job["startExport"] == {"state": "QUEUED", "downloadUrl": None}
    assert services.exports.options == ExportOptions({"scale": 2, "on": False, "x": "y"})
    part = {"sessionId": session, "format": "coco", "firstFrame": 3, "lastFrame": 8, "objectIds": [2, 0]}
    graphql.data(query, {"i": part})
    assert services.exports.options == ExportOptions({}, 3, 8, (2, 0))
    graphql.data(query, {"i": part | {"firstFrame": None, "lastFrame": 0, "objectIds": None}})
    assert services.exports.options == ExportOptions({}, 0, 0)
    graphql.data(query, {"i": {"sessionId": session, "format": "coco", "stride": 4, "resolution": "ORIGINAL"}})
    assert services.exports.options == ExportOptions(stride=4, resolution=Resolution.ORIGINAL)
    assert (
        graphql.data('{ job(jobId: "j1") { state downloadUrl } }')["job"]["downloadUrl"]
        == "http://localhost/exports/j1"
    )
    assert graphql.data('mutation { cancelExport(jobId: "j1") { success } }') == {"cancelExport": {"success": False}}


def test_other_mutations(graphql):
    session = graphql.session()
    rename = "mutation($i: RenameSessionInput!) { renameSession(input: $i) { name } }"
    assert graphql.data(rename, {"i": {"sessionId": session, "name": "Pond"}})["renameSession"] == {"name": "Pond"}
    assert graphql.code(rename, {"i": {"sessionId": session, "name": "x" * 201}}) == "INVALID_INPUT"
    renamed = graphql.data(f'mutation {{ renameVideo(path: "{UPLOAD}", title: "Pond") {{ title isSample right }} }}')
    assert renamed["renameVideo"] == {"title": "Pond", "isSample": False, "right": "OWN"}
    assert graphql.data('mutation { openFromFolder(name: "beach.mov") { path } }')["openFromFolder"]["path"] == UPLOAD
    start = "mutation($i: PropagateInVideoInput!) { startPropagation(input: $i) { jobId state } }"
    wanted = {"sessionId": session, "startFrameIndex": 2, "endFrameIndex": 5, "direction": "FORWARD", "objectIds": [1]}
    assert graphql.data(start, {"i": wanted})["startPropagation"]["state"] == "RUNNING"
    assert graphql.code(start, {"i": {**wanted, "endFrameIndex": 99}}) == "FRAME_OUT_OF_RANGE"
    delete = "mutation($i: DeleteSessionInput!) { deleteSession(input: $i) { success } }"
    assert graphql.data(delete, {"i": {"sessionId": session}})["deleteSession"] == {"success": True}
    assert graphql.data(f'mutation {{ deleteVideo(path: "{UPLOAD}") {{ success }} }}')["deleteVideo"] == {
        "success": True
    }
