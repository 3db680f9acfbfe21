"""One child process and the pipe to it: start, one conversation at a time, end. Knows nothing of restarts."""

import os
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection, Pipe

from masklet.workers.bounds import to_json
from masklet.workers.interface import Holding, IsCancelled, OnProgress
from masklet.workers.messages import Answer, Call, Cancel, Failure, Progress, Reply
from masklet.workers.roles import Role

_CANCEL_POLL_S = 0.05
_LIFE_POLL_S = 1.0
_TERMINATE_S = 1.0
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")


class ChildGone(Exception):
    """The child died or the pipe to it broke. Stays in this room: becomes WorkerFailed."""


class ChildStalled(ChildGone):
    """It lives, but gave no sign for longer than its role allows."""


class ChildProcess:
    """A running child. Only one thread may `ask`; `stop` and `exit_status` are for any thread."""

    def __init__(self, role: Role, threads: int) -> None:
        """Start it; does not wait for it. Raises OSError when the system has no room for a process."""
        self._silence_s = None if role.bounds is None else role.bounds.silence_s
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

    @property
    def used_up_its_time(self) -> bool:
        """The system ended it for the processor seconds that it used without a sign, see CpuAllowance."""
        return self.exit_status == -signal.SIGXCPU

    def ask(self, call: Call, on_progress: OnProgress | None, is_cancelled: IsCancelled | None) -> Reply:
        """One call to its end. Raises ChildGone, ChildStalled; after any exception the child is of no more use."""
        self._send(call)
        asked_to_cancel = False
        last_sign = time.monotonic()
        while True:
            message = self._receive(_LIFE_POLL_S if is_cancelled is None or asked_to_cancel else _CANCEL_POLL_S)
            if isinstance(message, Answer | Failure):
                return message
            if message is not None:
                last_sign = time.monotonic()
            elif self._silence_s is not None and time.monotonic() - last_sign > self._silence_s:
                raise ChildStalled
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
    bounds = "" if role.bounds is None else to_json(role.bounds)
    arguments = [role.name, str(connection.fileno()), role.host, role.options, bounds, role.log_style]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "masklet.workers.child", *arguments],
        stdin=subprocess.PIPE,  # its end of file tells the child that we died, see child.py
        stdout=2,  # what native code prints belongs into the server's log
        pass_fds=(connection.fileno(),),
        env={**os.environ, **dict.fromkeys(_THREAD_VARIABLES, str(threads))},
        process_group=0,  # Ctrl-C reaches the parent alone
    )
