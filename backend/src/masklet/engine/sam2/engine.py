"""SAM 2 of one size as an engine: what a person is told of it, and its trackers. Loads torch only where a checkpoint is there."""

from typing import TYPE_CHECKING

from masklet.domain.checkpoint import CheckpointState
from masklet.domain.engine_options import IMAGE_SIZES, EngineOptions
from masklet.domain.tracking import EngineInfo
from masklet.engine.protocol import FrameSource, Tracker
from masklet.engine.sam2 import checkpoint_files
from masklet.engine.sam2.at_device import TrackerAtDevice
from masklet.engine.sam2.device import at_work, has_torch
from masklet.engine.sam2.networks import Networks
from masklet.engine.sam2.published import PUBLISHED, title_of
from masklet.sam2.config import CONFIGS, Sam2Config

if TYPE_CHECKING:
    from masklet.sam2.network import Sam2Network

NO_TORCH = "PyTorch is not installed: run `make sam2`, then start again."
_DESCRIPTIONS = {
    "tiny": "A trained network that segments and tracks anything: the smallest and quickest of its four sizes.",
    "small": "A trained network that segments and tracks anything: small, nearly as quick as the smallest.",
    "base_plus": "A trained network that segments and tracks anything: exact, slower.",
    "large": "A trained network that segments and tracks anything: the most exact and slowest of its four sizes.",
}
_OTHER = "A trained network that segments and tracks anything."


class Sam2Engine:
    """See protocol.Engine. `networks` is what engines in a process share (None: it shares nothing)."""

    def __init__(self, name: str, image_size: int, options: EngineOptions, networks: Networks | None = None) -> None:
        self._name, self._image_size, self._options = name, image_size, options
        self._networks = networks or Networks(options)

    def info(self) -> EngineInfo:
        """See protocol.Engine. Loads no checkpoint."""
        config, missing = CONFIGS[self._name], self._missing()
        reason = missing or self._problem()
        device = None if missing else self._networks.device  # only then is torch asked what there is
        return EngineInfo(
            name=self._name,
            title=title_of(self._name),
            description=_DESCRIPTIONS.get(self._name.partition("_hiera_")[2], _OTHER),
            available=not reason,
            reason=reason,
            device=device.title if device else "",
            needs=_needs(self._name),
            precision=device.precision if device else "",
            estimated_ms=None if reason else round(self._networks.estimated_ms(config), 1),
            image_sizes=image_sizes(config),
            checkpoint=self._name,
        )

    def open(self, frames: FrameSource) -> Tracker:
        """See protocol.Engine. Loads the network where no other session has. Raises what Networks.borrow raises."""
        network = self._networks.borrow(self._name)
        try:
            with at_work(self._networks.device):
                tracker = self._tracker(network, frames)
        except BaseException:
            self._networks.give_back(self._name)
            raise
        return TrackerAtDevice(tracker, self._networks.device, lambda: self._networks.give_back(self._name))

    def _tracker(self, network: "Sam2Network", frames: FrameSource) -> Tracker:
        from masklet.engine.sam2.tracker import Sam2Tracker

        return Sam2Tracker(network, frames, self._image_size, self._options)

    def _problem(self) -> str:
        """Why it cannot run here with all that it needs, or empty."""
        file = checkpoint_files.find(self._name, self._options)
        problem = self._networks.problem(file) if file else ""
        if problem:
            return f"Its checkpoint is damaged: remove it and download it again. {problem}"
        return self._networks.device.problem

    def _missing(self) -> str:
        """What has to be brought here first, or empty."""
        if not has_torch():
            return NO_TORCH
        state = checkpoint_files.info(self._name, self._options).state
        if state is CheckpointState.MISSING:
            return "Its checkpoint is missing: download it here, or run checkpoints/fetch.sh."
        if state is CheckpointState.PARTIAL:
            return "Its checkpoint is here only in part: go on with the download."
        if state is CheckpointState.DAMAGED:
            return "Its checkpoint is damaged: download it again."
        return ""


def image_sizes(config: Sam2Config) -> tuple[int, ...]:
    """The size of its training, three quarters of it, and half."""
    return tuple(size * config.image_size // IMAGE_SIZES[0] for size in IMAGE_SIZES)


def _needs(name: str) -> str:
    size = f" (about {PUBLISHED[name].megabytes} MB)" if name in PUBLISHED else ""
    return f"PyTorch and the checkpoint {name}.pt{size}"
