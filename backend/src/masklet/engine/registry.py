"""The list of engines, best first. A new engine is one more entry here; nothing outside this room changes."""

from masklet.domain.errors import EngineUnavailable
from masklet.engine.flow.engine import FlowEngine
from masklet.engine.protocol import Engine


def engines() -> list[Engine]:
    """Every engine that this program knows, best first, also those that cannot run here (see EngineInfo.available)."""
    return [FlowEngine()]


def get(name: str) -> Engine:
    """The engine of this name. Raises EngineUnavailable when it is unknown or cannot run here."""
    for engine in engines():
        info = engine.info()
        if info.name == name:
            if not info.available:
                raise EngineUnavailable(f"{info.title} cannot run here: {info.reason}")
            return engine
    raise EngineUnavailable(f"There is no engine called {name!r}.")
