"""Workers in the caller's own process, for tests and scripts: the same hosts, the same order of calls, no crash barrier."""

from masklet.domain.engine_options import EngineOptions
from masklet.workers.checkpoint_client import CheckpointClient
from masklet.workers.checkpoint_host import create as create_checkpoint_host
from masklet.workers.engine_client import EngineClient
from masklet.workers.engine_host import create as create_engine_host
from masklet.workers.interface import CheckpointWorker, EngineWorker, Holding, IsCancelled, MediaWorker, OnProgress
from masklet.workers.invocation import invoke
from masklet.workers.media_client import MediaClient
from masklet.workers.media_host import create as create_media_host
from masklet.workers.messages import Call
from masklet.workers.roles import CHECKPOINTS, ENGINE, EXPORT, FRAMES, IMPORTS, PREPARE, Role
from masklet.workers.serving import Holder
from masklet.workers.watching import UNWATCHED, RoleWatch


class HostLink:
    """A Link to a host in this process; the host's owner closes it."""

    def __init__(self, host: object, role: Role) -> None:
        self._host, self._role = host, role
        self.watch: RoleWatch = UNWATCHED

    def call(self, call: Call, on_progress: OnProgress | None, is_cancelled: IsCancelled | None) -> object:
        """See Link."""
        return invoke(self._host, self._role.purpose, call, on_progress or _ignore, is_cancelled or _never)

    def holding(self) -> Holding:
        """See Link."""
        return self._host.holding() if isinstance(self._host, Holder) else Holding()

    def close(self) -> None:
        """Nothing of its own to give back."""


class InProcessEngineWorker(EngineClient):
    """An EngineWorker without a process of its own. Owns the host it is given (None: the product's, with `options`)."""

    def __init__(self, host: EngineWorker | None = None, options: EngineOptions | None = None) -> None:
        self._host = host or create_engine_host(options)
        super().__init__(HostLink(self._host, ENGINE))

    def close(self) -> None:
        """See EngineWorker."""
        super().close()
        self._host.close()


class InProcessMediaWorker(MediaClient):
    """A MediaWorker without processes of its own. Owns the host it is given (None: the product's)."""

    def __init__(self, host: MediaWorker | None = None) -> None:
        self._host = host or create_media_host()
        super().__init__(*(HostLink(self._host, role) for role in (PREPARE, EXPORT, FRAMES, IMPORTS)))

    def close(self) -> None:
        """See MediaWorker."""
        super().close()
        self._host.close()


class InProcessCheckpointWorker(CheckpointClient):
    """A CheckpointWorker without a process of its own. Owns the host it is given (None: the product's, with `options`)."""

    def __init__(self, host: CheckpointWorker | None = None, options: EngineOptions | None = None) -> None:
        self._host = host or create_checkpoint_host(options or EngineOptions())
        super().__init__(HostLink(self._host, CHECKPOINTS))

    def close(self) -> None:
        """See CheckpointWorker."""
        super().close()
        self._host.close()


def _ignore(done: int, total: int) -> None:
    """Nobody asked for progress."""


def _never() -> bool:
    """Nobody can cancel."""
    return False
