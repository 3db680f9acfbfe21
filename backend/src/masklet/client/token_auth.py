"""The token that a server asks for, sent to that server alone, wherever an answer says that files are."""

import os
from collections.abc import Generator

import httpx

VARIABLE = "MASKLET_TOKEN"


class TokenAuth(httpx.Auth):
    """`token`, else the variable's; without either nothing is added."""

    def __init__(self, url: str, token: str | None) -> None:
        self._origin = _origin(httpx.URL(url))
        self._token = token or os.environ.get(VARIABLE)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """See httpx.Auth."""
        if self._token and _origin(request.url) == self._origin:
            request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
