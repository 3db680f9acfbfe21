"""Media, exports, the built client and who may ask from where."""

import pytest
from fake_media import SAMPLE, UPLOAD

from masklet.api.media import download_name

CLIP = bytes(range(256)) * 8
DEMO = "http://localhost:7262"


@pytest.mark.parametrize("path", [SAMPLE, UPLOAD])
def test_clips_come_whole_and_in_ranges(http, path):
    whole = http.get("/" + path)
    assert (whole.status_code, whole.data) == (200, CLIP)
    assert whole.headers["Content-Length"] == "2048"
    assert whole.headers["Content-Type"] == "video/mp4"
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    for wanted, start, stop in (("0-99", 0, 100), ("100-", 100, 2048), ("-48", 2000, 2048), ("2000-9999", 2000, 2048)):
        part = http.get("/" + path, headers={"Range": f"bytes={wanted}"})
        assert (part.status_code, part.data) == (206, CLIP[start:stop])
        assert part.headers["Content-Range"] == f"bytes {start}-{stop - 1}/2048"
        assert part.headers["Content-Length"] == str(stop - start)


@pytest.mark.parametrize("wanted", ["bytes=2048-", "bytes=5000-6000"])
def test_ranges_beyond_the_end(http, wanted):
    answer = http.get("/" + SAMPLE, headers={"Range": wanted})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */2048"
    assert answer.json["error"]["message"]


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "bytes=9-2", "frames=0-1", "bytes=x"])
def test_ranges_that_are_not_served_do_no_harm(http, wanted):
    assert http.get("/" + SAMPLE, headers={"Range": wanted}).status_code in (200, 206, 416)


def test_head_tells_the_length(http):
    answer = http.head("/" + SAMPLE)
    assert (answer.status_code, answer.headers["Content-Length"], answer.data) == (200, "2048", b"")


def test_caching(http):
    upload, sample = http.get("/" + UPLOAD), http.get("/" + SAMPLE)
    assert "immutable" in upload.headers["Cache-Control"]
    assert sample.headers["Cache-Control"] == "no-cache"
    again = http.get("/" + SAMPLE, headers={"If-None-Match": sample.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    stale = http.get("/" + SAMPLE, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (stale.status_code, len(stale.data)) == (200, 2048)


def test_pictures(http):
    poster = http.get("/posters/" + UPLOAD.replace(".mp4", ".jpg"))
    assert (poster.data, poster.headers["Content-Type"], poster.headers["Content-Length"]) == (
        b"P" * 99,
        "image/jpeg",
        "99",
    )
    assert http.get("/filmstrips/gallery/koi.jpg").data == b"F" * 77
    frame = http.get(f"/frames/{UPLOAD}/4.jpg")
    assert (frame.data, frame.headers["Content-Type"], frame.headers["Content-Length"]) == (b"JJJJJ", "image/jpeg", "5")
    assert http.get(f"/frames/{UPLOAD}/4.jpg", headers={"If-None-Match": frame.headers["ETag"]}).status_code == 304


def test_addresses_of_a_video_lead_to_its_media(http, graphql):
    fields = "url posterUrl filmstripUrl filmstripTiles frameUrl posterPath"
    video = graphql.data(f'{{ video(path: "{UPLOAD}") {{ {fields} }} }}')["video"]
    for key in ("url", "posterUrl", "filmstripUrl"):
        assert http.get(video[key].removeprefix("http://localhost")).status_code == 200
    assert http.get("/" + video["posterPath"]).status_code == 200
    assert http.get(video["frameUrl"].removeprefix("http://localhost").replace("{frame}", "0")).data == b"J"
    assert video["filmstripTiles"] == 10


@pytest.mark.parametrize(
    "path",
    [
        "/gallery/nothing.mp4",
        "/uploads/nothing.mp4",
        "/uploads/../../../etc/passwd",
        "/uploads/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/uploads//etc/passwd",
        "/posters/gallery/nothing.jpg",
        "/posters/gallery/koi.mp4",
        "/posters/../x.jpg",
        "/filmstrips/nothing.jpg",
        f"/frames/{SAMPLE}/10.jpg",
        f"/frames/{SAMPLE}/-1.jpg",
        "/frames/gallery/nothing.mp4/0.jpg",
        "/exports/nobody",
        "/exports/../x",
    ],
)
def test_unknown_media_are_typed_404s(http, path):
    answer = http.get(path)
    assert answer.status_code == 404
    assert answer.json["error"]["code"] in ("VIDEO_NOT_FOUND", "FRAME_OUT_OF_RANGE", "JOB_NOT_FOUND", "INVALID_INPUT")
    assert "/" not in answer.json["error"]["message"]


def test_a_file_that_vanished_is_a_404(http, services):
    (services.videos.folder / "video.mp4").unlink()
    assert http.get("/" + SAMPLE).status_code == 404


def test_exports_are_attachments_with_safe_names(http):
    answer = http.get("/exports/j1")
    assert answer.data == b"{}" * 50
    assert answer.headers["Content-Length"] == "100"
    assert answer.headers["Content-Type"] == "application/json"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''r%C3%A9sum%C3%A9%20%E2%98%83_.._x.json" in disposition
    assert http.get("/exports/j1", headers={"Range": "bytes=0-1"}).data == b"{}"


def test_the_manifest_of_a_single_file_is_fetched_beside_it(http):
    answer = http.get("/exports/j1/manifest")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert "filename=x.manifest.json" in answer.headers["Content-Disposition"]
    assert http.get("/exports/nobody/manifest").status_code == 404


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ('a"b\r\n.json', "a_b.json"),
        ("../../x.zip", "_.._x.zip"),
        ("...", "export"),
        ("", "export"),
        ("é" * 200 + ".json", "é" * 145 + ".json"),
    ],
)
def test_download_names(name, safe):
    assert download_name(name) == safe


def test_the_client_is_served_with_its_policy(http):
    page = http.get("/")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Cache-Control"] == "no-cache"
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    place = http.get("/sessions/abc")
    assert place.data == page.data
    asset = http.get("/assets/app-1a2b.js")
    assert asset.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "immutable" in asset.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/assets/missing.js", "/../secret.txt", "/%2e%2e/secret.txt", "/index.php"])
def test_missing_files_of_the_client_are_404s(http, client_dir, path):
    (client_dir.parent / "secret.txt").write_text("secret")
    answer = http.get(path)
    assert answer.status_code == 404
    assert b"secret" not in answer.data


def test_without_a_client_there_is_only_the_api(services):
    from masklet.api.app import create_app

    bare = create_app(services).test_client()
    assert bare.get("/").status_code == 404
    assert bare.get("/").json["error"]["code"] == "INVALID_INPUT"
    assert bare.get("/healthy").data == b"OK"


def query(http, **headers):
    return http.post("/graphql", json={"query": "{ defaultVideo { path } }"}, headers=headers)


def test_configured_origins_get_credentials(http):
    answer = query(http, Origin=DEMO)
    assert answer.headers["Access-Control-Allow-Origin"] == DEMO
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert "Origin" in answer.headers["Vary"]
    assert http.get("/" + SAMPLE, headers={"Origin": DEMO}).headers["Access-Control-Allow-Origin"] == DEMO


def test_preflight(http):
    headers = {
        "Origin": DEMO,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    for path in ("/graphql", "/propagate_in_video", "/" + SAMPLE):
        answer = http.options(path, headers=headers)
        assert answer.status_code == 204
        assert answer.headers["Access-Control-Allow-Origin"] == DEMO
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        assert "content-type" in answer.headers["Access-Control-Allow-Headers"].lower()
    foreign = http.options("/graphql", headers={**headers, "Origin": "http://evil.example"})
    assert "Access-Control-Allow-Origin" not in foreign.headers


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:7262.evil.example", "http://localhost:1", "x"]
)
def test_foreign_pages_change_nothing(http, graphql, services, origin):
    session = graphql.session()
    answer = query(http, Origin=origin)
    assert answer.status_code == 403
    assert answer.json["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert "Access-Control-Allow-Origin" not in answer.headers
    stream = http.post(
        "/propagate_in_video", json={"session_id": session, "start_frame_index": 0}, headers={"Origin": origin}
    )
    assert (stream.status_code, stream.json["error"]["code"]) == (403, "FORBIDDEN")
    assert services.propagations.started == []
    assert "Access-Control-Allow-Origin" not in http.get("/" + SAMPLE, headers={"Origin": origin}).headers


def test_our_own_page_may_ask_on_whatever_port_it_was_reached(http):
    assert query(http, Origin="http://localhost").status_code == 200
    assert query(http, Origin="https://127.0.0.1:8443", Host="127.0.0.1:8443").status_code == 200


def test_every_answer_has_a_request_id(http):
    first, second = http.get("/healthy"), http.get("/nothing.txt")
    assert len(first.headers["X-Request-Id"]) == 12
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
