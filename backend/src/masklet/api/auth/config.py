"""What the API is told of who may ask."""

from dataclasses import dataclass

from masklet.api.clients import Networks
from masklet.domain.access import AccessMode


@dataclass(frozen=True, slots=True)
class OidcConfig:
    """An OpenID Connect provider that knows this server as a client."""

    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class AccessConfig:
    """`secret` signs cookies; `trusted_proxies` are believed what they say of a client: its address, and with PROXY its user."""

    mode: AccessMode = AccessMode.OPEN
    secret: str = ""
    token: str = ""
    user_header: str = "X-Forwarded-User"
    trusted_proxies: Networks = ()
    oidc: OidcConfig | None = None
