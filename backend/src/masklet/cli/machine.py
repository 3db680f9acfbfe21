"""What this machine is, as far as it decides how fast we are."""

import importlib.metadata
import os
import platform
from pathlib import Path
from typing import Any

_PACKAGES = ("masklet", "numpy", "opencv-python-headless", "av", "torch")
_CPU_FILE = Path("/proc/cpuinfo")


def machine() -> dict[str, Any]:
    """For programs: processors, memory in GiB, the load of the last minute (None where it is not told), versions."""
    return {
        "processor": _processor(),
        "cpus": _cpus(),
        "memory_gib": _memory_gib(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in _PACKAGES},
    }


def in_words(facts: dict[str, Any]) -> str:
    """Two lines."""
    memory = "" if facts["memory_gib"] is None else f", {facts['memory_gib']} GiB"
    load = "" if facts["load"] is None else f", load {facts['load']} when it began"
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items() if version is not None)
    return f"{facts['processor']}, CPUs: {facts['cpus']}{memory}{load}\n{facts['system']}; {versions}"


def is_busy(facts: dict[str, Any]) -> bool:
    """Whether other programs took much of the time."""
    return facts["load"] is not None and facts["load"] > facts["cpus"] / 2


def _processor() -> str:
    if _CPU_FILE.is_file():
        for line in _CPU_FILE.read_text("utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _cpus() -> int:
    """Those that we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory_gib() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (ValueError, OSError):
        return None


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
