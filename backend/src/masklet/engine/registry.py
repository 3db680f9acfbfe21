"""The list of engines, best first. A new engine is one more entry here; nothing outside this room changes."""

from pathlib import Path

from masklet.domain.checkpoint import CheckpointState
from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import EngineUnavailable
from masklet.domain.tracking import engine_and_size
from masklet.engine.flow.engine import FlowEngine
from masklet.engine.flow.learned import Proposer
from masklet.engine.protocol import Engine
from masklet.engine.sam2 import checkpoint_files
from masklet.engine.sam2.device import CPU, has_torch
from masklet.engine.sam2.engine import Sam2Engine
from masklet.engine.sam2.networks import Networks
from masklet.engine.sam2.speed import multiplications
from masklet.sam2.config import CONFIGS


class Registry:
    """The engines of one process; those of a kind share what they have loaded."""

    def __init__(self, options: EngineOptions) -> None:
        self._options = options
        self._networks = Networks(options)
        self._flow = FlowEngine(proposer(options.proposals))

    def all(self) -> list[Engine]:
        """Every engine that this program knows, best first, also those that cannot run here (see EngineInfo.available).

        On a GPU the most exact network is the best engine, on a CPU the built-in one and then the quickest.
        """
        names, has_gpu = checkpoint_files.names(self._options), self._has_gpu()
        if has_gpu:
            names.sort(key=_exactness, reverse=True)
        networks = [self._sam2(name, CONFIGS[name].image_size) for name in names]
        return [*networks, self._flow] if has_gpu else [self._flow, *networks]

    def get(self, name: str) -> Engine:
        """The engine of this name, as `flow` or `sam2.1_hiera_tiny@512`. Raises EngineUnavailable: unknown, or it cannot run."""
        base, size = engine_and_size(name)
        for engine in self.all():
            info = engine.info()
            if info.name == base:
                if not info.available:
                    raise EngineUnavailable(f"{info.title} cannot run here: {info.reason}")
                if size is None:
                    return engine
                if size in info.image_sizes:
                    return self._sam2(base, size)
        raise EngineUnavailable(f"There is no engine called {name!r}.")

    def device_bytes(self) -> int:
        """Memory of a GPU in use by this process."""
        return self._networks.device_bytes()

    def _sam2(self, name: str, image_size: int) -> Sam2Engine:
        return Sam2Engine(name, image_size, self._options, self._networks)

    def _has_gpu(self) -> bool:
        """Loads torch to see, but only where a network could run."""
        states = (info.state for info in checkpoint_files.infos(self._options))
        return has_torch() and CheckpointState.READY in states and self._networks.device.kind != CPU


def proposer(weights: str | None) -> Proposer | None:
    """Who joins in the built-in engine's clicks. Raises EngineUnavailable: weights are named, and torch is not here."""
    if weights is None:
        return None
    if not has_torch():
        raise EngineUnavailable("MASKLET_PROPOSALS names weights, which need PyTorch: make sam2.")
    from masklet.engine.proposals.proposer import NetworkProposer

    return NetworkProposer(Path(weights))


def _exactness(name: str) -> tuple[bool, float]:
    """Of two networks, 2.1 before 2, then the one that does more work."""
    config = CONFIGS[name]
    return config.is_2_1, multiplications(config, config.image_size)


def engines(options: EngineOptions | None = None) -> list[Engine]:
    """The engines of a registry of one's own."""
    return Registry(options or EngineOptions()).all()


def get(name: str, options: EngineOptions | None = None) -> Engine:
    """An engine of a registry of one's own. Raises EngineUnavailable."""
    return Registry(options or EngineOptions()).get(name)
