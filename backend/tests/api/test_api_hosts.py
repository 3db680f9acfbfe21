"""Every address and operation, asked under a foreign name, from a foreign page, in a frame: refused before it is looked at."""

import re
from pathlib import Path

import pytest
from fake_media import SAMPLE, UPLOAD

from masklet.api.app import create_app
from masklet.api.client_files import CONTENT_POLICY
from masklet.api.config import ApiConfig
from masklet.api.origins import SAFE_METHODS
from masklet.api.schema.build import studio_schema

ROOT = Path(__file__).parents[3]
IMAGE = UPLOAD.replace(".mp4", ".jpg")
ADDRESSES = {
    "graphql": "/graphql",
    "propagate_in_video": "/propagate_in_video",
    "healthy": "/healthy",
    "media.clip": f"/{UPLOAD}",
    "media.poster": f"/posters/{IMAGE}",
    "media.filmstrip": f"/filmstrips/{IMAGE}",
    "media.frame": f"/frames/{UPLOAD}/0.jpg",
    "media.export": "/exports/j1",
    "media.manifest": "/exports/j1/manifest",
    "access.access": "/access",
    "access.login": "/login",
    "access.sign_in": "/login",
    "access.callback": "/login/callback",
    "access.logout": "/logout",
    "access.shared": "/shared/secret",
    "client.page": "/",
}
FOREIGN_NAMES = [
    "evil.example",
    "evil.example:3000",
    "localhost.evil.example",
    "127.0.0.1.evil.example:3000",
    "192.168.1.5:3000",
    "0.0.0.0:3000",
    "[::2]:3000",
    "evil@localhost",
    "localhost/",
    "localhost,evil.example",
    "localhost:99999999",
    "lo calhost",
]
OUR_NAMES = ["localhost", "LOCALHOST:3000", "127.0.0.1:41234", "[::1]:3000", "[::1]"]


def methods_of(app):
    """Each address with each of its methods; an address that has no path above fails here."""
    rules = list(app.url_map.iter_rules())
    assert {rule.endpoint for rule in rules} == set(ADDRESSES)
    return sorted({(ADDRESSES[rule.endpoint], method) for rule in rules for method in rule.methods})


def operations():
    """Every field of the three roots, as the least document that names it."""
    roots = studio_schema()._schema
    kinds = {"query": roots.query_type, "mutation": roots.mutation_type, "subscription": roots.subscription_type}
    return [f"{kind} {{ {field} }}" for kind, root in kinds.items() for field in root.fields]


def content(answer):
    """The message of a refusal, which must be all that it says."""
    body = answer.json
    if "errors" in body:
        assert body["data"] is None
        [error] = body["errors"]
        return error["extensions"]["code"], error["message"]
    assert set(body) == {"error"}
    return body["error"]["code"], body["error"]["message"]


@pytest.mark.parametrize("name", FOREIGN_NAMES)
def test_under_a_foreign_name_every_address_is_refused_without_content(app, http, name):
    for path, method in methods_of(app):
        answer = http.open(path, method=method, headers={"Host": name})
        assert answer.status_code == 421, (path, method)
        assert "Access-Control-Allow-Origin" not in answer.headers
        if method != "HEAD":
            code, message = content(answer)
            assert code == "FORBIDDEN"
            assert "MASKLET_ALLOWED_HOSTS" in message


@pytest.mark.parametrize("style", ["application/json", "text/event-stream", "multipart/mixed"])
def test_under_a_foreign_name_no_operation_runs_and_no_stream_opens(http, services, style):
    """The page of a rebound name is of the same origin as what it asks: only its name tells."""
    evil = {"Host": "evil.example:3000", "Origin": "http://evil.example:3000", "Accept": style}
    for document in operations():
        answer = http.post("/graphql", json={"query": document}, headers=evil)
        assert (answer.status_code, content(answer)[0]) == (421, "FORBIDDEN"), document
    assert services.propagations.started == []
    assert services.sessions.rows == {}


@pytest.mark.parametrize("name", OUR_NAMES)
def test_this_machine_s_names_are_ours_on_any_port(http, name):
    assert http.get("/healthy", headers={"Host": name}).data == b"OK"
    assert http.get("/" + SAMPLE, headers={"Host": name}).status_code == 200


def test_names_of_the_settings_are_ours_too_and_forwarded_ones_are_not(services):
    http = create_app(services, ApiConfig(allowed_hosts=frozenset({"studio.lan", "fe80::1"}))).test_client()
    for name in ("studio.lan", "STUDIO.lan:3000", "[fe80::1]:80"):
        assert http.get("/healthy", headers={"Host": name}).status_code == 200
    for name in ("a.studio.lan", "studio.lan.", "studio.lan.evil.example"):
        assert http.get("/healthy", headers={"Host": name}).status_code == 421
    forwarded = {"Host": "evil.example", "X-Forwarded-Host": "studio.lan", "Forwarded": "host=studio.lan"}
    assert http.get("/healthy", headers=forwarded).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost.evil.example", "https://localhost:1"]
)
def test_pages_of_other_origins_change_nothing_and_open_no_stream(app, http, services, origin):
    for path, method in methods_of(app):
        answer = http.open(path, method=method, headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer.headers
        if method not in SAFE_METHODS:
            assert (answer.status_code, content(answer)[0]) == (403, "FORBIDDEN"), (path, method)
    for style in ("application/json", "text/event-stream", "multipart/mixed"):
        for document in operations():
            answer = http.post("/graphql", json={"query": document}, headers={"Origin": origin, "Accept": style})
            assert (answer.status_code, content(answer)[0]) == (403, "FORBIDDEN"), document
    assert services.propagations.started == []


def test_programs_send_no_origin_and_pass(app, http):
    for path, method in methods_of(app):
        assert http.open(path, method=method).status_code not in (403, 421), (path, method)


def test_only_posts_change_anything(app):
    """What is safe to ask from anywhere has no other methods."""
    changing = {path for path, method in methods_of(app) if method not in SAFE_METHODS}
    assert changing == {"/graphql", "/propagate_in_video", "/login", "/logout"}


def test_the_page_of_the_public_address_is_our_own(services):
    config = ApiConfig(public_url="https://studio.example:8443/base", allowed_hosts=frozenset({"studio.example"}))
    http = create_app(services, config).test_client()

    def status(origin):
        return http.post("/graphql", json={"query": "{ __typename }"}, headers={"Origin": origin}).status_code

    assert status("https://studio.example:8443") == 200
    assert status("https://studio.example") == 403
    assert status("https://evil.example:8443") == 403


def test_no_answer_sets_a_cookie_is_sniffed_or_shown_in_a_frame(app, http):
    """On an open server there are no cookies; what those of the others are like is in test_api_access.py."""
    for path, method in methods_of(app):
        headers = http.open(path, method=method).headers
        assert "Set-Cookie" not in headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        policy = policy_of(headers["Content-Security-Policy"])
        assert policy["frame-ancestors"] == "'none'"
        assert "unsafe-inline" not in policy.get("script-src", policy["default-src"])


def policy_of(text):
    return dict(directive.split(" ", 1) if " " in directive else (directive, "") for directive in text.split("; "))


def test_scripts_of_the_page_come_from_this_server_alone():
    policy = policy_of(CONTENT_POLICY)
    assert policy["script-src"].split() == ["'self'", "'wasm-unsafe-eval'"]
    assert (policy["object-src"], policy["base-uri"], policy["connect-src"]) == ("'none'", "'none'", "'self'")
    page = (ROOT / "frontend/index.html").read_text()
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    assert re.findall(r"\son\w+=", page) == []


def test_the_container_s_server_has_the_same_policy():
    said = (ROOT / "frontend/nginx.conf").read_text()
    assert re.findall(r'Content-Security-Policy "([^"]+)"', said) == [CONTENT_POLICY]
    for header in ("X-Content-Type-Options nosniff", "X-Frame-Options DENY", "Referrer-Policy same-origin"):
        assert f"add_header {header} always;" in said
    assert "proxy_set_header Host $http_host;" in said


def test_media_have_their_type_and_nothing_in_them_runs(http):
    kinds = {
        "media.clip": "video/mp4",
        "media.poster": "image/jpeg",
        "media.filmstrip": "image/jpeg",
        "media.frame": "image/jpeg",
        "media.export": "application/json",
        "media.manifest": "application/json",
    }
    assert set(kinds) == {endpoint for endpoint in ADDRESSES if endpoint.startswith("media.")}
    for endpoint, kind in kinds.items():
        headers = http.get(ADDRESSES[endpoint]).headers
        policy = policy_of(headers["Content-Security-Policy"])
        assert headers["Content-Type"] == kind
        assert policy["default-src"] == "'none'"
        assert policy["sandbox"] == "allow-same-origin"  # no scripts; as origin null Chromium plays no clip
        assert not {"script-src", "object-src"} & set(policy)
        assert headers.get("Content-Disposition", "").startswith("attachment") == (
            endpoint in ("media.export", "media.manifest")
        )


@pytest.mark.parametrize("name", ["x.html", "x.svg", "x.js", "x.xml", "x.pdf", "x"])
def test_an_export_of_another_kind_is_bytes_to_be_saved(http, services, name):
    services.exports.name = name
    headers = http.get("/exports/j1").headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")
