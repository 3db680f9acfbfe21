"""What every resolver is handed: the services as whoever asks may use them, and where this request's addresses begin."""

from collections.abc import Callable
from dataclasses import dataclass, field

from strawberry.types import Info as StrawberryInfo

from masklet.api.config import Rates
from masklet.api.pace import Kind
from masklet.api.urls import Urls
from masklet.domain.access import EVERYONE, AccessMode, Principal
from masklet.service.interfaces import Services


def unhurried(_kind: Kind) -> None:
    """As fast as it likes."""


@dataclass(frozen=True, slots=True)
class Context:
    """`services` are those that `principal` may use.

    `pace` raises TooOften where this client did more of a kind than it may.
    """

    services: Services
    urls: Urls
    principal: Principal = EVERYONE
    mode: AccessMode = AccessMode.OPEN
    rates: Rates = field(default_factory=Rates)
    streams_per_client: int = 0
    requests_per_client: int = 0
    pace: Callable[[Kind], None] = unhurried


Info = StrawberryInfo[Context, None]
