"""Mask logits that left the device, one entry for each object and frame: exact on disk, or coarse in memory.

The coarse one is for the product: at most 16 kB an entry. The exact one is for the drop-in API, which must give the
reference's answers also where a correction comes long after tracking.
"""

import tempfile
import zlib
from typing import Protocol

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

Key = tuple[int, int]  # object, frame
COARSE_BYTES = 16 * 1024
COARSE_REACH = 12.0  # logits beyond this are as certain as this


class LogitArchive(Protocol):
    """Logits [1, 1, H, W] by key."""

    def put(self, key: Key, logits: Tensor) -> None:
        """Keep, in place of what was kept."""
        ...

    def get(self, key: Key) -> Tensor | None:
        """What was kept, on the CPU, float32."""
        ...

    def drop(self, key: Key) -> None:
        """Forget; an unknown key is no error."""
        ...

    def close(self) -> None:
        """Forget all."""
        ...


class CoarseArchive:
    """8 bits a pixel, deflated, at half the size where that is still too much."""

    def __init__(self) -> None:
        self._kept: dict[Key, tuple[int, int, bytes]] = {}

    def put(self, key: Key, logits: Tensor) -> None:
        """See LogitArchive."""
        small = logits.float().cpu()
        side, packed = small.shape[-1], _packed(small)
        while len(packed) > COARSE_BYTES:
            small = F.avg_pool2d(small, 2)
            packed = _packed(small)
        self._kept[key] = (side, small.shape[-1], packed)

    def get(self, key: Key) -> Tensor | None:
        """See LogitArchive."""
        if key not in self._kept:
            return None
        side, kept_side, packed = self._kept[key]
        levels = np.frombuffer(zlib.decompress(packed), np.int8).astype(np.float32)
        logits = torch.from_numpy(levels * (COARSE_REACH / 127)).reshape(1, 1, kept_side, kept_side)
        return F.interpolate(logits, (side, side), mode="bilinear") if side != kept_side else logits

    def drop(self, key: Key) -> None:
        """See LogitArchive."""
        self._kept.pop(key, None)

    def close(self) -> None:
        """See LogitArchive."""
        self._kept.clear()


class ExactArchive:
    """Half precision (its error is a thousandth) in a temporary file that the system removes with the process."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="masklet-")  # noqa: SIM115 - lives as long as its owner
        self._places: dict[Key, tuple[int, int]] = {}  # offset, side
        self._free: dict[int, list[int]] = {}
        self._end = 0

    def put(self, key: Key, logits: Tensor) -> None:
        """See LogitArchive."""
        side = logits.shape[-1]
        content = logits.detach().to("cpu", torch.float16).contiguous().numpy().tobytes()
        if key in self._places and self._places[key][1] != side:
            self.drop(key)
        if key not in self._places:
            free = self._free.get(side)
            self._places[key] = (free.pop() if free else self._end, side)
            self._end = max(self._end, self._places[key][0] + len(content))
        self._file.seek(self._places[key][0])
        self._file.write(content)

    def get(self, key: Key) -> Tensor | None:
        """See LogitArchive."""
        if key not in self._places:
            return None
        offset, side = self._places[key]
        self._file.seek(offset)
        half = np.frombuffer(self._file.read(2 * side * side), np.float16)
        return torch.from_numpy(half.astype(np.float32)).reshape(1, 1, side, side)

    def drop(self, key: Key) -> None:
        """See LogitArchive."""
        if key in self._places:
            offset, side = self._places.pop(key)
            self._free.setdefault(side, []).append(offset)

    def close(self) -> None:
        """See LogitArchive."""
        self._places.clear()
        self._file.close()


def _packed(logits: Tensor) -> bytes:
    levels = (logits.clamp(-COARSE_REACH, COARSE_REACH) * (127 / COARSE_REACH)).round().to(torch.int8)
    return zlib.compress(levels.numpy().tobytes(), 1)
