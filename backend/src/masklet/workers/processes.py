"""Workers as child processes, the default: a crash of native code or a kill costs one call, never the server."""

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from masklet.domain.engine_options import EngineOptions, to_json
from masklet.domain.errors import MaskletError
from masklet.workers.bounds import Bounds
from masklet.workers.checkpoint_client import CheckpointClient
from masklet.workers.engine_client import EngineClient
from masklet.workers.log_lines import TEXT_LINES, LogStyle
from masklet.workers.media_client import MediaClient
from masklet.workers.roles import CHECKPOINTS, ENGINE, EXPORT, FRAMES, IMPORTS, PREPARE, Role
from masklet.workers.supervision import Clock, Supervisor
from masklet.workers.watching import UNWATCHED, WorkersWatch

_LOOKS_PER_LIMIT = 10
_LOOK_EVERY_S = 10.0  # at most, as memory may grow without a call that would notice
_logger = logging.getLogger(__name__)


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
        idle_s = (options or EngineOptions()).idle_s
        self._caretaker = Caretaker("engine worker", self._look_after, min(_LOOK_EVERY_S, idle_s / _LOOKS_PER_LIMIT))

    @property
    def pid(self) -> int | None:
        """The child's process id, None before the first call."""
        return self._supervisor.pid

    def close(self) -> None:
        """See EngineWorker."""
        super().close()
        self._caretaker.close()

    def _look_after(self) -> None:
        if not self.holding().session_ids:
            return
        try:
            self.put_idle_away()
        except MaskletError as error:  # it died or closes: then nothing is left to put away
            _logger.info("sessions were not put away: %s", error.message)


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
        self._idle_s = idle_s
        self._caretaker = Caretaker("checkpoint worker", self.end_idle, idle_s / _LOOKS_PER_LIMIT)

    @property
    def pid(self) -> int | None:
        """The child's process id, None where none runs."""
        return self._supervisor.pid

    def end_idle(self) -> None:
        """End the child if it had nothing to do for long enough; called by itself now and then."""
        self._supervisor.end_if_idle(self._idle_s)

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
        self._idle_s = idle_s
        self._caretaker = Caretaker("media workers", self.end_idle, idle_s / _LOOKS_PER_LIMIT)

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
        super().close()
        self._caretaker.close()


class Caretaker:
    """A thread that looks after something every `every_s` seconds."""

    def __init__(self, of: str, look: Callable[[], None], every_s: float) -> None:
        self._look, self._every_s = look, every_s
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._take_care, name=f"{of}' caretaker", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """No more looks; one under way ends."""
        self._closing.set()
        self._thread.join()

    def _take_care(self) -> None:
        while not self._closing.wait(self._every_s):
            self._look()


def _text(options: EngineOptions | None) -> str:
    return "" if options is None else to_json(options)


def _processors() -> int:
    return len(os.sched_getaffinity(0))
