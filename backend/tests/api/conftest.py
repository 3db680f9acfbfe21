"""An app over fake services with a client that speaks GraphQL, and the real program for tests over HTTP."""

from pathlib import Path

import pytest
from fake_media import SAMPLE
from fake_services import FakeServices
from running import running

from masklet.api.app import create_app
from masklet.api.config import ApiConfig


class Caller:
    """Posts GraphQL; `data` insists on success, `code` on one error."""

    def __init__(self, client):
        self.http = client

    def post(self, query, variables=None, **options):
        return self.http.post("/graphql", json={"query": query, "variables": variables}, **options)

    def data(self, query, variables=None):
        answer = self.post(query, variables)
        assert answer.status_code == 200
        assert "errors" not in answer.json, answer.json["errors"]
        return answer.json["data"]

    def error(self, query, variables=None):
        body = self.post(query, variables).json
        assert len(body["errors"]) == 1
        return body["errors"][0]

    def code(self, query, variables=None):
        return self.error(query, variables)["extensions"]["code"]

    def session(self):
        answer = self.data(
            "mutation($i: StartSessionInput!) { startSession(input: $i) { sessionId } }", {"i": {"path": SAMPLE}}
        )
        return answer["startSession"]["sessionId"]


@pytest.fixture
def services(tmp_path):
    return FakeServices(tmp_path)


@pytest.fixture
def client_dir(tmp_path):
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Masklet</title>")
    (folder / "assets" / "app-1a2b.js").write_text("export {};")
    return folder


@pytest.fixture
def config(client_dir):
    return ApiConfig(
        cors_origins=frozenset({"http://localhost:7262"}),
        client_dir=client_dir,
        max_streams=2,
        heartbeat_s=0.06,
    )


@pytest.fixture
def app(services, config):
    return create_app(services, config)


@pytest.fixture
def http(app):
    return app.test_client()


@pytest.fixture
def graphql(http):
    return Caller(http)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The product without its sample clips, in processes of its own."""
    real_server = Path(__file__).parent / "real_server.py"
    with running(str(real_server), data_dir=tmp_path_factory.mktemp("data")) as program:
        yield program
