"""How much memory this process has resident, and giving back what the allocator keeps for later. Knows no device."""

import ctypes
import gc
import os
from collections.abc import Iterator
from pathlib import Path

_STATM = Path("/proc/self/statm")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def resident_bytes() -> int:
    """Of this process, now. 0 where the system does not say (it is no Linux)."""
    try:
        return int(_STATM.read_text().split()[1]) * _PAGE
    except OSError:
        return 0


def machine_bytes(control_groups: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> int:
    """The memory of this machine, or what this process's container or service may use of it."""
    return min([os.sysconf("SC_PHYS_PAGES") * _PAGE, *_allowed(control_groups, own)])


def _allowed(control_groups: Path, own: Path) -> Iterator[int]:
    """Each control group's limit, from the process's own up to the root: of both kinds (cgroup v2 and v1)."""
    for line in _text(own).splitlines():
        _, kinds, name = line.split(":", 2)
        root, file = (control_groups, "memory.max")
        if kinds:
            root, file = (control_groups / "memory", "memory.limit_in_bytes")
        if kinds and "memory" not in kinds.split(","):
            continue
        place = root / name.lstrip("/")
        for folder in (place, *place.parents):
            if folder.is_relative_to(root) and (said := _text(folder / file).strip()).isdecimal():
                yield int(said)


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def give_back() -> None:
    """Freed memory goes back to the system: glibc keeps it otherwise, and a ceiling would never be met again."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
