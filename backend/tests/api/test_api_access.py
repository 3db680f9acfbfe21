"""Signing in and out: with a token, by a trusted proxy, and as a guest; what the cookie is like; what others cannot pretend."""

from ipaddress import ip_network

import pytest

from masklet.api.app import create_app
from masklet.api.auth.config import AccessConfig
from masklet.api.config import ApiConfig, Rates
from masklet.domain.access import AccessMode, Right

TOKEN = "a token of a good length"
HERE = ip_network("127.0.0.1/32")
NAMES = {"query": "{ me { name guest mode } }"}
EVIL = {"Origin": "http://evil.example"}


@pytest.fixture
def client_of(services, client_dir):
    """A client of a server with this mode, and what differs from the defaults."""

    def made(mode, rates=None, public_url=None, **more):
        access = AccessConfig(mode, "secret", **({"token": TOKEN} if mode is AccessMode.TOKEN else {}), **more)
        config = ApiConfig(access=access, client_dir=client_dir, rates=rates or Rates(), public_url=public_url)
        return create_app(services, config).test_client()

    return made


@pytest.fixture
def http(client_of):
    return client_of(AccessMode.TOKEN)


def me(http, **headers):
    answer = http.post("/graphql", json=NAMES, headers=headers)
    return answer.json["data"]["me"] if answer.status_code == 200 else answer.status_code


def test_an_open_server_knows_nobody_and_lets_everybody_in(client_of):
    http = client_of(AccessMode.OPEN)
    said = {"mode": "open", "signedInAs": None, "guest": False, "canSignOut": False, "loginUrl": None}
    assert http.get("/access").json == said
    assert me(http) == {"name": None, "guest": False, "mode": "OPEN"}
    assert "Set-Cookie" not in http.post("/logout").headers


def test_the_address_that_is_printed_signs_in_and_leads_to_itself_without_the_token(http):
    assert me(http) == 401
    answer = http.get(f"/session/s0?x=1&token={TOKEN}&y=ü")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/session/s0?x=1&y=%C3%BC")
    assert answer.headers["Cache-Control"] == "no-store"
    assert me(http) == {"name": "token", "guest": False, "mode": "TOKEN"}
    assert http.get("/access").json == {
        "mode": "token",
        "signedInAs": "token",
        "guest": False,
        "canSignOut": True,
        "loginUrl": None,
    }


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "///evil.example"])
def test_the_redirect_stays_on_this_server(http, path):
    answer = http.get(f"/?token={TOKEN}", environ_overrides={"PATH_INFO": path})
    assert answer.status_code in (303, 308, 404)
    assert not answer.headers.get("Location", "/").startswith(("//", "/\\"))


def test_where_another_server_has_the_pages_the_address_signs_in_all_the_same(services):
    http = create_app(services, ApiConfig(access=AccessConfig(AccessMode.TOKEN, "secret", TOKEN))).test_client()
    assert http.get(f"/?token={TOKEN}").status_code == 303
    assert me(http)["name"] == "token"


def test_a_wrong_token_is_taken_out_of_the_address_and_signs_nobody_in(http):
    answer = http.get("/?token=wrong")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Set-Cookie" not in answer.headers
    assert me(http) == 401


def test_the_token_is_no_parameter_of_anything_but_pages(http):
    for path in ("/exports/j1", "/gallery/koi.mp4", "/access"):
        assert "Set-Cookie" not in http.get(f"{path}?token={TOKEN}").headers
    assert http.post(f"/graphql?token={TOKEN}", json=NAMES).status_code == 401


def test_the_form_of_the_page_signs_in_and_out(http):
    wrong = http.post("/login", json={"token": "wrong"})
    assert (wrong.status_code, wrong.json["error"]["code"]) == (401, "UNAUTHENTICATED")
    for body in ({}, {"token": 1}, [], "x"):
        assert http.post("/login", json=body).status_code == 400
    assert http.post("/login", json={"token": TOKEN}).status_code == 204
    assert me(http)["name"] == "token"
    assert http.post("/logout").status_code == 204
    assert me(http) == 401


def test_programs_send_the_token_themselves(http):
    assert me(http, Authorization=f"Bearer {TOKEN}")["name"] == "token"
    for wrong in ("Bearer wrong", f"Basic {TOKEN}", "Bearer", f"Token {TOKEN}"):
        assert me(http, Authorization=wrong) == 401
    assert "Set-Cookie" not in http.post("/graphql", json=NAMES, headers={"Authorization": f"Bearer {TOKEN}"}).headers


def cookie_of(answer):
    [cookie] = answer.headers.getlist("Set-Cookie")
    return cookie.split("; ")


def test_the_cookie_is_held_to_its_site_and_out_of_reach_of_scripts(client_of):
    plain = cookie_of(client_of(AccessMode.TOKEN).post("/login", json={"token": TOKEN}))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(plain)
    assert "Secure" not in plain
    assert not any(part.startswith("Domain") for part in plain)
    assert TOKEN not in plain[0]
    behind_tls = client_of(AccessMode.TOKEN, public_url="https://localhost")
    assert "Secure" in cookie_of(behind_tls.post("/login", json={"token": TOKEN}))
    by_tls = client_of(AccessMode.TOKEN)
    assert "Secure" in cookie_of(by_tls.post("/login", json={"token": TOKEN}, base_url="https://localhost"))


def test_no_page_of_another_origin_signs_anybody_in_or_out(http):
    assert http.post("/login", json={"token": TOKEN}, headers=EVIL).status_code == 403
    http.post("/login", json={"token": TOKEN})
    assert http.post("/logout", headers=EVIL).status_code == 403
    assert me(http)["name"] == "token"


def test_another_token_or_secret_ends_what_was_signed_in(services, client_dir):
    def client(secret, token):
        return create_app(services, ApiConfig(access=AccessConfig(AccessMode.TOKEN, secret, token))).test_client()

    first = client("secret", TOKEN)
    first.post("/login", json={"token": TOKEN})
    [cookie] = first._cookies.values()
    for secret, token, status in (("secret", TOKEN, 200), ("secret", TOKEN + "!", 401), ("other", TOKEN, 401)):
        http = client(secret, token)
        name = http.application.config["SESSION_COOKIE_NAME"]
        http.set_cookie(name, cookie.value)
        assert http.post("/graphql", json=NAMES).status_code == status


def test_a_made_up_cookie_is_nobody_s(http):
    name = http.application.config["SESSION_COOKIE_NAME"]
    for value in ("eyJ0b2tlbiI6MX0.aaaa.bbbb", "{}", "", "x" * 4000):
        http.set_cookie(name, value)
        assert me(http) == 401


def test_everything_but_the_way_in_is_closed(http):
    from test_api_hosts import ADDRESSES, methods_of

    ways_in = {"/healthy", "/ready", "/access", "/login", "/login/callback", "/logout", "/shared/secret", "/"}
    assert ways_in <= set(ADDRESSES.values())
    for path, method in methods_of(http.application):
        answer = http.open(path, method=method)
        if path == "/metrics":  # which asks for a token of its own, see test_api_health.py
            assert answer.status_code in (401, 404, 204, 405), method
        elif path not in ways_in and method != "OPTIONS":
            assert answer.status_code == 401, (path, method)
        assert answer.status_code != 401 or path not in ways_in - {"/login"}


def test_a_proxy_that_is_trusted_says_who_asks(client_of):
    http = client_of(AccessMode.PROXY, trusted_proxies=(HERE,))
    assert me(http) == 401
    user = {"X-Forwarded-User": "ada"}
    assert me(http, **user) == {"name": "ada", "guest": False, "mode": "PROXY"}
    assert http.get("/access", headers=user).json == {
        "mode": "proxy",
        "signedInAs": "ada",
        "guest": False,
        "canSignOut": False,
        "loginUrl": None,
    }
    for nobody in ("", "  ", "eve,ada", "x" * 201):
        assert me(http, **{"X-Forwarded-User": nobody}) == 401
    assert me(http, **{"X-Forwarded-User": "Åsa".encode().decode("latin-1")})["name"] == "Åsa"


@pytest.mark.parametrize("peer", ["192.0.2.9", "::2", "", "127.0.0.2", "nonsense"])
def test_nobody_else_is_believed(client_of, peer):
    http = client_of(AccessMode.PROXY, trusted_proxies=(HERE,))
    http.environ_base["REMOTE_ADDR"] = peer
    assert me(http, **{"X-Forwarded-User": "ada", "X-Forwarded-For": "127.0.0.1"}) == 401


def test_another_header_may_name_the_user(client_of):
    http = client_of(
        AccessMode.PROXY, trusted_proxies=(ip_network("::ffff:127.0.0.0/104"), HERE), user_header="Remote-User"
    )
    assert me(http, **{"Remote-User": "ada"})["name"] == "ada"
    assert me(http, **{"X-Forwarded-User": "ada"}) == 401


def test_a_share_link_lets_a_guest_in_until_it_is_removed(client_of, services):
    session_id = services.sessions.start("gallery/koi.mp4", None).session_id
    link = services.shares.create(session_id, Right.READ)
    http = client_of(AccessMode.TOKEN)
    answer = http.get(f"/shared/{link.secret}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/session/{session_id}")
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie_of(answer))
    assert me(http) == {"name": None, "guest": True, "mode": "TOKEN"}
    assert http.get("/access").json["guest"] is True
    services.shares.remove(link.share_id)
    assert me(http) == 401
    assert http.get("/access").json["guest"] is False
    gone = http.get(f"/shared/{link.secret}")
    assert (gone.status_code, gone.headers["Location"]) == (303, "/?share=unknown")


def test_on_an_open_server_a_share_link_is_a_plain_address(client_of, services):
    session_id = services.sessions.start("gallery/koi.mp4", None).session_id
    link = services.shares.create(session_id, Right.READ)
    answer = client_of(AccessMode.OPEN).get(f"/shared/{link.secret}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/session/{session_id}")
    assert "Set-Cookie" not in answer.headers


def test_the_cookie_does_not_grow_with_the_links_that_were_opened(client_of, services):
    session_id = services.sessions.start("gallery/koi.mp4", None).session_id
    http = client_of(AccessMode.TOKEN)
    for _ in range(40):
        answer = http.get(f"/shared/{services.shares.create(session_id, Right.READ).secret}")
    assert len(cookie_of(answer)[0]) < 1500


def test_attempts_to_sign_in_are_counted_for_each_client(client_of):
    http = client_of(AccessMode.TOKEN, rates=Rates(logins=3))
    ways = (
        lambda: http.post("/login", json={"token": "wrong"}),
        lambda: http.get("/?token=wrong"),
        lambda: http.get("/exports/j1", headers={"Authorization": "Bearer wrong"}),
    )
    assert [way().status_code for way in ways] == [401, 303, 401]
    for way in ways:
        answer = way()
        assert (answer.status_code, answer.json["error"]["code"]) == (429, "RATE_LIMITED")
        assert 1 <= int(answer.headers["Retry-After"]) <= 20
    assert me(http, Authorization=f"Bearer {TOKEN}")["name"] == "token"  # who has it is not kept out by who has not
    http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert http.post("/login", json={"token": TOKEN}).status_code == 204
