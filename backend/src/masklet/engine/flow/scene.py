"""One frame on which something is said, with what moves on it. Keeps the last one: clicks on a frame come in a row."""

from dataclasses import dataclass

from masklet.domain.errors import VideoUnreadable
from masklet.engine.flow.learned import Proposer
from masklet.engine.flow.region import Image
from masklet.engine.flow.scene_motion import SceneMotion, scene_motion
from masklet.engine.protocol import FrameSource


@dataclass(frozen=True, slots=True)
class Scene:
    """`frame` H x W x 3; `motion` None where there is no neighbouring frame to compare it with; `proposer` None: no network joins in."""

    frame: Image
    motion: SceneMotion | None = None
    proposer: Proposer | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""
        return self.frame.shape[0], self.frame.shape[1]


class SceneReader:
    """Scenes of one video by frame. Reads a frame and one neighbour, the next one where there is one."""

    def __init__(self, frames: FrameSource, proposer: Proposer | None = None) -> None:
        self._frames, self._proposer = frames, proposer
        self._last: tuple[int, Scene] | None = None

    def at(self, frame_index: int) -> Scene:
        """Raises FrameOutOfRange, VideoUnreadable."""
        if self._last is None or self._last[0] != frame_index:
            frame = self._frames.read(frame_index)
            self._last = frame_index, Scene(frame, self._motion(frame_index, frame), self._proposer)
        return self._last[1]

    def forget(self) -> None:
        """Give the memory back."""
        self._last = None

    def _motion(self, frame_index: int, frame: Image) -> SceneMotion | None:
        neighbour = frame_index + 1 if frame_index + 1 < self._frames.frame_count else frame_index - 1
        if neighbour < 0:
            return None
        try:
            return scene_motion(frame, self._frames.read(neighbour))
        except VideoUnreadable:
            return None  # a click on a sound frame is answered without the broken one beside it
