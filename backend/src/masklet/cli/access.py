"""What the API is told of access and limits, made from the settings; secrets that nobody chose are made once and kept."""

from ipaddress import ip_network

from masklet.api.auth.config import AccessConfig, OidcConfig
from masklet.api.config import Rates
from masklet.domain.access import AccessMode
from masklet.settings import Settings
from masklet.store.kept_secrets import kept_secret

COOKIE_SECRET, ACCESS_TOKEN = "cookie-secret", "access-token"


def access_of(settings: Settings) -> AccessConfig:
    """On an open server nothing is signed, so nothing is made. Raises StorageFull."""
    if settings.access is AccessMode.OPEN:
        return AccessConfig(trusted_proxies=tuple(ip_network(one) for one in settings.trusted_proxies))
    return AccessConfig(
        mode=settings.access,
        secret=kept_secret(settings.data_dir / COOKIE_SECRET),
        token=token_of(settings) if settings.access is AccessMode.TOKEN else "",
        user_header=settings.user_header,
        trusted_proxies=tuple(ip_network(one) for one in settings.trusted_proxies),
        oidc=_oidc(settings),
    )


def token_of(settings: Settings) -> str:
    """The one of the settings, else the data folder's own."""
    return settings.access_token or kept_secret(settings.data_dir / ACCESS_TOKEN)


def rates_of(settings: Settings) -> Rates:
    """Of one client, in a minute."""
    return Rates(
        uploads=settings.uploads_per_minute,
        prompts=settings.prompts_per_minute,
        sessions=settings.sessions_per_minute,
        logins=settings.logins_per_minute,
    )


def _oidc(settings: Settings) -> OidcConfig | None:
    if settings.access is not AccessMode.OIDC:
        return None
    # the settings saw to it that they are there
    return OidcConfig(settings.oidc_issuer or "", settings.oidc_client_id or "", settings.oidc_client_secret or "")
