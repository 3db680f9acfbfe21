"""What the server says about itself when it is ready: one line with its address and the engine it uses."""

from masklet.cli.hosting import say
from masklet.service.interfaces import Services
from masklet.settings import Settings

LOCAL = {"127.0.0.1", "::1", "0.0.0.0", "::"}


def address(settings: Settings) -> str:
    """Where a person on this machine opens the product."""
    host = "localhost" if settings.host in LOCAL else settings.host
    return f"http://{host}:{settings.port}"


def announce(settings: Settings, services: Services) -> None:
    """Print the line."""
    chosen = services.default_engine()
    engine = f"{chosen.title} on {chosen.device}" if chosen else "none available"
    say(f"Masklet Studio is ready at {address(settings)} (engine: {engine})")
