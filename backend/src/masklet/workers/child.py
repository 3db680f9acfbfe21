"""Entry of a child process: `python -m masklet.workers.child <role> <file descriptor of the pipe> <module:factory>`.

The factory makes the host that does the work: EngineHost or MediaHost, or a test's own. Standard input is a pipe that
nobody writes to: its end of file means that the parent is gone.
"""

import fcntl
import importlib
import logging
import os
import signal
import sys
from multiprocessing.connection import Connection

from masklet.workers.roles import ROLES
from masklet.workers.serving import Server


def main(role_name: str, descriptor: str, host: str) -> None:
    """Serve until the parent goes; does not return."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which ends us
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # a log line must not stop us in a terminal's background
    _die_with_parent()
    role = ROLES[role_name]
    os.nice(role.niceness)
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format=f"%(asctime)s [%(levelname)s] {role.name} worker: %(message)s"
    )
    Server(Connection(int(descriptor)), _make_host(host), role.purpose).run()


def _make_host(host: str) -> object:
    module, factory = host.split(":")
    made: object = getattr(importlib.import_module(module), factory)()
    return made


def _die_with_parent() -> None:
    """Let the system kill us when standard input closes: Server's thread cannot while native code holds Python's lock."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)


if __name__ == "__main__":
    main(*sys.argv[1:])
