"""The one process that serves: gunicorn's threaded worker, ending quickly and wholly when it is told to."""

import gc
import os
import sys
import threading
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from masklet.cli.patient_socket import PatientSocket, SlowPeers
from masklet.settings import slow_threads

GRACE_S = 1  # for requests under way; streams end within one tick
TURN_S = 0.001  # of a thread before another gets its turn: with Python's 0.005, /healthy waited for 32 clients' turns
CLOSE_S = 2  # for jobs between two frames and for child processes


class StudioWorker(ThreadWorker):  # type: ignore[misc]
    """Tells the application that the end has begun before gunicorn waits for its requests; waits for no other end too long."""

    def init_process(self) -> None:
        """The arbiter waits longer for this process than this process waits for its requests."""
        self.cfg.set("graceful_timeout", GRACE_S)
        sys.setswitchinterval(TURN_S)
        self._slow_peers = SlowPeers(slow_threads(self.cfg.threads), self.app.stalled_reader_s)
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:  # noqa: ANN401 - gunicorn's own
        """Each connection before its first request."""
        if not isinstance(conn.sock, PatientSocket):
            conn.sock = PatientSocket(conn.sock, self._slow_peers)
        super().enqueue_req(conn)

    def handle_exit(self, sig: int, frame: Any) -> None:  # noqa: ANN401 - gunicorn's own
        """SIGTERM."""
        if not self.booted:  # nothing is served yet: the making of samples need not be waited for
            os._exit(0)
        self.app.begin_end()
        super().handle_exit(sig, frame)

    def handle_quit(self, sig: int, frame: Any) -> None:  # noqa: ANN401 - gunicorn's own
        """SIGINT and SIGQUIT: the same, so that a Ctrl-C lets requests under way answer."""
        self.handle_exit(sig, frame)


def settle() -> None:
    """What is there at the start stays, and is not looked through again and again for garbage: a whole look took 115 ms, in
    which no request was answered."""
    gc.collect()
    gc.freeze()


def end_process(worker: StudioWorker) -> None:
    """Close the services, then end: a thread that is stuck in a request must not keep the process alive."""
    if not worker.booted:
        return  # gunicorn tells its parent why with the status of this process
    closing = threading.Thread(target=worker.app.close_services, name="close", daemon=True)
    closing.start()
    closing.join(CLOSE_S)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
