"""What the API is told at its birth, besides the services."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from masklet.api.auth.config import AccessConfig


@dataclass(frozen=True, slots=True)
class Rates:
    """How much one client may do in a minute, at most at once as much as in a minute; 0: as much as it likes."""

    uploads: int = 600
    prompts: int = 6000
    sessions: int = 1200
    logins: int = 30


@dataclass(frozen=True, slots=True)
class ApiConfig:
    """`cors_origins`: other origins that may call. `public_url`: base of media addresses, or None for the request's own.

    `allowed_hosts`: names and addresses by which the server may be asked, besides this machine's own, in lower case and
    without ports or brackets. `introspection`: whether clients may ask for the schema.

    `metrics_token`: what must be sent to read /metrics, or None: nothing, unless
    `metrics_need_token`, as where people sign in: then nobody reads them without.
    `client_dir`: the built client, or None. `closing` is set when the server ends: open streams then end too.
    `heartbeat_s` is how often an idle stream writes; it looks at its client each time that its source is quiet.
    """

    cors_origins: frozenset[str] = frozenset()
    allowed_hosts: frozenset[str] = frozenset()
    introspection: bool = True
    public_url: str | None = None
    client_dir: Path | None = None
    max_streams: int = 256
    streams_per_client: int = 32
    max_requests: int = 124
    requests_per_client: int = 64
    metrics_token: str | None = None
    metrics_need_token: bool = False
    rates: Rates = Rates()
    access: AccessConfig = field(default_factory=AccessConfig)
    heartbeat_s: float = 10.0
    closing: threading.Event = field(default_factory=threading.Event)
