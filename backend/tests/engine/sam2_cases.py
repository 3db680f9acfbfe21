"""What the tests of the SAM 2 engine share: a clip in memory that counts its reads, prompts, and a pass run to its end."""

import numpy as np

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import VideoUnreadable
from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass
from masklet.engine.sam2.tracker import Sam2Tracker
from masklet.sam2.config import PICO

WIDTH, HEIGHT = 160, 96


class Clip:
    """A block that moves right over a pattern. `broken` frames cannot be read; `reads` are the frames that were asked for."""

    def __init__(self, frame_count=20, broken=(), width=WIDTH, height=HEIGHT):
        self.frame_count, self.width, self.height, self.broken = frame_count, width, height, broken
        self.reads = []
        self.pattern = np.random.default_rng(5).integers(40, 90, (height, width, 3), dtype=np.uint8)

    def read(self, frame_index):
        self.reads.append(frame_index)
        if frame_index in self.broken:
            raise VideoUnreadable(f"Frame {frame_index} of this video cannot be read.", frame_index=frame_index)
        picture = self.pattern.copy()
        left = 20 + 4 * (frame_index % 20)
        picture[30:60, left : left + 40] = (220, 80, 40)
        return picture

    def close(self):
        """Nothing to give back."""


def tracker_on(clip, network, image_size=PICO.image_size, **options):
    return Sam2Tracker(network, clip, image_size, EngineOptions(**options))


def click(x=50.0, y=45.0, label=1):
    return Prompt((Point(x, y, label),))


def run(tracker, start, stop, object_ids=(0,), seeds=None):
    """All frames of a pass by index."""
    direction = Direction.FORWARD if stop >= start else Direction.BACKWARD
    frames = list(tracker.propagate(Pass(start, stop, direction, tuple(object_ids), seeds or {})))
    assert [frame.frame_index for frame in frames] == list(
        range(start, stop + 1) if stop >= start else range(start, stop - 1, -1)
    )
    return {frame.frame_index: frame for frame in frames}
