"""Signing in with OpenID Connect: the authorization code flow with PKCE, state and nonce, all of it Authlib's. Imported in that mode alone."""

from typing import Protocol

from flask import Flask, Response

from masklet.api.auth.config import OidcConfig


class Provider(Protocol):
    """Where people sign in."""

    def ask(self) -> Response:
        """The redirect to the provider."""
        ...

    def answered(self) -> bool:
        """Whether what came back says who signed in; that is remembered then."""
        ...


def provider_of(app: Flask, config: OidcConfig, public_url: str | None) -> Provider:
    """The one of the settings. Authlib is loaded here: 0.4 s that no other mode waits for."""
    from masklet.api.auth.authlib_provider import AuthlibProvider

    return AuthlibProvider(app, config, public_url)
