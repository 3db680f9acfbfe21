"""One child process and the pipe to it: start, one conversation at a time, end. Knows nothing of restarts."""

import os
import subprocess
import sys
from multiprocessing.connection import Connection, Pipe

from masklet.workers.interface import Holding, IsCancelled, OnProgress
from masklet.workers.messages import Answer, Call, Cancel, Failure, Progress, Reply
from masklet.workers.roles import Role

_CANCEL_POLL_S = 0.05
_LIFE_POLL_S = 1.0
_TERMINATE_S = 1.0
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")


class ChildGone(Exception):
    """The child died or the pipe to it broke. Stays in this room: becomes WorkerFailed."""


class ChildProcess:
    """A running child. Only one thread may `ask`; `stop` and `exit_status` are for any thread."""

    def __init__(self, role: Role, threads: int) -> None:
        """Start it; does not wait for it. Raises OSError when the system has no room for a process."""
        self._connection, theirs = Pipe()
        try:
            self._process = _start(role, threads, theirs)
        except OSError:
            self._connection.close()
            raise
        finally:
            theirs.close()
        self.holding = Holding()  # what the host said last; replaced by the thread that asks, read by any

    @property
    def pid(self) -> int:
        """The operating system's number of it."""
        return self._process.pid

    @property
    def exit_status(self) -> int | None:
        """None while alive; negative: the signal that killed it."""
        return self._process.poll()

    def ask(self, call: Call, on_progress: OnProgress | None, is_cancelled: IsCancelled | None) -> Reply:
        """One call to its end. Raises ChildGone; after any exception the child is of no more use."""
        self._send(call)
        asked_to_cancel = False
        while True:
            message = self._receive(_LIFE_POLL_S if is_cancelled is None or asked_to_cancel else _CANCEL_POLL_S)
            if isinstance(message, Answer | Failure):
                return message
            if isinstance(message, Holding):
                self.holding = message
            if isinstance(message, Progress) and on_progress is not None:
                on_progress(message.done, message.total)
            if is_cancelled is not None and not asked_to_cancel and is_cancelled():
                self._send(Cancel(call.call_id))
                asked_to_cancel = True

    def stop(self) -> None:
        """End and reap it, whatever it is doing. Idempotent."""
        self._process.terminate()
        try:
            self._process.wait(_TERMINATE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def disconnect(self) -> None:
        """Close our ends of the pipes; never while another thread asks."""
        self._connection.close()
        assert self._process.stdin is not None
        self._process.stdin.close()

    def _send(self, message: Call | Cancel) -> None:
        try:
            self._connection.send(message)
        except OSError as error:
            raise ChildGone from error

    def _receive(self, patience_s: float) -> object:
        """The next message, or None when none came in time."""
        try:
            if self._connection.poll(patience_s):
                return self._connection.recv()
            # A pipe that a stranger inherited shows no end of file: ask the system too, then look once more.
            if self.exit_status is not None and not self._connection.poll(0):
                raise ChildGone
        except (EOFError, OSError) as error:
            raise ChildGone from error
        return None


def _start(role: Role, threads: int, connection: Connection) -> subprocess.Popen[bytes]:
    arguments = [role.name, str(connection.fileno()), role.host, role.options]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "masklet.workers.child", *arguments],
        stdin=subprocess.PIPE,  # its end of file tells the child that we died, see child.py
        stdout=2,  # what native code prints belongs into the server's log
        pass_fds=(connection.fileno(),),
        env={**os.environ, **dict.fromkeys(_THREAD_VARIABLES, str(threads))},
        process_group=0,  # Ctrl-C reaches the parent alone
    )
