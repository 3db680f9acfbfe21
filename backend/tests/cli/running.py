"""Starts programs of ours on free ports and watches them end."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

READY_S = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """One program; `lines` is what it said so far."""

    def __init__(self, command, port, **settings):
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        self.data_dir = Path(settings.get("data_dir", "data"))
        settings = {"checkpoints_dir": ""} | settings  # what a developer has there is no part of a test
        given = {f"MASKLET_{name.upper()}": str(value) for name, value in settings.items()}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MASKLET_")}
        self.process = subprocess.Popen(
            command,
            env={**kept, **given, "MASKLET_PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def wait_ready(self):
        deadline = time.monotonic() + READY_S
        while not any("is ready at" in line for line in self.lines):
            assert self.process.poll() is None, self.lines
            assert time.monotonic() < deadline, self.lines
            time.sleep(0.02)

    def family(self):
        return [self.process.pid, *(child.pid for child in psutil.Process(self.process.pid).children(recursive=True))]

    def end(self, number, limit_s=10):
        """Send the signal; seconds until the program and all of its children are gone, and its status."""
        family = self.family()
        began = time.monotonic()
        self.process.send_signal(number)
        status = self.process.wait(limit_s)
        while any(psutil.pid_exists(pid) for pid in family):
            assert time.monotonic() - began < limit_s, "a child outlived the program"
            time.sleep(0.02)
        self._reader.join(5)
        return time.monotonic() - began, status

    def kill_family(self):
        for pid in self.family() if self.process.poll() is None else []:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)


@contextlib.contextmanager
def running(*command, **settings):
    program = Running([sys.executable, *command], free_port(), **settings)
    try:
        program.wait_ready()
        yield program
    finally:
        program.kill_family()


FAKE_SERVER = str(Path(__file__).parent / "fake_server.py")
MASKLET = ("-m", "masklet.cli.main")
