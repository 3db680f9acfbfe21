"""How full the GPUs of this machine are, asked of NVIDIA's own program: the server's process loads no driver and no tensor."""

import shutil
import subprocess
from dataclasses import dataclass

_MIB = 1024**2
_TIMEOUT_S = 5.0
_QUESTION = ("--query-gpu=index,memory.used,memory.total", "--format=csv,noheader,nounits")


@dataclass(frozen=True, slots=True)
class DeviceMemory:
    """Of one GPU, in bytes, of all its users together."""

    device: str
    used: int
    total: int


def device_memory() -> list[DeviceMemory]:
    """One for each GPU; empty where there is none, or where its driver does not say."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    try:
        told = subprocess.run([program, *_QUESTION], capture_output=True, text=True, timeout=_TIMEOUT_S, check=True)
    except (OSError, subprocess.SubprocessError):
        return []  # a container without its driver has the program all the same
    return [memory for line in told.stdout.splitlines() if (memory := _parsed(line)) is not None]


def _parsed(line: str) -> DeviceMemory | None:
    """`0, 512, 81559`; a device that does not say writes [N/A]."""
    words = [word.strip() for word in line.split(",")]
    if len(words) != 3 or not all(word.isdigit() for word in words):
        return None
    return DeviceMemory(words[0], int(words[1]) * _MIB, int(words[2]) * _MIB)
