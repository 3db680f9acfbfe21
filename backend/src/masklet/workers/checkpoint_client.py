"""A CheckpointWorker over one queue of calls."""

from masklet.workers.call_queue import CallQueue, Link
from masklet.workers.interface import CheckpointCheck, CheckpointInfo, CheckpointWorker, IsCancelled, OnProgress


class CheckpointClient:
    """Implements CheckpointWorker; the link says where the host is."""

    def __init__(self, link: Link) -> None:
        self._calls = CallQueue(link)

    def states(self) -> list[CheckpointInfo]:
        """See CheckpointWorker."""
        return self._calls.ask(CheckpointWorker.states)

    def fetch(self, name: str, on_progress: OnProgress, is_cancelled: IsCancelled) -> None:
        """See CheckpointWorker."""
        self._calls.ask(CheckpointWorker.fetch, name, on_progress=on_progress, is_cancelled=is_cancelled)

    def check(self, name: str) -> CheckpointCheck:
        """See CheckpointWorker."""
        return self._calls.ask(CheckpointWorker.check, name)

    def close(self) -> None:
        """See CheckpointWorker."""
        self._calls.close()
