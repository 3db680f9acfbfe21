"""What a child that reads strangers' files may use, as plain values. Read on both sides of the pipe; holds no system call."""

import json
from dataclasses import asdict, dataclass

GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Bounds:
    """`file_bytes`: the longest file it may write. `cpu_s`, `silence_s`: processor and clock seconds between two signs that a
    call goes on (a frame done, or asking whether it is cancelled). Processor seconds are for each of its threads: a child
    that waits for a busy machine uses none."""

    file_bytes: int
    memory_bytes: int = 6 * GIB
    open_files: int = 256
    cpu_s: int = 30
    silence_s: float = 180.0


def to_json(bounds: Bounds) -> str:
    """For `from_json` in the child."""
    return json.dumps(asdict(bounds))


def from_json(text: str) -> Bounds:
    """What `to_json` wrote."""
    return Bounds(**json.loads(text))
