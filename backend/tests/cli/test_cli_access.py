"""How a server starts that others can reach: never without somebody having said how they sign in; what it prints and keeps."""

import stat
import sys

import httpx
import pytest
from pydantic import ValidationError
from running import FAKE_SERVER, Running, free_port, running

from masklet.cli.access import access_of, rates_of
from masklet.cli.announcing import entrance
from masklet.domain.access import AccessMode
from masklet.settings import Settings

OIDC = {"oidc_issuer": "https://id.example/", "oidc_client_id": "masklet", "oidc_client_secret": "s"}


def settings(tmp_path, **given):
    return Settings(data_dir=tmp_path, **given)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "studio.lan"])
def test_open_to_others_is_never_guessed(tmp_path, host):
    assert settings(tmp_path, host=host).is_open_to_others()
    assert not settings(tmp_path, host=host, access="open").is_open_to_others()
    assert not settings(tmp_path, host=host, access="token").is_open_to_others()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost"])
def test_this_machine_alone_needs_no_word(tmp_path, host):
    assert not settings(tmp_path, host=host).is_open_to_others()


def test_the_mode_does_not_follow_the_address(tmp_path):
    for host in ("127.0.0.1", "0.0.0.0"):
        assert settings(tmp_path, host=host).access is AccessMode.OPEN
        assert access_of(settings(tmp_path, host=host, access="token")).mode is AccessMode.TOKEN


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"access": "proxy"}, "MASKLET_TRUSTED_PROXIES"),
        ({"access": "proxy", "trusted_proxies": "anywhere"}, "anywhere"),
        ({"access": "oidc"}, "MASKLET_OIDC_ISSUER, MASKLET_OIDC_CLIENT_ID, MASKLET_OIDC_CLIENT_SECRET"),
        ({"access": "oidc", **OIDC, "oidc_client_secret": ""}, "needs MASKLET_OIDC_CLIENT_SECRET"),
        ({"access": "oidc", **OIDC, "oidc_issuer": "id.example"}, "https://"),
        ({"access": "token", "access_token": "short"}, "16"),
        ({"access": "anybody"}, "open"),
        ({"user_header": "X User"}, "pattern"),
    ],
)
def test_a_mode_that_lacks_something_is_refused(tmp_path, given, word):
    with pytest.raises(ValidationError, match=word):
        settings(tmp_path, **given)


def test_what_the_api_is_told(tmp_path):
    known = access_of(settings(tmp_path, access="oidc", **OIDC, trusted_proxies="10.0.0.0/8, ::1"))
    assert (known.oidc.issuer, known.oidc.client_id, known.oidc.client_secret) == (
        "https://id.example/",
        "masklet",
        "s",
    )
    assert [str(network) for network in known.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert rates_of(settings(tmp_path, uploads_per_minute=1, logins_per_minute=0)).uploads == 1


def test_an_open_server_makes_no_secret(tmp_path):
    access_of(settings(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_token_is_made_once_or_is_the_one_of_the_settings(tmp_path):
    first = access_of(settings(tmp_path, access="token"))
    assert access_of(settings(tmp_path, access="token")) == first
    assert entrance(settings(tmp_path, access="token")) == f"http://localhost:3000/?token={first.token}"
    own = settings(tmp_path, access="token", access_token="sixteen signs & more")
    assert access_of(own).token == "sixteen signs & more"
    assert entrance(own).endswith("?token=sixteen%20signs%20%26%20more")
    for name in ("access-token", "cookie-secret"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_the_program_prints_the_address_that_signs_in(tmp_path):
    with running(FAKE_SERVER, str(tmp_path), data_dir=tmp_path, access="token") as program:
        [line] = [line for line in program.lines if "ready at" in line]
        token = (tmp_path / "access-token").read_text().strip()
        address = f"http://localhost:{program.port}/?token={token}"
        assert f"ready at {address} (" in line
        with httpx.Client(trust_env=False) as http:
            body = {"query": "{ me { name } }"}
            assert http.post(f"{program.url}/graphql", json=body).status_code == 401
            assert http.get(f"{program.url}/?token={token}").status_code == 303
            assert http.post(f"{program.url}/graphql", json=body).json() == {"data": {"me": {"name": "token"}}}
            assert http.get(f"{program.url}/healthy").text == "OK"


def test_the_program_refuses_to_be_open_to_others_unless_told(tmp_path):
    program = Running([sys.executable, FAKE_SERVER, str(tmp_path)], free_port(), data_dir=tmp_path, host="0.0.0.0")
    assert program.process.wait(20) == 1
    program._reader.join(5)
    [line] = program.lines
    assert "MASKLET_ACCESS=token, proxy or oidc" in line
    assert "MASKLET_ACCESS=open" in line
