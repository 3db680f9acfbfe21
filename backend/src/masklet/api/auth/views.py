"""The addresses of signing in and out, and of share links."""

from flask import Blueprint, Response, g, jsonify, request

from masklet.api.auth.config import AccessConfig
from masklet.api.auth.guard import elsewhere, forget
from masklet.api.auth.identify import is_token, remember_share, remember_token
from masklet.api.auth.oidc import Provider
from masklet.api.clients import client_key
from masklet.api.errors import plain_refusal
from masklet.api.json_body import read_json
from masklet.api.pace import LOGINS, Pace
from masklet.domain.access import AccessMode, Principal
from masklet.domain.errors import InvalidInput, MaskletError, ShareNotFound, SignInNeeded
from masklet.service.interfaces import Services

LOGIN = "/login"


class AccessViews:
    """`provider` where people sign in with OpenID Connect."""

    def __init__(self, services: Services, config: AccessConfig, pace: Pace, provider: Provider | None) -> None:
        self._services, self._config, self._pace, self._provider = services, config, pace, provider

    def blueprint(self) -> Blueprint:
        """All of them."""
        made = Blueprint("access", __name__)
        made.register_error_handler(MaskletError, plain_refusal)
        made.add_url_rule("/access", "access", self.access)
        made.add_url_rule(LOGIN, "login", self.login)
        made.add_url_rule(LOGIN, "sign_in", self.sign_in, methods=["POST"])
        made.add_url_rule(f"{LOGIN}/callback", "callback", self.callback)
        made.add_url_rule("/logout", "logout", self.logout, methods=["POST"])
        made.add_url_rule("/shared/<secret>", "shared", self.shared)
        return made

    def access(self) -> Response:
        """How one signs in here, and who is signed in."""
        response = jsonify(_said(self._config, g.principal))
        response.headers["Cache-Control"] = "no-store"
        return response

    def login(self) -> Response:
        """To the provider, where there is one."""
        if self._provider is None:
            return elsewhere("/")
        self._pace.take(LOGINS, client_key(request))
        return self._provider.ask()

    def callback(self) -> Response:
        """Back from the provider."""
        has_come = self._provider is not None and self._provider.answered()
        return elsewhere("/" if has_come else "/?login=failed")

    def sign_in(self) -> Response:
        """With the token."""
        if self._config.mode is not AccessMode.TOKEN:
            raise InvalidInput("Nobody signs in with a token here.")
        self._pace.take(LOGINS, client_key(request))
        if not is_token(_token(read_json(request)), self._config):
            raise SignInNeeded("This is not the token that the server printed at its start.", reason="WRONG_TOKEN")
        remember_token(self._config)
        return Response(status=204)

    def logout(self) -> Response:
        """Of who signed in, and of guests."""
        if self._config.mode is not AccessMode.OPEN:
            forget()
        return Response(status=204)

    def shared(self, secret: str) -> Response:
        """A share link: remembered for whoever does not see all anyway, then its session."""
        try:
            link = self._services.shares.of_secret(secret)
        except ShareNotFound:
            return elsewhere("/?share=unknown")
        principal: Principal | None = g.principal
        if principal is None or not principal.sees_all:
            remember_share(link.share_id)
        return elsewhere(f"/session/{link.session_id}")


def _said(config: AccessConfig, principal: Principal | None) -> dict[str, object]:
    person = None if principal is None else principal.person
    return {
        "mode": config.mode.value,
        "signedInAs": None if person is None else person.name,
        "guest": principal is not None and principal.is_guest,
        "canSignOut": person is not None and config.mode in (AccessMode.TOKEN, AccessMode.OIDC),
        "loginUrl": LOGIN if config.mode is AccessMode.OIDC else None,
    }


def _token(body: object) -> str:
    token = body.get("token") if isinstance(body, dict) else None
    if not isinstance(token, str):
        raise InvalidInput('Send {"token": "..."} as JSON.')
    return token
