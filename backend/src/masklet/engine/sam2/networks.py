"""What the sessions of SAM 2 in this process share: the device, its measured speed, loaded networks. One thread at a time."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import CheckpointNotFound, CheckpointUnreadable
from masklet.engine.sam2 import checkpoint_files, speed
from masklet.engine.sam2.device import Device, at_work, choose, limit_memory, reserved_bytes
from masklet.sam2.config import CONFIGS, Sam2Config

if TYPE_CHECKING:
    from masklet.sam2.network import Sam2Network


@dataclass(slots=True)
class _Loaded:
    network: "Sam2Network"
    users: int = 0


class Networks:
    """Loads each checkpoint once and lends it out; those that nobody uses make room when another one is wanted."""

    def __init__(self, options: EngineOptions) -> None:
        self._options = options
        self._loaded: dict[str, _Loaded] = {}
        self._unreadable: dict[Path, tuple[object, str]] = {}  # by file: its mark and what is wrong

    @cached_property
    def device(self) -> Device:
        """Chosen once, with its ceiling of memory. Loads torch."""
        chosen = choose(self._options)
        if self._options.device_bytes is not None:
            limit_memory(chosen, self._options.device_bytes)
        return chosen

    def device_bytes(self) -> int:
        """What the device's memory holds for this process; 0 before there is one. Loads nothing."""
        return reserved_bytes(self.device) if "device" in self.__dict__ else 0

    @cached_property
    def rate(self) -> float:
        """Multiplications a second, measured once."""
        with at_work(self.device):
            return speed.measured_rate(self.device)

    def estimated_ms(self, config: Sam2Config) -> float:
        """See speed.estimated_ms; at the full image size."""
        return speed.estimated_ms(config, config.image_size, self.device, self.rate)

    def problem(self, file: Path) -> str:
        """What was wrong with this file when it was last loaded, if it still is the same file; else empty."""
        mark, problem = self._unreadable.get(file, (None, ""))
        return problem if mark is not None and mark == _mark(file) else ""

    def borrow(self, name: str) -> "Sam2Network":
        """The network of a checkpoint, to be given back. Raises CheckpointNotFound, CheckpointUnreadable, DeviceOutOfMemory."""
        if name not in self._loaded:
            for unused in [key for key, loaded in self._loaded.items() if loaded.users == 0]:
                del self._loaded[unused]
            self._loaded[name] = _Loaded(self._load(name))
        self._loaded[name].users += 1
        return self._loaded[name].network

    def give_back(self, name: str) -> None:
        """One session less uses it. It stays until another one is wanted."""
        self._loaded[name].users -= 1

    def _load(self, name: str) -> "Sam2Network":
        from masklet.sam2.checkpoint import load_network

        file = checkpoint_files.find(name, self._options)
        if file is None:
            raise CheckpointNotFound(f"The checkpoint {name} is not here any more.")
        try:
            with at_work(self.device):
                return load_network(file, CONFIGS[name]).with_precision(self.device.dtype).to(self.device.name)
        except CheckpointUnreadable as error:
            self._unreadable[file] = (_mark(file), error.message)
            raise


def _mark(file: Path) -> object:
    """Changes when the file does."""
    try:
        state = file.stat()
    except OSError:
        return None
    return (state.st_ino, state.st_size, state.st_mtime_ns)
