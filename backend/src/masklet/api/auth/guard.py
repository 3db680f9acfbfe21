"""Before every request: who asks is found out and kept with it; where somebody must have signed in, nobody is refused."""

from urllib.parse import urlencode

from flask import Response, g, redirect, request, session
from werkzeug.datastructures import MultiDict

from masklet.api.auth.config import AccessConfig
from masklet.api.auth.identify import bearer, is_token, principal_of, remember_token
from masklet.api.clients import client_key
from masklet.api.pace import LOGINS, Pace
from masklet.domain.access import AccessMode, Principal
from masklet.domain.errors import SignInNeeded
from masklet.service.interfaces import Services

# what a person needs who has yet to sign in; everything else is closed, whatever is added
PAGE = "client.page"
OPEN_ADDRESSES = {PAGE, "healthy", "ready"} | {
    f"access.{name}" for name in ("access", "login", "sign_in", "callback", "logout", "shared")
}
TOKEN_PARAMETER = "token"


def asker() -> Principal:
    """Who asks; known for every address that is not open to all."""
    principal: Principal | None = g.get("principal")
    if principal is None:
        raise SignInNeeded("Sign in first.")
    return principal


class Guard:
    """Knows what signing in means on this server."""

    def __init__(self, services: Services, config: AccessConfig, pace: Pace) -> None:
        self._services, self._config, self._pace = services, config, pace

    def begin(self) -> Response | None:
        """Raises SignInNeeded, TooOften. An address with the token in it leads to the same one without."""
        g.trusted_proxies = self._config.trusted_proxies
        if self._config.mode is AccessMode.TOKEN:
            brought = self._token_in_address()
            if brought is not None:
                return brought
            self._check_bearer()
        g.principal = principal_of(request, self._config, self._services.shares.known)
        if g.principal is None and request.endpoint not in OPEN_ADDRESSES:
            raise SignInNeeded("Sign in first.")
        return None

    def _token_in_address(self) -> Response | None:
        """Of pages alone; where the client is another server's, that hands such an address on to us."""
        given = request.args.get(TOKEN_PARAMETER)
        if given is None or request.method != "GET" or request.endpoint not in (PAGE, None):
            return None
        self._pace.take(LOGINS, client_key(request))
        if is_token(given, self._config):
            remember_token(self._config)
        rest = request.args.copy()
        rest.poplist(TOKEN_PARAMETER)
        return elsewhere(request.path + (f"?{_query(rest)}" if rest else ""))

    def _check_bearer(self) -> None:
        """Guessing is as slow this way as any other."""
        given = bearer(request)
        if given is not None and not is_token(given, self._config):
            self._pace.take(LOGINS, client_key(request))


def elsewhere(path: str) -> Response:
    """A redirect within this server that nobody keeps; what begins with two slashes would lead to another."""
    response = redirect("/" + path.lstrip("/\\"), 303)
    response.headers["Cache-Control"] = "no-store"
    assert isinstance(response, Response)
    return response


def forget() -> None:
    """Sign out."""
    session.clear()


def _query(arguments: MultiDict[str, str]) -> str:
    return urlencode(list(arguments.items(multi=True)))
