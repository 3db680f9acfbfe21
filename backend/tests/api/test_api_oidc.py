"""Signing in with OpenID Connect against a provider with real keys: the whole way, and every lie on it refused."""

import subprocess
import sys
import time

import pytest
from fake_provider import CLIENT_ID, CLIENT_SECRET, FakeProvider
from joserfc.jwk import OctKey, RSAKey

from masklet.api.app import create_app
from masklet.api.auth.config import AccessConfig, OidcConfig
from masklet.api.config import ApiConfig
from masklet.domain.access import AccessMode

ME = {"query": "{ me { name guest mode } }"}


@pytest.fixture
def provider():
    made = FakeProvider()
    yield made
    made.close()


@pytest.fixture
def app(services, client_dir, provider):
    oidc = OidcConfig(provider.issuer, CLIENT_ID, CLIENT_SECRET)
    return create_app(
        services, ApiConfig(access=AccessConfig(AccessMode.OIDC, "secret", oidc=oidc), client_dir=client_dir)
    )


@pytest.fixture
def http(app):
    return app.test_client()


def began(http):
    """The provider's address that a person is sent to."""
    answer = http.get("/login")
    assert answer.status_code in (302, 303)
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.headers["Location"]


def sign_in(http, provider, **claims):
    """Where a person ends up who signed in at the provider."""
    _, back = provider.signs_in(began(http), **claims)
    answer = http.get(back)
    assert answer.status_code == 303
    return answer.headers["Location"]


def name(http):
    answer = http.post("/graphql", json=ME)
    return answer.json["data"]["me"]["name"] if answer.status_code == 200 else answer.status_code


def test_the_whole_way(http, provider):
    assert name(http) == 401
    assert http.get("/access").json == {
        "mode": "oidc",
        "signedInAs": None,
        "guest": False,
        "canSignOut": False,
        "loginUrl": "/login",
    }
    address = began(http)
    assert address.startswith(f"{provider.issuer}/authorize?")
    wanted, back = provider.signs_in(address)
    assert (wanted["response_type"], wanted["client_id"]) == ("code", CLIENT_ID)
    assert wanted["redirect_uri"] == "http://localhost/login/callback"
    assert wanted["code_challenge_method"] == "S256"
    assert min(len(wanted[word]) for word in ("state", "nonce", "code_challenge")) >= 20
    assert http.get(back).headers["Location"] == "/"
    assert http.post("/graphql", json=ME).json["data"]["me"] == {"name": "ada", "guest": False, "mode": "OIDC"}
    assert http.get("/access").json["canSignOut"] is True
    assert http.post("/logout").status_code == 204
    assert name(http) == 401


def test_what_a_session_belongs_to_is_the_subject_and_not_the_name(http, provider, services):
    seen = []
    services.seen_by = lambda principal: seen.append(principal) or services
    sign_in(http, provider, preferred_username=None, email="ada@example.org")
    name(http)
    assert (seen[-1].person.key, seen[-1].person.name, seen[-1].owner) == ("user-17", "ada@example.org", "user-17")


def test_the_cookie_survives_the_way_back_from_another_site(http, provider):
    answer = http.get("/login")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    assert provider.claims == {}


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": None},
        {"exp": int(time.time()) - 1000},
        {"exp": None},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"iat": int(time.time()) + 100_000},
    ],
    ids=lambda claims: "-".join(
        f"{name}:{value if isinstance(value, str) else type(value).__name__}" for name, value in claims.items()
    ),  # without the time: workers of xdist compare them
)
def test_a_token_that_does_not_fit_signs_nobody_in(http, provider, claims):
    provider.claims = claims
    assert sign_in(http, provider) == "/?login=failed"
    assert provider.tokens == 1
    assert name(http) == 401


def test_another_key_of_the_same_name(http, provider):
    provider.signing_key = RSAKey.generate_key(2048, parameters={"kid": "one"})
    assert sign_in(http, provider) == "/?login=failed"
    assert name(http) == 401


def test_the_public_key_as_a_password(http, provider):
    """HS256 with what everybody can read: the oldest trick."""
    provider.algorithm, provider.signing_key = "HS256", provider.key.as_pem(private=False)
    assert sign_in(http, provider) == "/?login=failed"
    assert name(http) == 401


def test_no_signature_at_all(http, provider):
    provider.algorithm, provider.signing_key = "none", OctKey.import_key("x" * 16)
    assert sign_in(http, provider) == "/?login=failed"
    assert name(http) == 401


def test_a_key_that_was_changed_at_the_provider_is_fetched(app, provider):
    assert sign_in(app.test_client(), provider) == "/"
    provider.key = provider.signing_key = RSAKey.generate_key(2048, parameters={"kid": "one"})
    first = app.test_client()
    sign_in(first, provider)  # the same name with another key: refused, as any forgery would be
    assert name(first) == 401


def test_what_one_browser_began_no_other_ends(app, provider):
    """Otherwise somebody could sign others in as themselves, and see what they upload."""
    _, back = provider.signs_in(began(app.test_client()))
    other = app.test_client()
    assert other.get(back).headers["Location"] == "/?login=failed"
    assert name(other) == 401
    assert provider.tokens == 0


def test_a_code_is_used_once(http, provider):
    _, back = provider.signs_in(began(http))
    assert http.get(back).headers["Location"] == "/"
    http.post("/logout")
    assert http.get(back).headers["Location"] == "/?login=failed"
    assert name(http) == 401


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?error=access_denied&state=x", "?code=x&state=x"])
def test_an_answer_that_nobody_asked_for(http, query):
    assert http.get(f"/login/callback{query}").headers["Location"] == "/?login=failed"
    assert name(http) == 401


def test_a_provider_that_cannot_be_reached_is_told(services, client_dir):
    oidc = OidcConfig("http://127.0.0.1:9/realm", CLIENT_ID, CLIENT_SECRET)
    access = AccessConfig(AccessMode.OIDC, "secret", oidc=oidc)
    http = create_app(services, ApiConfig(access=access, client_dir=client_dir)).test_client()
    assert http.get("/login").headers["Location"] == "/?login=failed"
    assert http.get("/").status_code == 200


def test_no_other_mode_loads_authlib():
    """Half a second that a start would take longer."""
    program = (
        "import sys; from masklet.cli.hosting import build_app; "
        "print([name for name in sys.modules if name.split('.')[0] in ('authlib', 'requests', 'joserfc')])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
