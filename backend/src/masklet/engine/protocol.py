"""What computes masks: an Engine is a kind, a Tracker holds one session's state. Knows nothing of videos, stores or wires."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.prompt import Prompt
from masklet.domain.tracking import EngineInfo, Pass, PromptedFrame

Frame = NDArray[np.uint8]  # height x width x 3, RGB


class FrameSource(Protocol):
    """Random access to a video's frames with a small bounded cache; sequential access is the fast path."""

    @property
    def frame_count(self) -> int:
        """Frames in the video."""
        ...

    @property
    def width(self) -> int:
        """In pixels."""
        ...

    @property
    def height(self) -> int:
        """In pixels."""
        ...

    def read(self, frame_index: int) -> Frame:
        """The frame as H x W x 3 uint8 RGB; not to be written to. Raises FrameOutOfRange, VideoUnreadable."""
        ...


class Tracker(Protocol):
    """One session's tracking state. Everything in it can be rebuilt from its prompted frames."""

    def add_prompt(self, object_id: int, frame_index: int, prompt: Prompt, previous: Rle | None) -> ObjectMask:
        """Replace the object's prompt on a frame and answer its mask there. The frame becomes a prompted frame.

        `prompt` holds everything said on this frame so far; `previous` is the mask shown there before (tracked or
        prompted), or None. Raises InvalidPrompt.
        """
        ...

    def candidates(self, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        """The different masks that a prompt may mean, at most so many (from 1), best first; changes nothing.

        The first is what `add_prompt` answers for a new object on a frame without an earlier mask. Only an ambiguous
        prompt has others; see ObjectMask for the score of each. Raises InvalidPrompt.
        """
        ...

    def restore(self, prompted: Sequence[PromptedFrame]) -> None:
        """Take over prompted frames whose masks are known, as after a restart; computes no mask that is given."""
        ...

    def clear_prompt(self, object_id: int, frame_index: int) -> None:
        """The frame becomes an ordinary one for this object. Unknown ones are no error."""
        ...

    def remove_object(self, object_id: int) -> None:
        """Forget the object; the others are untouched. An unknown one is no error."""
        ...

    def clear(self) -> None:
        """Forget all objects."""
        ...

    def propagate(self, run: Pass) -> Iterator[FrameMasks]:
        """Track the run's objects from `run.start` to `run.stop`, one frame a step.

        Prompted frames are answered with their prompt's mask. An object with neither a seed nor a prompt yet on the
        way yields an empty mask with score 0 until its first prompted frame. Each frame holds exactly
        `run.object_ids`. A frame that fails to decode is passed over and named in `FrameMasks.problem`.
        """
        ...

    def close(self) -> None:
        """Give memory back. The frame source belongs to the caller."""
        ...


class Engine(Protocol):
    """A kind of tracker, bound to a device."""

    def info(self) -> EngineInfo:
        """What a person is told, and whether it can run here."""
        ...

    def open(self, frames: FrameSource) -> Tracker:
        """A tracker without objects; reads no frame."""
        ...
