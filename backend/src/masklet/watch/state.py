"""What a scrape reads anew: sessions, jobs, bytes stored, memory of workers and devices."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from masklet.service.health_interfaces import StudioState
from masklet.watch.device_memory import DeviceMemory, device_memory
from masklet.watch.workers import WorkerWatch

_PAGE = os.sysconf("SC_PAGE_SIZE")
_DEVICE_FRESH_S = 10.0


class StateCollector(Collector):
    """Asks at each scrape. `workers` are by role."""

    def __init__(self, state: Callable[[], StudioState], workers: Mapping[str, WorkerWatch]) -> None:
        self._state, self._workers = state, workers
        self._devices: list[DeviceMemory] = []
        self._asked_at: float | None = None

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked when it is registered."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client."""
        yield from self._of_studio(self._state())
        yield _family(
            "masklet_worker_resident_bytes", "Resident memory of a worker's process", "worker", self._memory()
        )
        devices = self._device_memory()
        if devices:
            used = {each.device: each.used for each in devices}
            total = {each.device: each.total for each in devices}
            yield _family("masklet_device_memory_used_bytes", "Memory in use on a GPU, by everybody", "device", used)
            yield _family("masklet_device_memory_bytes", "Memory of a GPU", "device", total)

    def _of_studio(self, state: StudioState) -> Iterator[Metric]:
        awake = min(state.on_device, state.sessions)
        sessions = {
            "known": state.sessions,
            "on_device": awake,
            "asleep": state.sessions - awake,
            "propagating": state.propagating,
        }
        yield _family("masklet_sessions", "Sessions; asleep: known and not on the device", "state", sessions)
        yield _family("masklet_videos", "Clips, samples included", None, {"": state.videos})
        jobs = GaugeMetricFamily("masklet_jobs", "Jobs that are kept, by how they stand", labels=["kind", "state"])
        for (kind, stands), count in sorted(state.jobs.items()):
            jobs.add_metric([kind, stands], count)
        yield jobs
        yield _family("masklet_stored_bytes", "Bytes in the data folder", "part", state.stored_bytes)
        yield _family("masklet_disk_free_bytes", "Bytes free on the data folder's disk", None, {"": state.free_bytes})

    def _memory(self) -> dict[str, int]:
        return {role: sum(map(resident_bytes, worker.pids)) for role, worker in self._workers.items()}

    def _device_memory(self) -> list[DeviceMemory]:
        now = time.monotonic()
        if self._asked_at is None or now - self._asked_at > _DEVICE_FRESH_S:
            self._asked_at, self._devices = now, device_memory()
        return self._devices


def resident_bytes(pid: int) -> int:
    """Of a process; 0 where it has ended, or where the system does not say (it is no Linux)."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _family(name: str, says: str, label: str | None, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[] if label is None else [label])
    for value, number in values.items():
        family.add_metric([] if label is None else [value], number)
    return family
