"""Keeps one child alive across its deaths: starts it when asked something, replaces it when it died, not too often."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable

from masklet.domain.errors import LimitExceeded, MaskletError, WorkerFailed
from masklet.workers.child_process import ChildGone, ChildProcess, ChildStalled
from masklet.workers.interface import Holding, IsCancelled, OnProgress
from masklet.workers.messages import Call, Failure, Reply, error_of
from masklet.workers.roles import Role
from masklet.workers.watching import UNWATCHED, RoleWatch

Clock = Callable[[], float]
_LAST_WORDS_S = 1.0  # for a call in flight to notice that its child has ended
_logger = logging.getLogger(__name__)


class RestartBackoff:
    """How long to wait before the next start: nothing for a rare death, doubling up to a cap when deaths crowd."""

    def __init__(self, free_deaths: int = 2, first_s: float = 0.25, cap_s: float = 5.0, window_s: float = 60.0) -> None:
        self._free_deaths, self._first_s, self._cap_s, self._window_s = free_deaths, first_s, cap_s, window_s
        self._deaths: deque[float] = deque(maxlen=32)

    def died(self, now: float) -> None:
        """Note a death."""
        self._deaths.append(now)

    def delay_s(self, now: float) -> float:
        """Seconds from `now` until a new child may start."""
        recent = [death for death in self._deaths if now - death < self._window_s]
        extra = len(recent) - self._free_deaths
        if extra <= 0:
            return 0.0
        wait_s = min(self._cap_s, self._first_s * 2.0 ** (extra - 1))
        return max(0.0, recent[-1] + wait_s - now)


class Supervisor:
    """A Link to a child process of one role. See CallQueue for who may call what."""

    def __init__(
        self,
        role: Role,
        threads: int,
        clock: Clock = time.monotonic,
        backoff: RestartBackoff | None = None,
        watch: RoleWatch = UNWATCHED,
    ) -> None:
        self._role, self._threads, self._clock = role, threads, clock
        self.watch = watch
        self._backoff = backoff or RestartBackoff()
        self._talking = threading.Lock()  # held through a call; guards the pipe
        self._starting = threading.Lock()  # guards _child against close
        self._closing = threading.Event()
        self._child: ChildProcess | None = None
        self._last_used = clock()

    @property
    def pid(self) -> int | None:
        """The child's process id, None when none was started or it was ended."""
        child = self._child
        return None if child is None else child.pid

    def call(self, call: Call, on_progress: OnProgress | None, is_cancelled: IsCancelled | None) -> object:
        """The host's answer. Raises the host's error, or WorkerFailed when the child died; the next call starts another."""
        with self._talking:
            reply = self._converse(self._living_child(), call, on_progress, is_cancelled)
            self._last_used = self._clock()
        if isinstance(reply, Failure):
            raise error_of(reply)
        return reply.value

    def holding(self) -> Holding:
        """What the living child held when it last answered; nothing where none lives."""
        child = self._child
        return Holding() if child is None or child.exit_status is not None else child.holding

    def end_if_idle(self, idle_s: float) -> None:
        """End a child that nobody asked anything for this long; the next call starts another."""
        if not self._talking.acquire(blocking=False):
            return
        try:
            if self._child is not None and self._clock() - self._last_used >= idle_s:
                self._discard(self._child)
        finally:
            self._talking.release()

    def close(self) -> None:
        """End the child and reap it; a call in flight raises WorkerFailed. Idempotent."""
        self._closing.set()
        with self._starting:
            child = self._child
        if child is not None:
            child.stop()  # ends a conversation in another thread too
        if self._talking.acquire(timeout=_LAST_WORDS_S):
            try:
                if self._child is not None:
                    self._discard(self._child)
            finally:
                self._talking.release()

    def _converse(
        self, child: ChildProcess, call: Call, on_progress: OnProgress | None, is_cancelled: IsCancelled | None
    ) -> Reply:
        try:
            return child.ask(call, on_progress, is_cancelled)
        except ChildGone as gone:
            self._bury(child)
            raise self._loss(child, gone) from gone
        except BaseException:  # a callback of ours raised: the child still works on what nobody will fetch
            self._discard(child)
            raise

    def _living_child(self) -> ChildProcess:
        child = self._child
        if child is not None and child.exit_status is None:
            return child
        if child is not None:
            self._bury(child)
        if self._closing.wait(self._backoff.delay_s(self._clock())):
            raise self._failed()
        with self._starting:
            if self._closing.is_set():
                raise self._failed()
            self._child = self._start()
            return self._child

    def _start(self) -> ChildProcess:
        try:
            child = ChildProcess(self._role, self._threads)
        except OSError as error:
            self._backoff.died(self._clock())
            _logger.exception("no process for the %s worker", self._role.name)
            raise self._failed() from error
        self.watch.started(child.pid)
        _logger.info("the %s worker runs as process %d", self._role.name, child.pid)
        return child

    def _bury(self, child: ChildProcess) -> None:
        self._discard(child, has_died=not self._closing.is_set())
        if not self._closing.is_set():
            self._backoff.died(self._clock())
            _logger.error(
                "the %s worker, process %d, died with status %s", self._role.name, child.pid, child.exit_status
            )

    def _discard(self, child: ChildProcess, has_died: bool = False) -> None:
        child.stop()
        child.disconnect()
        self._child = None
        self.watch.ended(child.pid, has_died)

    def _loss(self, child: ChildProcess, gone: ChildGone) -> MaskletError:
        """What a person is told of a call that ended with its child: the file's fault where it took too long, else ours."""
        if isinstance(gone, ChildStalled) or child.used_up_its_time:
            return LimitExceeded(
                f"The server gave up {self._role.purpose}: it came no further. The file may be damaged.",
                reason="stalled",
            )
        return self._failed()

    def _failed(self) -> WorkerFailed:
        if self._closing.is_set():
            return WorkerFailed("The server is shutting down.")
        return WorkerFailed(f"A process of the server stopped while {self._role.purpose}. Please try again.")
