"""Workers as child processes, the default: a crash of native code or a kill costs one call, never the server."""

import os
import threading
import time
from collections.abc import Iterable
from dataclasses import replace

from masklet.domain.engine_options import EngineOptions, to_json
from masklet.workers.bounds import Bounds
from masklet.workers.checkpoint_client import CheckpointClient
from masklet.workers.engine_client import EngineClient
from masklet.workers.log_lines import TEXT_LINES, LogStyle
from masklet.workers.media_client import MediaClient
from masklet.workers.roles import CHECKPOINTS, ENGINE, EXPORT, FRAMES, IMPORTS, PREPARE, Role
from masklet.workers.supervision import Clock, Supervisor
from masklet.workers.watching import UNWATCHED, WorkersWatch

_IDLE_CHECKS_PER_LIMIT = 10


class SubprocessEngineWorker(EngineClient):
    """An EngineWorker in one child, started with the first call and again after a death.

    `threads` is what numerical libraries may use (None: all processors). `host` replaces what runs in the child,
    "module:factory" (tests); the factory is given `options`, or nothing where they are None. `watch` hears of its calls
    and children, which log in the `log_style`.
    """

    def __init__(
        self,
        threads: int | None = None,
        host: str = ENGINE.host,
        clock: Clock = time.monotonic,
        options: EngineOptions | None = None,
        watch: WorkersWatch = UNWATCHED,
        log_style: LogStyle = TEXT_LINES,
    ) -> None:
        role = replace(ENGINE, host=host, options=_text(options), log_style=log_style.to_text())
        self._supervisor = Supervisor(role, threads or _processors(), clock, watch=watch.of(role.name))
        super().__init__(self._supervisor)

    @property
    def pid(self) -> int | None:
        """The child's process id, None before the first call."""
        return self._supervisor.pid


class SubprocessCheckpointWorker(CheckpointClient):
    """A CheckpointWorker in one child, started when needed and ended after `idle_s` seconds of rest by `clock`."""

    def __init__(
        self,
        options: EngineOptions | None,
        host: str = CHECKPOINTS.host,
        idle_s: float = 60.0,
        clock: Clock = time.monotonic,
        watch: WorkersWatch = UNWATCHED,
        log_style: LogStyle = TEXT_LINES,
    ) -> None:
        role = replace(CHECKPOINTS, host=host, options=_text(options), log_style=log_style.to_text())
        self._supervisor = Supervisor(role, _processors(), clock, watch=watch.of(role.name))
        super().__init__(self._supervisor)
        self._caretaker = Caretaker("checkpoint worker", [self._supervisor], idle_s)

    @property
    def pid(self) -> int | None:
        """The child's process id, None where none runs."""
        return self._supervisor.pid

    def end_idle(self) -> None:
        """End the child if it had nothing to do for long enough; called by itself now and then."""
        self._caretaker.end_idle()

    def close(self) -> None:
        """See CheckpointWorker."""
        super().close()
        self._caretaker.close()


class SubprocessMediaWorker(MediaClient):
    """A MediaWorker in four children, each started when needed and ended after `idle_s` seconds of rest by `clock`.

    `threads` is for each of preparing and exporting (None: all processors; they run at low priority); `host` as above.
    `bounds` replaces what each of them may use (tests).
    """

    def __init__(
        self,
        threads: int | None = None,
        host: str = PREPARE.host,
        idle_s: float = 300.0,
        clock: Clock = time.monotonic,
        bounds: Bounds | None = None,
        watch: WorkersWatch = UNWATCHED,
        log_style: LogStyle = TEXT_LINES,
    ) -> None:
        def supervisor(role: Role, role_threads: int) -> Supervisor:
            role = replace(role, host=host, bounds=bounds or role.bounds, log_style=log_style.to_text())
            return Supervisor(role, role_threads, clock, watch=watch.of(role.name))

        many = threads or _processors()
        self._supervisors = {
            PREPARE.name: supervisor(PREPARE, many),
            EXPORT.name: supervisor(EXPORT, many),
            FRAMES.name: supervisor(FRAMES, 1),
            IMPORTS.name: supervisor(IMPORTS, 1),
        }
        super().__init__(*self._supervisors.values())
        self._caretaker = Caretaker("media workers", self._supervisors.values(), idle_s)

    @property
    def pids(self) -> dict[str, int | None]:
        """Process ids by role, None where none runs."""
        return {name: supervisor.pid for name, supervisor in self._supervisors.items()}

    def end_idle(self) -> None:
        """End the children that had nothing to do for long enough; called by itself now and then."""
        self._caretaker.end_idle()

    def close(self) -> None:
        """See MediaWorker."""
        super().close()
        self._caretaker.close()


class Caretaker:
    """A thread that ends children which had nothing to do for `idle_s` seconds."""

    def __init__(self, of: str, supervisors: Iterable[Supervisor], idle_s: float) -> None:
        self._supervisors, self._idle_s = tuple(supervisors), idle_s
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._take_care, name=f"{of}' caretaker", daemon=True)
        self._thread.start()

    def end_idle(self) -> None:
        """Look now."""
        for supervisor in self._supervisors:
            supervisor.end_if_idle(self._idle_s)

    def close(self) -> None:
        """No more looks."""
        self._closing.set()
        self._thread.join()

    def _take_care(self) -> None:
        while not self._closing.wait(self._idle_s / _IDLE_CHECKS_PER_LIMIT):
            self.end_idle()


def _text(options: EngineOptions | None) -> str:
    return "" if options is None else to_json(options)


def _processors() -> int:
    return len(os.sched_getaffinity(0))
