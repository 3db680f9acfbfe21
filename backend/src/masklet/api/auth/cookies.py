"""The signed cookie that remembers who signed in, and with which share links. Flask's own machinery, held to its site."""

import hashlib
from datetime import timedelta

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from masklet.api.auth.config import AccessConfig

KEPT = timedelta(days=30)


class StudioCookie(SecureCookieSessionInterface):
    """Secure wherever the browser came by https, which a proxy may have ended for us."""

    digest_method = staticmethod(hashlib.sha256)

    def __init__(self, is_https: bool) -> None:
        self._is_https = is_https

    def get_cookie_secure(self, app: Flask) -> bool:
        """As the public address says, else as the request came."""
        from flask import request

        return self._is_https or request.is_secure


def set_up(app: Flask, config: AccessConfig, public_url: str | None) -> None:
    """A name of its own for each data folder: cookies are shared by all ports of a host.

    Lax: a share link in a mail and a provider's answer come from other sites, and must find who is signed in. Changes are POSTs,
    which such a cookie does not come with, and whose origin is checked.
    """
    app.secret_key = config.secret
    app.session_interface = StudioCookie((public_url or "").startswith("https://"))
    app.config.update(
        SESSION_COOKIE_NAME=f"masklet_{hashlib.sha256(config.secret.encode()).hexdigest()[:8]}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=KEPT,
    )
