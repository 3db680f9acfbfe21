"""What is remembered of one object: its prompted frames, and the tracked ones near where it was tracked last.

Memories on the device are bounded: prompted frames, and six tracked frames on each side of the last one. Of every other
tracked frame the host keeps its pointer (1 kB), its object logit and, in the archive, its mask logits.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from masklet.engine.sam2.host_copy import HostCopy
from masklet.engine.sam2.logit_archive import LogitArchive
from masklet.sam2.network import FrameOutput


@dataclass(slots=True)
class FrameMemory:
    """One object on one frame: what the network answered (one object, on the device) and, once made, what is remembered [1, N, c].
    `is_clear`: a person said it, see Sam2Network.remember."""

    output: FrameOutput
    memory: Tensor | None = None
    is_clear: bool = False


@dataclass(frozen=True, slots=True)
class Leaving:
    """A tracked frame's output on its way to the host, where it will be needed when its memory leaves the device."""

    pointer: HostCopy
    object_logit: HostCopy
    mask_logits: HostCopy


@dataclass(frozen=True, slots=True)
class Trace:
    """What the host keeps of a tracked frame: the pointer [C] float32 and the object logit."""

    pointer: NDArray[np.float32]
    object_logit: float
    is_clear: bool


class TrackedFrames:
    """Tracked frames of one object. `reach`: frames on each side of the last one whose memories stay on the device."""

    def __init__(self, object_id: int, reach: int, archive: LogitArchive) -> None:
        self._object_id, self._reach, self._archive = object_id, reach, archive
        self._near: dict[int, FrameMemory] = {}
        self._leaving: dict[int, Leaving] = {}
        self._far: dict[int, Trace] = {}

    def __contains__(self, frame_index: int) -> bool:
        return frame_index in self._near or frame_index in self._far

    def put(self, frame_index: int, frame: FrameMemory) -> None:
        """Remember; frames out of reach of this one leave the device."""
        self._forget_far(frame_index)
        self._near[frame_index] = frame
        output = frame.output
        copies = HostCopy(output.pointer.float()), HostCopy(output.object_logit), HostCopy(output.mask_logits)
        self._leaving[frame_index] = Leaving(*copies)
        for index in [index for index in self._near if abs(index - frame_index) > self._reach]:
            self._put_away(index, self._near.pop(index))

    def near(self, frame_index: int) -> FrameMemory | None:
        """What is still on the device."""
        return self._near.get(frame_index)

    def get(self, frame_index: int, device: torch.device) -> FrameMemory | None:
        """A frame as it was answered; one that left the device comes back without its memory."""
        if frame_index in self._near:
            return self._near[frame_index]
        logits = self._archive.get((self._object_id, frame_index)) if frame_index in self._far else None
        if logits is None:
            return None
        trace = self._far[frame_index]
        pointer = torch.from_numpy(trace.pointer)[None].to(device)
        known = torch.ones(1, device=device)
        output = FrameOutput(logits.to(device), known, pointer, known * trace.object_logit)
        return FrameMemory(output, is_clear=trace.is_clear)

    def pointer(self, frame_index: int, device: torch.device) -> Tensor | None:
        """[1, C]."""
        if frame_index in self._near:
            return self._near[frame_index].output.pointer
        trace = self._far.get(frame_index)
        return None if trace is None else torch.from_numpy(trace.pointer)[None].to(device)

    def pop(self, frame_index: int) -> None:
        """Forget a frame; an unknown one is no error."""
        self._near.pop(frame_index, None)
        self._leaving.pop(frame_index, None)
        self._forget_far(frame_index)

    def close(self) -> None:
        """Forget all."""
        self._near.clear()
        self._leaving.clear()
        for frame_index in list(self._far):
            self._forget_far(frame_index)

    def _put_away(self, frame_index: int, frame: FrameMemory) -> None:
        leaving = self._leaving.pop(frame_index)
        pointer, logit = leaving.pointer.get()[0].numpy(), float(leaving.object_logit.get())
        self._far[frame_index] = Trace(pointer, logit, frame.is_clear)
        self._archive.put((self._object_id, frame_index), leaving.mask_logits.get())

    def _forget_far(self, frame_index: int) -> None:
        if self._far.pop(frame_index, None) is not None:
            self._archive.drop((self._object_id, frame_index))


class ObjectMemory:
    """One object. `prompted` guide tracking everywhere; `passed` says in which direction a frame was tracked (True: backward).

    `fresh` are answers to prompts since the last pass, with whether they make their frame a prompted one: they count from
    the next pass on.
    """

    def __init__(self, object_id: int, reach: int, archive: LogitArchive) -> None:
        self.prompted: dict[int, FrameMemory] = {}
        self.tracked = TrackedFrames(object_id, reach, archive)
        self.passed: dict[int, bool] = {}
        self.fresh: dict[int, tuple[FrameMemory, bool]] = {}

    @property
    def is_prompted(self) -> bool:
        """Whether a person has said anything that still counts."""
        return bool(self.prompted) or any(conditions for _, conditions in self.fresh.values())

    @property
    def prompted_frames(self) -> Iterator[int]:
        """Frames that are or will be prompted ones."""
        yield from self.prompted
        yield from (index for index, (_, conditions) in self.fresh.items() if conditions)

    def shown(self, frame_index: int, device: torch.device) -> FrameMemory | None:
        """What a person sees of the object on a frame."""
        if frame_index in self.fresh:
            return self.fresh[frame_index][0]
        return self.prompted.get(frame_index) or self.tracked.get(frame_index, device)

    def settle(self) -> None:
        """Fresh answers begin to count. A prompted frame is not a tracked one too."""
        for frame_index, (frame, conditions) in sorted(self.fresh.items(), key=lambda item: item[1][1]):
            if conditions:
                self.prompted[frame_index] = frame
            else:
                self.tracked.put(frame_index, frame)
        self.fresh.clear()
        for frame_index in self.prompted:
            self.tracked.pop(frame_index)

    def unprompt(self, frame_index: int) -> None:
        """The frame becomes an ordinary one."""
        self.fresh.pop(frame_index, None)
        frame = self.prompted.pop(frame_index, None)
        if frame is not None:
            self.tracked.put(frame_index, frame)
            self.passed.pop(frame_index, None)

    def close(self) -> None:
        """Forget all."""
        self.prompted.clear()
        self.fresh.clear()
        self.passed.clear()
        self.tracked.close()
