"""Which memories a frame is tracked with. Knows the bank, not the network's insides.

Legend: B objects, N tokens of a frame, c memory channels, C pointer channels, P pointers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from masklet.engine.sam2.memory_bank import FrameMemory, ObjectMemory
from masklet.sam2.config import Sam2Config
from masklet.sam2.network import Recollection

Remember = Callable[[int, FrameMemory], Tensor]  # frame, its answer -> what is remembered of it [1, N, c]


@dataclass(frozen=True, slots=True)
class Recalled:
    """One object's memories: (memory [1, N, c], slot) and (pointer [1, C], signed distance in time)."""

    frames: list[tuple[Tensor, int]]
    pointers: list[tuple[Tensor, float]]

    @property
    def shape(self) -> tuple[int, int]:
        """Objects of the same shape go in one batch."""
        return len(self.frames), len(self.pointers)


@dataclass(frozen=True, slots=True)
class Recaller:
    """`frame_count` limits the reach of pointers; `remember` makes a memory anew that left the device (None: it is left out)."""

    config: Sam2Config
    frame_count: int
    device: torch.device
    remember: Remember | None

    def recall(self, memory: ObjectMemory, frame_index: int, is_backward: bool, without: int | None = None) -> Recalled:
        """Prompted frames (but the one `without`), the six before in the direction of tracking (nearest last), then
        pointers, those of prompted frames first, then the nearest tracked ones."""
        prompted = {index: frame for index, frame in memory.prompted.items() if index != without}
        slot = self.config.remembered_frames
        frames = [(frame.memory, slot) for frame in prompted.values() if frame.memory is not None]
        frames += self._before(memory, frame_index, is_backward)
        sign = -1 if is_backward else 1
        reach = min(self.frame_count, self.config.pointers)
        unit = max(1, reach - 1)
        pointers = [
            (frame.output.pointer, (frame_index - index) * sign / unit)
            for index, frame in prompted.items()
            if (frame_index - index) * sign >= 0
        ]
        for away in range(1, reach):
            pointer = memory.tracked.pointer(frame_index - sign * away, self.device)
            if pointer is not None:
                pointers.append((pointer, away / unit))
        return Recalled(frames, pointers)

    def _before(self, memory: ObjectMemory, frame_index: int, is_backward: bool) -> list[tuple[Tensor, int]]:
        found = []
        for away in range(self.config.remembered_frames, 0, -1):
            index = frame_index + away if is_backward else frame_index - away
            remembered = self._memory_of(memory, index)
            if remembered is not None:
                found.append((remembered, away - 1))
        return found

    def _memory_of(self, memory: ObjectMemory, frame_index: int) -> Tensor | None:
        near = memory.tracked.near(frame_index)
        if near is not None:
            return near.memory
        if self.remember is None or frame_index not in memory.tracked:
            return None
        frame = memory.tracked.get(frame_index, self.device)
        if frame is None:
            return None
        frame.memory = self.remember(frame_index, frame)
        memory.tracked.put(frame_index, frame)  # the next frame will want it too
        return frame.memory


def batched(recalled: Sequence[Recalled], width: int, device: torch.device) -> Recollection:
    """Memories of several objects of the same shape; `width` is that of a pointer."""
    first = recalled[0]
    frames = []
    for place in range(len(first.frames)):
        tokens = torch.cat([each.frames[place][0] for each in recalled])
        slots = torch.tensor([each.frames[place][1] for each in recalled], device=device)
        frames.append((tokens, slots))
    return Recollection(frames, *_batched_pointers(recalled, width, device))


def _batched_pointers(recalled: Sequence[Recalled], width: int, device: torch.device) -> tuple[Tensor, Tensor]:
    if not recalled[0].pointers:
        return torch.zeros(len(recalled), 0, width, device=device), torch.zeros(len(recalled), 0, device=device)
    pointers = torch.stack([torch.cat([pointer for pointer, _ in each.pointers]) for each in recalled])
    distances = torch.tensor([[distance for _, distance in each.pointers] for each in recalled], device=device)
    return pointers, distances
