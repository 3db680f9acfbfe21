"""The child's end of the pipe: reads calls and cancellations, runs one call at a time, and ends with the parent."""

import logging
import os
import queue
import threading
import time
from multiprocessing.connection import Connection
from typing import Protocol, runtime_checkable

import structlog

from masklet.domain.errors import MaskletError
from masklet.workers.confinement import CpuAllowance
from masklet.workers.interface import Holding
from masklet.workers.invocation import invoke, unexpected
from masklet.workers.messages import Answer, Call, Cancel, Progress, Reply, Sign, failure_of

_ORPHAN_POLL_S = 1.0
_SIGN_EVERY_S = 1.0
_logger = logging.getLogger(__name__)


@runtime_checkable
class Holder(Protocol):
    """A host that holds something between two calls."""

    def holding(self) -> Holding:
        """What that is now."""
        ...


class Server:
    """Serves a host over a pipe. `purpose` see Role; `allowance` None: as many processor seconds as it likes."""

    def __init__(
        self, connection: Connection, host: object, purpose: str, allowance: CpuAllowance | None = None
    ) -> None:
        self._connection, self._host, self._purpose, self._allowance = connection, host, purpose, allowance
        self._last_sign = 0.0
        self._calls: queue.SimpleQueue[Call] = queue.SimpleQueue()
        self._cancelled_call = 0  # ids ascend, so the newest cancellation is all there is to know
        self._sending = threading.Lock()

    def run(self) -> None:
        """Serve until the parent closes the pipe; does not return."""
        threading.Thread(target=self._read, name="pipe", daemon=True).start()
        while True:
            self._reply(self._serve(self._calls.get()))

    def _serve(self, call: Call) -> Reply:
        def on_progress(done: int, total: int) -> None:
            with self._sending:
                self._connection.send(Progress(done, total))
            self._goes_on()

        def is_cancelled() -> bool:
            if self._goes_on():
                with self._sending:
                    self._connection.send(Sign())
            return self._cancelled_call >= call.call_id

        self._last_sign = 0.0
        self._goes_on()
        try:
            with structlog.contextvars.bound_contextvars(**call.about):
                return Answer(invoke(self._host, self._purpose, call, on_progress, is_cancelled))
        except MaskletError as error:
            return failure_of(error)
        finally:
            if self._allowance is not None:
                self._allowance.suspend()

    def _goes_on(self) -> bool:
        """Note a sign of life; whether it was time for one. A frame takes milliseconds: not each of them is one."""
        now = time.monotonic()
        if now - self._last_sign < _SIGN_EVERY_S:
            return False
        self._last_sign = now
        if self._allowance is not None:
            self._allowance.renew()
        return True

    def _reply(self, reply: Reply) -> None:
        """Told after what the host holds now, so that whoever is answered knows that already."""
        with self._sending:
            try:
                if isinstance(self._host, Holder):
                    self._connection.send(self._host.holding())
                self._connection.send(reply)
            except OSError:
                os._exit(0)  # the parent is gone
            except Exception:  # a result that cannot be pickled: nothing of it was sent
                _logger.exception("a reply could not be sent while %s", self._purpose)
                self._connection.send(failure_of(unexpected(self._purpose)))

    def _read(self) -> None:
        """In a thread of its own, so that a cancellation and the parent's end are noticed in the middle of a call."""
        parent = os.getppid()
        try:
            while True:
                if self._connection.poll(_ORPHAN_POLL_S):
                    self._take(self._connection.recv())
                elif os.getppid() != parent:  # somebody else still holds the pipe's other end
                    os._exit(0)
        except (EOFError, OSError):
            os._exit(0)
        except Exception:
            _logger.exception("an unreadable message; a deaf child is of no use")
            os._exit(1)

    def _take(self, message: Call | Cancel) -> None:
        if isinstance(message, Cancel):
            self._cancelled_call = message.call_id
        else:
            self._calls.put(message)
