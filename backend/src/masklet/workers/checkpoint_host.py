"""Looks after the checkpoint files where torch may be loaded to check one. One call at a time, see CallQueue."""

from masklet.domain.engine_options import EngineOptions
from masklet.engine.sam2 import checking, fetching
from masklet.engine.sam2.checkpoint_files import infos
from masklet.workers.interface import CheckpointCheck, CheckpointInfo, IsCancelled, OnProgress


class CheckpointHost:
    """Implements CheckpointWorker."""

    def __init__(self, options: EngineOptions) -> None:
        self._options = options

    def states(self) -> list[CheckpointInfo]:
        """See CheckpointWorker."""
        return infos(self._options)

    def fetch(self, name: str, on_progress: OnProgress, is_cancelled: IsCancelled) -> None:
        """See CheckpointWorker."""
        fetching.fetch(name, self._options, on_progress, is_cancelled)

    def check(self, name: str) -> CheckpointCheck:
        """See CheckpointWorker."""
        return checking.check(name, self._options)

    def close(self) -> None:
        """Nothing to give back."""


def create(options: EngineOptions) -> CheckpointHost:
    """The product's host."""
    return CheckpointHost(options)
