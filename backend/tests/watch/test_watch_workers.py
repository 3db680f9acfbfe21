"""Calls to a worker become numbers: waiting and work apart, errors by code, sessions on the device, children's memory."""

import os
import threading

import pytest
from prometheus_client.parser import text_string_to_metric_families

from masklet.domain.errors import SessionNotLoaded, WorkerFailed
from masklet.domain.tracking import EngineInfo
from masklet.service.health_interfaces import StudioState
from masklet.watch import state
from masklet.watch.device_memory import DeviceMemory, device_memory
from masklet.watch.metrics import Metrics
from masklet.watch.watch import Watch
from masklet.workers.engine_client import EngineClient
from masklet.workers.interface import EngineWorker, SessionSpec


class SlowLink:
    """A Link whose calls end when they are told to."""

    def __init__(self, watch):
        self.watch, self.may_end, self.error = watch, threading.Event(), None
        self.may_end.set()

    def call(self, call, on_progress, is_cancelled):
        assert self.may_end.wait(5)
        if self.error is not None:
            raise self.error
        return [EngineInfo("flow", "Flow", "", True, "", "cpu", "")] if call.method == "engines" else None

    def close(self):
        """Nothing to close."""


@pytest.fixture
def watch():
    made = Watch(Metrics())
    made.collect_state(lambda: StudioState(4, 3, 1, 2, {}, {}, 10))
    return made


@pytest.fixture
def link(watch):
    return SlowLink(watch.of("engine"))


@pytest.fixture
def engine(link):
    return EngineClient(link)


def value(watch, name, **labels):
    found = {
        (each.name, tuple(sorted(each.labels.items()))): each.value
        for family in text_string_to_metric_families(watch.page()[0].decode())
        for each in family.samples
    }
    return found.get((name, tuple(sorted(labels.items()))))


def spec(session_id):
    return SessionSpec(session_id, "flow", "x.mp4", None, ())  # type: ignore[arg-type]  # nobody looks at the clip


def becomes(condition, limit_s=5):
    done = threading.Event()
    for _ in range(int(limit_s / 0.01)):
        if condition():
            return True
        done.wait(0.01)
    return False


def test_waiting_and_work_are_told_apart(watch, link, engine):
    link.may_end.clear()
    threads = [threading.Thread(target=engine.engines) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert becomes(lambda: value(watch, "masklet_worker_waiting", worker="engine") == 2)
    link.may_end.set()
    for thread in threads:
        thread.join()
    call = {"worker": "engine", "call": "engines"}
    assert value(watch, "masklet_worker_waiting", worker="engine") == 0
    assert value(watch, "masklet_worker_call_seconds_count", **call) == 3
    assert value(watch, "masklet_worker_wait_seconds_count", **call) == 3


def test_errors_are_counted_by_code_and_what_is_mended_unseen_is_none(watch, link, engine):
    for error in (WorkerFailed("gone"), SessionNotLoaded("not here"), WorkerFailed("gone")):
        link.error = error
        with pytest.raises(type(error)):
            engine.step("a")
    assert value(watch, "masklet_worker_errors_total", worker="engine", code="WORKER_FAILED") == 2
    assert value(watch, "masklet_worker_errors_total", worker="engine", code="INTERNAL") is None


def test_sessions_are_on_the_device_or_asleep(watch):
    assert value(watch, "masklet_sessions", state="on_device") == 3
    assert value(watch, "masklet_sessions", state="asleep") == 1


def test_children_are_counted_and_weighed(watch):
    role = watch.of("export")
    role.started(os.getpid())
    assert value(watch, "masklet_worker_resident_bytes", worker="export") > 10 * 1024**2
    assert value(watch, "masklet_worker_resident_bytes", worker="engine") == 0
    role.ended(os.getpid(), True)
    role.started(2**22 + 1)  # no process has such a number
    assert value(watch, "masklet_worker_resident_bytes", worker="export") == 0
    assert value(watch, "masklet_worker_starts_total", worker="export") == 2
    assert value(watch, "masklet_worker_deaths_total", worker="export") == 1


def test_every_call_of_the_interface_has_its_own_series(watch, engine):
    """The labels are the interface's names: a closed list."""
    engine.engines()
    engine.open(spec("a"))
    page = watch.page()[0].decode()
    assert all(hasattr(EngineWorker, name) for name in ("engines", "open", "prompt", "step"))
    assert 'call="open"' in page


def fake_program(folder, monkeypatch, script):
    program = folder / "nvidia-smi"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def test_a_device_tells_its_memory(watch, tmp_path, monkeypatch):
    fake_program(tmp_path, monkeypatch, 'echo "$@" >&2; echo "0, 512, 81559"; echo "1, [N/A], [N/A]"')
    assert device_memory() == [DeviceMemory("0", 512 * 1024**2, 81559 * 1024**2)]
    assert value(watch, "masklet_device_memory_used_bytes", device="0") == 512 * 1024**2
    assert value(watch, "masklet_device_memory_bytes", device="0") == 81559 * 1024**2


@pytest.mark.parametrize("script", ["exit 9", "echo No devices were found", "kill -9 $$"])
def test_a_driver_that_does_not_answer_is_no_device(watch, tmp_path, monkeypatch, script):
    fake_program(tmp_path, monkeypatch, script)
    assert device_memory() == []
    assert value(watch, "masklet_device_memory_bytes", device="0") is None


def test_without_a_gpu_there_is_no_number_for_one(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert device_memory() == []


def test_devices_are_asked_rarely(monkeypatch):
    asked = []
    monkeypatch.setattr(state, "device_memory", lambda: asked.append(1) or [])
    collector = state.StateCollector(lambda: StudioState(0, 0, 0, 0, {}, {}, 0), {})
    for _ in range(5):
        list(collector.collect())
    assert len(asked) == 1
