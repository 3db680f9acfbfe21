"""The built-in engine as the evaluator of DAVIS sequences wants it (see its help). Holds frames in memory: a bench only."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from masklet.domain.masklet import Rle
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass, PromptedFrame
from masklet.engine.flow.answer import answer
from masklet.engine.flow.clicks import all_clicks
from masklet.engine.flow.engine import FlowEngine
from masklet.engine.flow.scene import SceneReader
from masklet.masks import rle

Bits = NDArray[np.bool_]
Frame = NDArray[np.uint8]


class EvaluatorPrompt(Protocol):
    """What the evaluator passes for one prompted frame."""

    mask: Bits | None
    points: NDArray[np.float32] | None
    labels: NDArray[np.int32] | None
    previous_mask: Bits | None


class FramesInMemory:
    """A FrameSource over a list."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self._frames = frames
        self.frame_count = len(frames)
        self.height, self.width = frames[0].shape[:2]

    def read(self, frame_index: int) -> Frame:
        """The frame."""
        return self._frames[frame_index]


class DavisEngine:
    """The evaluator's interface, see tools/evaluate_davis.py."""

    def set_video(self, frames: Sequence[Frame]) -> None:
        """Take other frames."""
        self._frames = FramesInMemory(frames)
        self._scenes = SceneReader(self._frames)

    def segment(
        self,
        frame_index: int,
        points: NDArray[np.float32],
        labels: NDArray[np.int32],
        box: tuple[float, float, float, float] | None = None,
        previous_mask: Bits | None = None,
    ) -> list[tuple[Bits, float]]:
        """One candidate: the mask of the clicks, where the last one corrects `previous_mask`, or of the box."""
        scene = self._scenes.at(frame_index)
        said = _points(points, labels)
        if previous_mask is not None and said:
            return [(all_clicks(scene, said, previous_mask, len(said) - 1), 1.0)]
        limits = None if box is None else Box(*(float(v) for v in box[:2]), float(box[2]) + 1, float(box[3]) + 1)
        return [(answer(scene, Prompt(said, limits), None), 1.0)]

    def propagate(self, prompts: dict[int, EvaluatorPrompt]) -> list[Bits]:
        """Track from the first prompted frame to the end, and back from it to the start."""
        tracker = FlowEngine().open(self._frames)
        for frame_index, prompt in sorted(prompts.items()):
            made = self._mask_of(frame_index, prompt)
            tracker.restore([PromptedFrame(1, frame_index, Prompt(mask=made), None)])
        first, last = min(prompts), self._frames.frame_count - 1
        masks: dict[int, Rle] = {}
        for run in (Pass(first, last, Direction.FORWARD, (1,)), Pass(first, 0, Direction.BACKWARD, (1,))):
            masks |= {step.frame_index: step.masks[1].rle for step in tracker.propagate(run)}
        return [rle.decode(masks[k]) for k in range(last + 1)]

    def _mask_of(self, frame_index: int, prompt: EvaluatorPrompt) -> Rle:
        if prompt.mask is not None:
            return rle.encode(prompt.mask)
        assert prompt.points is not None
        assert prompt.labels is not None
        return rle.encode(self.segment(frame_index, prompt.points, prompt.labels, None, prompt.previous_mask)[0][0])


def _points(points: NDArray[np.float32], labels: NDArray[np.int32]) -> tuple[Point, ...]:
    return tuple(Point(float(x), float(y), int(label)) for (x, y), label in zip(points, labels, strict=True))
