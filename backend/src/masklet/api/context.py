"""What every resolver is handed: the services and where this request's addresses begin."""

from collections.abc import Callable
from dataclasses import dataclass

from strawberry.types import Info as StrawberryInfo

from masklet.api.urls import Urls
from masklet.service.interfaces import Services


def never() -> bool:
    """A request that nobody leaves half-way."""
    return False


@dataclass(frozen=True, slots=True)
class Context:
    """`gone` says whether the reader of this stream has left."""

    services: Services
    urls: Urls
    gone: Callable[[], bool] = never


Info = StrawberryInfo[Context, None]
