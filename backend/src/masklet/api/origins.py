"""Who may ask: the names that this server goes by, and the origins whose pages may use it. Knows no Flask app."""

from urllib.parse import urlsplit

from werkzeug.wrappers import Request

from masklet.api.config import ApiConfig
from masklet.api.errors import Forbidden, ForeignHost

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def check_host(sent: Request, config: ApiConfig) -> None:
    """Raises ForeignHost where the request is for a name that is not ours, whatever its port.

    A page of a foreign name that was pointed at this machine is of the same origin as what it asks, so that no check of
    origins holds it off: only its name tells.
    """
    if _name(sent.host) not in THIS_MACHINE | config.allowed_hosts:
        raise ForeignHost(
            "This server does not go by the name that it was asked under; MASKLET_ALLOWED_HOSTS lists further names."
        )


def check_origin(sent: Request, config: ApiConfig) -> None:
    """Raises Forbidden where a page of another origin would change something or open a stream.

    Programs send no Origin and pass; `null`, of sandboxed pages and files, is foreign.
    """
    origin = sent.headers.get("Origin")
    if origin is None or sent.method in SAFE_METHODS or origin in config.cors_origins or _is_own(origin, sent, config):
        return
    raise Forbidden("Pages of other origins may not use this server; MASKLET_CORS_ORIGINS names those that may.")


def _name(host: str) -> str:
    """`LOCALHOST:3000` -> `localhost`, `[::1]:3000` -> `::1`; empty where it is none. Werkzeug has checked its signs."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_own(origin: str, sent: Request, config: ApiConfig) -> bool:
    """Whether our own page asks: from the host that was asked, or from `public_url`; behind a proxy the scheme may differ."""
    scheme, separator, rest = origin.partition("://")
    own = {sent.host} if config.public_url is None else {sent.host, urlsplit(config.public_url).netloc}
    return bool(separator) and scheme in ("http", "https") and rest in own
