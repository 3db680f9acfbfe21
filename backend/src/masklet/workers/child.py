"""Entry of a child process: `python -m masklet.workers.child <role> <file descriptor of the pipe> <module:factory> <options> <bounds> <log style>`.

The factory makes the host that does the work: EngineHost, MediaHost or CheckpointHost, or a test's own. `options` are
EngineOptions as JSON for the factory, or empty where it takes nothing; `bounds` what the child may use, as JSON, or empty
where it is not confined; the log style see LogStyle. Standard input is a pipe that nobody writes to: its end of file means
that the parent is gone.
"""

import fcntl
import importlib
import logging
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

from masklet.domain.engine_options import from_json
from masklet.workers import bounds as bounds_text
from masklet.workers.confinement import CpuAllowance, confine
from masklet.workers.log_lines import configure, style_of
from masklet.workers.roles import ROLES
from masklet.workers.serving import Server


def main(role_name: str, descriptor: str, host: str, options: str, bounds: str, log_style: str) -> None:
    """Serve until the parent goes; does not return."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which ends us
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # a log line must not stop us in a terminal's background
    _die_with_parent()
    role = ROLES[role_name]
    os.nice(role.niceness)
    configure(style_of(log_style), worker=role.name)
    allowance = _confined(bounds) if bounds else None
    Server(Connection(int(descriptor)), _make_host(host, options), role.purpose, allowance).run()


def _confined(text: str) -> CpuAllowance:
    """Before anything is imported that reads media."""
    bounds = bounds_text.from_json(text)
    for missing in confine(bounds):
        logging.getLogger(__name__).warning("not fully confined: %s", missing)
    return CpuAllowance(bounds.cpu_s * int(os.environ.get("OMP_NUM_THREADS", "1")))


def _make_host(host: str, options: str) -> object:
    module, name = host.split(":")
    factory: Callable[..., object] = getattr(importlib.import_module(module), name)
    return factory(from_json(options)) if options else factory()


def _die_with_parent() -> None:
    """Let the system kill us when standard input closes: Server's thread cannot while native code holds Python's lock."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)


if __name__ == "__main__":
    main(*sys.argv[1:])
