"""The token of a client: from where it comes, and to whom it goes."""

import httpx
import pytest

from masklet.client import Client

URL = "http://studio.example:3000"


@pytest.fixture
def sent(monkeypatch):
    """By address the Authorization that a client sent."""
    monkeypatch.delenv("MASKLET_TOKEN", raising=False)
    seen = {}

    def answer(request):
        seen[str(request.url)] = request.headers.get("Authorization")
        return httpx.Response(200, json={"data": {"answer": []}})

    def ask(*addresses, token=None):
        with Client(URL, token=token, transport=httpx.MockTransport(answer)) as client:
            client.classes()
            for address in addresses:
                client._http.get(address)
        return seen

    return ask


def test_without_one_nothing_is_sent(sent):
    assert set(sent().values()) == {None}


def test_the_argument_or_the_variable(sent, monkeypatch):
    assert set(sent(token="a b").values()) == {"Bearer a b"}
    monkeypatch.setenv("MASKLET_TOKEN", "from outside")
    assert set(sent().values()) == {"Bearer from outside"}
    assert set(sent(token="mine").values()) == {"Bearer mine"}


def test_no_other_server_gets_it(sent):
    others = (
        "http://evil.example:3000/exports/1",
        "https://studio.example:3000/exports/1",
        "http://studio.example/exports/1",
    )
    seen = sent(f"{URL}/exports/1", *others, token="mine")
    assert seen[f"{URL}/exports/1"] == "Bearer mine"
    assert [seen[other] for other in others] == [None] * 3
