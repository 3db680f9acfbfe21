"""Workers as child processes, the default: a crash of native code or a kill costs one call, never the server."""

import os
import threading
import time
from dataclasses import replace

from masklet.workers.engine_client import EngineClient
from masklet.workers.media_client import MediaClient
from masklet.workers.roles import ENGINE, EXPORT, FRAMES, PREPARE, Role
from masklet.workers.supervision import Clock, Supervisor

_IDLE_CHECKS_PER_LIMIT = 10


class SubprocessEngineWorker(EngineClient):
    """An EngineWorker in one child, started with the first call and again after a death.

    `threads` is what numerical libraries may use (None: all processors). `host` replaces what runs in the child,
    "module:factory" (tests).
    """

    def __init__(self, threads: int | None = None, host: str = ENGINE.host, clock: Clock = time.monotonic) -> None:
        self._supervisor = Supervisor(replace(ENGINE, host=host), threads or _processors(), clock)
        super().__init__(self._supervisor)

    @property
    def pid(self) -> int | None:
        """The child's process id, None before the first call."""
        return self._supervisor.pid


class SubprocessMediaWorker(MediaClient):
    """A MediaWorker in three children, each started when needed and ended after `idle_s` seconds of rest by `clock`.

    `threads` is for each of preparing and exporting (None: all processors; they run at low priority); `host` as above.
    """

    def __init__(
        self,
        threads: int | None = None,
        host: str = PREPARE.host,
        idle_s: float = 300.0,
        clock: Clock = time.monotonic,
    ) -> None:
        def supervisor(role: Role, role_threads: int) -> Supervisor:
            return Supervisor(replace(role, host=host), role_threads, clock)

        many = threads or _processors()
        self._supervisors = {
            PREPARE.name: supervisor(PREPARE, many),
            EXPORT.name: supervisor(EXPORT, many),
            FRAMES.name: supervisor(FRAMES, 1),
        }
        super().__init__(*self._supervisors.values())
        self._idle_s = idle_s
        self._closing = threading.Event()
        self._caretaker = threading.Thread(target=self._take_care, name="media workers' caretaker", daemon=True)
        self._caretaker.start()

    @property
    def pids(self) -> dict[str, int | None]:
        """Process ids by role, None where none runs."""
        return {name: supervisor.pid for name, supervisor in self._supervisors.items()}

    def end_idle(self) -> None:
        """End the children that had nothing to do for long enough; called by itself now and then."""
        for supervisor in self._supervisors.values():
            supervisor.end_if_idle(self._idle_s)

    def close(self) -> None:
        """See MediaWorker."""
        self._closing.set()
        super().close()
        self._caretaker.join()

    def _take_care(self) -> None:
        while not self._closing.wait(self._idle_s / _IDLE_CHECKS_PER_LIMIT):
            self.end_idle()


def _processors() -> int:
    return len(os.sched_getaffinity(0))
