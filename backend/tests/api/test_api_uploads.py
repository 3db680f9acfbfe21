"""Files on their way in: pieces to the disk, refusals while streaming, every kind of garbage."""

import io
import json
import resource

import pytest
from fake_media import UPLOAD

from masklet.api.parse import file_name
from masklet.api.parts import PIECE
from masklet.domain.mask_import import ImportOptions, TakenAs

QUERY = """mutation($file: Upload!, $uploadId: ID, $start: Float, $duration: Float) {
  uploadVideo(file: $file, uploadId: $uploadId, startTimeSec: $start, durationTimeSec: $duration) { path } }"""


def operations(**variables):
    return json.dumps({"query": QUERY, "variables": {"file": None, **variables}})


def body(*parts, boundary="xyz", end=True):
    """A multipart body from (headers, content) pairs."""
    text = b"".join(
        b"--" + boundary.encode() + b"\r\n" + head.encode() + b"\r\n\r\n" + data + b"\r\n" for head, data in parts
    )
    return text + (b"--" + boundary.encode() + b"--\r\n" if end else b"")


def field(name, value):
    return f'Content-Disposition: form-data; name="{name}"', value.encode()


def file_part(content, name="clip.mp4", part="file"):
    return f'Content-Disposition: form-data; name="{part}"; filename="{name}"\r\nContent-Type: video/mp4', content


MAP = json.dumps({"file": ["variables.file"]})


def send(http, data, content_type="multipart/form-data; boundary=xyz"):
    return http.post("/graphql", data=data, content_type=content_type)


def code(answer):
    assert answer.json["errors"][0]["message"]
    return answer.json["errors"][0]["extensions"]["code"]


def test_the_file_is_streamed_with_its_id_name_and_size(http, services):
    content = bytes(range(256)) * 300
    answer = send(
        http, body(field("operations", operations(uploadId="u-1", start=1.5)), field("map", MAP), file_part(content))
    )
    assert answer.json == {"data": {"uploadVideo": {"path": UPLOAD}}}
    incoming = services.uploads.incoming["u-1"]
    assert incoming.received == content
    assert (incoming.file_name, incoming.total) == ("clip.mp4", len(content))
    assert services.uploads.prepared == [("u-1", 1.5, None)]


def test_boundaries_and_line_ends_inside_the_file_survive(http, services):
    content = b"\r\n--xy\r\n--xyzz\r\n\r\n--\r\n" * 500 + b"\r"
    send(http, body(field("operations", operations()), field("map", MAP), file_part(content)))
    assert services.uploads.incoming["made-up"].received == content


def test_an_empty_file_is_passed_on(http, services):
    send(http, body(field("operations", operations()), field("map", MAP), file_part(b"")))
    assert services.uploads.incoming["made-up"].total == 0


def test_over_the_limit_is_refused_before_anything_is_written(http, services):
    answer = send(
        http, body(field("operations", operations(uploadId="u-1")), field("map", MAP), file_part(b"x" * 100_001))
    )
    assert answer.status_code == 413
    assert code(answer) == "LIMIT_EXCEEDED"
    incoming = services.uploads.incoming["u-1"]
    assert incoming.most == 0
    assert incoming.aborted.details == {"limit": 100_000}


class Endless(io.RawIOBase):
    """A body that never ends, as a client without Content-Length sends it; counts what was read."""

    def __init__(self, start):
        self.start, self.count = start, 0

    def readable(self):
        return True

    def readinto(self, buffer):
        piece = self.start[: len(buffer)] if self.start else b"x" * len(buffer)
        self.start = self.start[len(piece) :]
        buffer[: len(piece)] = piece
        self.count += len(piece)
        return len(piece)


def chunked(stream):
    return {
        "wsgi.input": stream,
        "wsgi.input_terminated": True,
        "HTTP_TRANSFER_ENCODING": "chunked",
        "CONTENT_TYPE": "multipart/form-data; boundary=xyz",
    }


def test_a_body_of_unknown_length_is_refused_while_it_streams(http, services, monkeypatch):
    monkeypatch.setattr("masklet.api.upload_request.DRAIN_BYTES", PIECE)
    start = body(field("operations", operations(uploadId="u-1")), field("map", MAP), file_part(b"begin"), end=False)[
        :-2
    ]
    stream = Endless(start)
    answer = http.post("/graphql", environ_overrides=chunked(stream))
    assert (answer.status_code, code(answer)) == (413, "LIMIT_EXCEEDED")
    assert stream.count < 8 * PIECE
    assert services.uploads.incoming["u-1"].received == b""


def test_a_large_file_is_never_whole_in_memory(http, services):
    services.uploads.limits = services.limits = type(services.limits)(max_upload_bytes=400 * 1024**2)

    class Sink:
        upload_id, total, most = "u-1", 0, 0

        def write(self, piece):
            self.total += len(piece)
            self.most = max(self.most, len(piece))

        def abort(self, error):
            raise error

    sink = Sink()
    services.uploads.begin = lambda *_: sink
    services.uploads.prepare = lambda *_: services.videos.get(UPLOAD)
    start = body(field("operations", operations()), field("map", MAP), file_part(b"", part="file"), end=False)[:-2]
    size = 200 * 1024**2

    class Long(Endless):
        def readinto(self, buffer):
            left = size + len(start) - self.count
            if left > 0:
                return super().readinto(memoryview(buffer)[: min(len(buffer), left)])
            tail = b"\r\n--xyz--\r\n" if left == 0 else b""
            buffer[: len(tail)] = tail
            self.count += len(tail) or 1
            return len(tail)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = http.post("/graphql", environ_overrides=chunked(Long(start)))
    assert answer.json == {"data": {"uploadVideo": {"path": UPLOAD}}}
    assert sink.total == size
    assert sink.most <= 2 * PIECE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024


GOOD = (field("operations", operations()), field("map", MAP), file_part(b"film"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage without any boundary",
        body(end=True),
        body(GOOD[0]),
        body(GOOD[0], GOOD[1]),
        body(GOOD[2], GOOD[0], GOOD[1]),
        body(GOOD[1], GOOD[0], GOOD[2]),
        body(GOOD[0], GOOD[2], GOOD[1]),
        body(*GOOD, file_part(b"second", part="other")),
        body(*GOOD, end=False),
        body(*GOOD)[:-20],
        body(("X-Nothing: 1", b"x"), *GOOD),
        body(field("operations", "{"), *GOOD[1:]),
        body(field("operations", "[]"), *GOOD[1:]),
        body(field("operations", json.dumps({"query": "{ defaultVideo { path } }"})), *GOOD[1:]),
        body(field("operations", json.dumps({"query": "mutation {"})), *GOOD[1:]),
        body(field("operations", operations(uploadId=7)), *GOOD[1:]),
        body(field("operations", operations(uploadId="not-a-uuid")), *GOOD[1:]),
        body(GOOD[0], field("map", "{}"), GOOD[2]),
        body(GOOD[0], field("map", json.dumps({"other": ["variables.file"]})), GOOD[2]),
        body(GOOD[0], field("map", json.dumps({"file": ["query"]})), GOOD[2]),
        body(GOOD[0], field("map", json.dumps({"file": ["variables.a.b"]})), GOOD[2]),
        body(GOOD[0], field("map", json.dumps({"file": "variables.file"})), GOOD[2]),
        body(field("operations", "x" * 1_100_000), *GOOD[1:]),
        body(("X-Long: " + "y" * 3_000_000, b""), *GOOD),
    ],
)
def test_garbage_is_a_typed_4xx_and_keeps_nothing(http, services, data):
    answer = send(http, data)
    assert answer.status_code == 400
    assert code(answer) == "INVALID_INPUT"
    assert services.uploads.prepared == []
    assert all(incoming.aborted is not None for incoming in services.uploads.incoming.values())
    assert http.get("/healthy").status_code == 200


def test_no_boundary(http):
    assert code(send(http, b"x", "multipart/form-data")) == "INVALID_INPUT"


def test_a_file_that_no_mutation_takes_is_removed(http, services):
    query = 'mutation($file: Upload) { renameVideo(path: "x", title: "y") { path } }'
    text = json.dumps({"query": query, "variables": {"file": None}})
    assert code(send(http, body(field("operations", text), *GOOD[1:]))) == "INVALID_INPUT"
    assert services.uploads.incoming["made-up"].aborted is not None


def test_a_full_disk_is_told_and_keeps_nothing(http, services):
    from masklet.domain.errors import StorageFull

    def full(piece):
        raise StorageFull("The disk holds no more.")

    begin = services.uploads.begin

    def begin_full(*arguments):
        made = begin(*arguments)
        made.write = full
        return made

    services.uploads.begin = begin_full
    answer = send(http, body(*GOOD))
    assert (answer.status_code, code(answer)) == (507, "STORAGE_FULL")
    assert services.uploads.incoming["made-up"].aborted is not None


def test_upload_without_a_multipart_request_is_refused(graphql):
    assert graphql.code(QUERY, {"file": {"path": "/etc/passwd"}}) == "INVALID_INPUT"


def test_ranges_are_checked(graphql):
    query = 'mutation($s: Float, $d: Float) { prepareUpload(uploadId: "u", startTimeSec: $s, durationTimeSec: $d) { path } }'
    assert graphql.code(query, {"s": -1}) == "INVALID_INPUT"
    assert graphql.code(query, {"d": 0}) == "INVALID_INPUT"
    assert graphql.code(query, {"s": 0, "d": -1}) == "INVALID_INPUT"
    endless = 'mutation { prepareUpload(uploadId: "u", startTimeSec: 1e999) { path } }'
    assert graphql.error(endless)["message"] == "The start must be 0 seconds or more."
    assert graphql.code(query, {"s": 1, "d": 2}) == "UPLOAD_NOT_FOUND"


def test_progress(http, graphql):
    assert graphql.code('{ uploadProgress(uploadId: "nobody") { state } }') == "UPLOAD_NOT_FOUND"
    send(http, body(field("operations", operations(uploadId="u-1")), *GOOD[1:]))
    answer = graphql.data(
        '{ uploadProgress(uploadId: "u-1") { state receivedBytes totalBytes video { path } error { code } } }'
    )
    assert answer["uploadProgress"] == {
        "state": "READY",
        "receivedBytes": 4.0,
        "totalBytes": 4.0,
        "video": {"path": UPLOAD},
        "error": None,
    }


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\films\\a.mov", "a.mov"),
        ("quote\"and's.mp4", "quote\"and's.mp4"),
        ("🎬 été.mp4", "🎬 été.mp4"),
        ("line\r\nbreak.mp4", "linebreak.mp4"),
        ("", "video"),
        ("..", "video"),
        ("a" * 300 + ".mp4", "a" * 251 + ".mp4"),
        ("a" * 300, "a" * 255),
    ],
)
def test_file_names_are_names(sent, kept):
    assert file_name(sent) == kept


def test_a_session_file_becomes_a_session(http, services):
    query = "mutation($file: Upload!) { openSessionFile(file: $file) { sessionId } }"
    text = json.dumps({"query": query, "variables": {"file": None}})
    answer = send(http, body(field("operations", text), field("map", MAP), file_part(b"zip", name="mine.masklet")))
    assert answer.json == {"data": {"openSessionFile": {"sessionId": "s0"}}}
    assert services.session_files.opened == ["made-up"]
    refused = send(http, body(field("operations", text), field("map", MAP), file_part(b"bad", name="mine.masklet")))
    assert code(refused) == "INVALID_INPUT"
    plain = http.post("/graphql", json={"query": query, "variables": {"file": "x"}})
    assert code(plain) == "INVALID_INPUT"


IMPORT = """mutation($input: ImportMasksInput!, $file: Upload!) { importMasks(input: $input, file: $file) {
  format masks problemCount objects { objectId name isNew masks firstFrame lastFrame }
  problems { item kind message details wasTaken } } }"""


def test_masks_of_a_file_come_into_a_session(http, services, graphql):
    given = {"sessionId": graphql.session(), "takenAs": "PROMPTS", "sameName": True, "offset": -1, "stride": 4}
    text = json.dumps({"query": IMPORT, "variables": {"input": given, "file": None}})
    answer = send(http, body(field("operations", text), field("map", MAP), file_part(b"masks", name="a.json")))
    assert answer.json["data"]["importMasks"] == {
        "format": "coco",
        "masks": 2,
        "problemCount": 1,
        "objects": [{"objectId": 4, "name": "koi", "isNew": True, "masks": 2, "firstFrame": 0, "lastFrame": 1}],
        "problems": [
            {
                "item": "annotation 3",
                "kind": "FRAME",
                "message": "The clip has no frame 99; its frames are 0 to 19.",
                "details": '{"number": 99, "last": 19}',
                "wasTaken": False,
            }
        ],
    }
    assert services.mask_imports.taken == [("made-up", ImportOptions(TakenAs.PROMPTS, None, True, -1, 4))]
    refused = send(http, body(field("operations", text), field("map", MAP), file_part(b"bad", name="a.json")))
    assert code(refused) == "INVALID_INPUT"
    assert refused.json["errors"][0]["extensions"]["details"]["reason"] == "noMasks"


def test_import_formats_are_listed(graphql):
    listed = graphql.data("{ server { importFormats { name title description suffixes } } }")["server"]["importFormats"]
    assert listed == [
        {"name": "coco", "title": "COCO JSON", "description": "Instances.", "suffixes": [".json", ".zip"]}
    ]


def test_a_session_is_duplicated_under_a_name_or_none(graphql):
    query = "mutation($i: DuplicateSessionInput!) { duplicateSession(input: $i) { sessionId } }"
    session = graphql.session()
    assert graphql.data(query, {"i": {"sessionId": session}})["duplicateSession"]["sessionId"] == "s1"
    assert graphql.data(query, {"i": {"sessionId": session, "name": " Mine "}})["duplicateSession"]["sessionId"] == "s2"
    names = graphql.data("{ sessions { name maskedFrames edited asleep } }")["sessions"]
    assert names == [
        {"name": name, "maskedFrames": 8, "edited": True, "asleep": False}
        for name in ("A session", "A session copy", "Mine")
    ]
    assert graphql.code(query, {"i": {"sessionId": session, "name": "  "}}) == "INVALID_INPUT"
    assert graphql.code(query, {"i": {"sessionId": "nothing"}}) == "SESSION_NOT_FOUND"
