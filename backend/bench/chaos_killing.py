"""kill -9 by chance: of the whole family of processes, of the server without its workers, of one process alone."""

import contextlib
import os
import random
import signal
import time

import httpx
import psutil
from live_server import Product

FAMILY, SERVERS, SERVING, WORKER = "everything", "the servers", "the serving process", "a worker"
KINDS = (FAMILY,) * 13 + (SERVERS,) * 3 + (SERVING,) * 2 + (WORKER,) * 2
PATIENCE_S = 60


def kill(running: Product, kind: str, chance: random.Random) -> str:
    """What was killed. Returns when it is dead."""
    if kind == WORKER:
        workers = running.children()
        if workers:
            role = chance.choice(sorted(workers))
            _kill([workers[role].pid])
            return f"the {role} worker"
    if kind == SERVING:
        _kill([running.server().pid])
        return kind
    family = running.family()
    if kind == SERVERS:
        family = [running.process.pid, running.server().pid]
    chance.shuffle(family)
    _kill(family)
    running.process.wait(10)
    return kind if kind == SERVERS else f"{FAMILY} ({len(family)} processes)"


def is_down(running: Product) -> bool:
    """Whether it must be started again; else gunicorn or the server itself has started what died."""
    return running.process.poll() is not None


def start_again(running: Product, chance: random.Random) -> tuple[Product, int]:
    """On the same data and port; sometimes killed while it starts, which is counted."""
    kills = 0
    while True:
        made = Product(running.data_dir, port=running.port)
        if chance.random() > 0.2:
            made.wait_ready()
            return made, kills
        time.sleep(chance.uniform(0.1, 2.5))
        with contextlib.suppress(psutil.NoSuchProcess):
            _kill(made.family())
        made.process.wait(10)
        kills += 1


def wait_healthy(url: str) -> None:
    """Until it answers. Raises AssertionError."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{url}/healthy", timeout=5, trust_env=False).text == "OK":
                return
        assert time.monotonic() < deadline, "the server does not come back"
        time.sleep(0.05)


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE_S
    while any(_lives(pid) for pid in pids):
        assert time.monotonic() < deadline, f"{pids} outlive kill -9"
        time.sleep(0.005)


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
