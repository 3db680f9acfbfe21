"""Authlib's client of an OpenID Connect provider. Signatures, issuer, audience, expiry, nonce, state and PKCE are checked by it."""

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, Response, request
from joserfc.errors import JoseError
from requests import RequestException

from masklet.api.auth.config import OidcConfig
from masklet.api.auth.guard import elsewhere
from masklet.api.auth.identify import remember_person
from masklet.domain.access import Person

DISCOVERY = "/.well-known/openid-configuration"
TIMEOUT_S = 10
FAILED = "/?login=failed"
_FAULTS = (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, RuntimeError)
log = structlog.get_logger(__name__)


class AuthlibProvider:
    """Implements Provider. What the provider says of itself is fetched at the first sign-in and kept."""

    def __init__(self, app: Flask, config: OidcConfig, public_url: str | None) -> None:
        self._config, self._public_url = config, public_url
        self._client = OAuth(app).register(
            "provider",
            client_id=config.client_id,
            client_secret=config.client_secret,
            server_metadata_url=config.issuer.rstrip("/") + DISCOVERY,
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "default_timeout": TIMEOUT_S,
            },
        )

    def ask(self) -> Response:
        """See Provider. Where the provider cannot be reached, back to the page."""
        base = self._public_url or request.host_url.rstrip("/")
        try:
            redirect: Response = self._client.authorize_redirect(f"{base}/login/callback")
        except _FAULTS as error:
            log.warning("login_provider_unreachable", reason=repr(error))
            return elsewhere(FAILED)
        redirect.headers["Cache-Control"] = "no-store"
        return redirect

    def answered(self) -> bool:
        """See Provider."""
        try:
            token = self._client.authorize_access_token(claims_options=self._claims())
            claims = token["userinfo"]
            person = Person(str(claims["sub"]), str(_name(claims)))
        except _FAULTS as error:
            log.warning("login_refused", reason=repr(error))
            return False
        remember_person(person)
        return True

    def _claims(self) -> dict[str, dict[str, object]]:
        """Of the provider that was configured, for this client, and not without an end."""
        return {
            "iss": {"essential": True, "value": self._config.issuer},
            "aud": {"essential": True, "value": self._config.client_id},
            "exp": {"essential": True},
            "sub": {"essential": True},
        }


def _name(claims: dict[str, object]) -> object:
    """What a person reads; it is never what a session belongs to, since people and providers change it."""
    names = (claims.get(key) for key in ("preferred_username", "name", "email", "sub"))
    return next(name for name in names if name)
