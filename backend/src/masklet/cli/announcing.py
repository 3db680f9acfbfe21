"""What the server says about itself when it is ready: one line with its address and the engine it uses."""

from urllib.parse import quote

from masklet.cli.access import token_of
from masklet.cli.hosting import say
from masklet.domain.access import AccessMode
from masklet.service.interfaces import Services
from masklet.settings import Settings

LOCAL = {"127.0.0.1", "::1", "0.0.0.0", "::"}


def address(settings: Settings) -> str:
    """Where a person on this machine opens the product."""
    host = "localhost" if settings.host in LOCAL else settings.host
    return f"http://{host}:{settings.port}"


def entrance(settings: Settings) -> str:
    """The address, with the token where that is how one signs in: whoever started the server follows it, as with notebooks."""
    if settings.access is not AccessMode.TOKEN:
        return address(settings)
    return f"{settings.public_url or address(settings)}/?token={quote(token_of(settings))}"


def announce(settings: Settings, services: Services) -> None:
    """Print the line."""
    chosen = services.default_engine()
    engine = f"{chosen.title} on {chosen.device}" if chosen else "none available"
    say(f"Masklet Studio is ready at {entrance(settings)} (engine: {engine})")
