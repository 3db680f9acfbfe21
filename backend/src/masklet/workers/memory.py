"""How much memory this process has resident, and giving back what the allocator keeps for later. Knows no device."""

import ctypes
import gc
import os
from pathlib import Path

_STATM = Path("/proc/self/statm")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def resident_bytes() -> int:
    """Of this process, now. 0 where the system does not say (it is no Linux)."""
    try:
        return int(_STATM.read_text().split()[1]) * _PAGE
    except OSError:
        return 0


def machine_bytes() -> int:
    """The memory of this machine."""
    return os.sysconf("SC_PHYS_PAGES") * _PAGE


def give_back() -> None:
    """Freed memory goes back to the system: glibc keeps it otherwise, and a ceiling would never be met again."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
