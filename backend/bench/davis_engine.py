"""The built-in engine as the evaluator of DAVIS sequences wants it (see its help). Holds frames in memory: a bench only."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from masklet.domain.correction import change_of, words
from masklet.domain.masklet import ObjectMask
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass
from masklet.engine.flow.answer import answer
from masklet.engine.flow.appearance import Appearance
from masklet.engine.flow.correction_in_video import correct_in_video
from masklet.engine.flow.engine import FlowEngine
from masklet.engine.flow.learned import Proposer
from masklet.engine.flow.scene import SceneReader
from masklet.masks import rle
from masklet.masks.meeting import Meeting
from masklet.service.planning import History, PlannedPass, plan_correction, plan_passes

OBJECT_ID = 1
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
    """The evaluator's interface, see tools/evaluate_davis.py; with a network that joins in, or without."""

    def __init__(self, proposer: Proposer | None = None) -> None:
        self._proposer = proposer

    def set_video(self, frames: Sequence[Frame]) -> None:
        """Take other frames."""
        self._frames = FramesInMemory(frames)
        self._scenes = SceneReader(self._frames, self._proposer)
        self._start()

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
            return [(correct_in_video(scene, previous_mask, said, len(said) - 1, Appearance), 1.0)]
        limits = None if box is None else Box(*(float(v) for v in box[:2]), float(box[2]) + 1, float(box[3]) + 1)
        return [(answer(scene, Prompt(said, limits), None), 1.0)]

    def propagate(self, prompts: dict[int, EvaluatorPrompt]) -> list[Bits]:
        """Track as the product does: all of the video at first; where a prompt is new or has a further click, its correction."""
        news = [t for t, prompt in sorted(prompts.items()) if not _same(self._told.get(t), prompt)]
        if not all(t in prompts and _extends(told, prompts[t]) for t, told in self._told.items()):
            self._start()
            news = sorted(prompts)
        is_first = not self._told
        before = dict(self._told)
        made = {t: self._say(t, prompts[t]) for t in news}
        last = self._frames.frame_count - 1
        if is_first:
            histories = {OBJECT_ID: History(news, [])}
            self._run(plan_passes(histories, news[0], last, Direction.BOTH))
        said = {t: words(_prompt(prompt)) for t, prompt in self._told.items()}
        for t in () if is_first else news:
            change = change_of(_prompt(prompts[t]), _points_of(before.get(t)), rle.is_empty(made[t].rle))
            self._run(plan_correction(OBJECT_ID, History(sorted(said), [], said), t, change, last))
        return [rle.decode(self._stored[k].rle) for k in range(last + 1)]

    def _start(self) -> None:
        self._tracker = FlowEngine(self._proposer).open(self._frames)
        self._told: dict[int, EvaluatorPrompt] = {}
        self._stored: dict[int, ObjectMask] = {}

    def _say(self, frame_index: int, prompt: EvaluatorPrompt) -> ObjectMask:
        previous = None if prompt.previous_mask is None else rle.encode(prompt.previous_mask)
        made = self._tracker.add_prompt(OBJECT_ID, frame_index, _prompt(prompt), previous)
        self._told[frame_index], self._stored[frame_index] = prompt, made
        return made

    def _run(self, passes: Sequence[PlannedPass]) -> None:
        for planned in passes:
            meeting = Meeting(planned.correction) if planned.correction else None
            run = Pass(planned.start, planned.stop, planned.direction, (OBJECT_ID,))
            for step in self._tracker.propagate(run):
                if step.frame_index not in self._told:
                    self._keep(step.frame_index, step.masks[OBJECT_ID], meeting)

    def _keep(self, frame_index: int, tracked: ObjectMask, meeting: Meeting | None) -> None:
        if meeting is not None:
            tracked = meeting.meet(frame_index, self._stored[frame_index], tracked)
        self._stored[frame_index] = tracked


def _same(told: EvaluatorPrompt | None, prompt: EvaluatorPrompt) -> bool:
    return told is not None and _prompt(told) == _prompt(prompt)


def _extends(told: EvaluatorPrompt, prompt: EvaluatorPrompt) -> bool:
    """Whether the prompt says what was told, and perhaps points beyond."""
    old, new = _prompt(told), _prompt(prompt)
    return old.mask == new.mask and old.points == new.points[: len(old.points)]


def _points_of(told: EvaluatorPrompt | None) -> int:
    return 0 if told is None or told.points is None else len(told.points)


def _prompt(prompt: EvaluatorPrompt) -> Prompt:
    mask = None if prompt.mask is None else rle.encode(prompt.mask)
    if prompt.points is None or prompt.labels is None:
        return Prompt(mask=mask)
    return Prompt(_points(prompt.points, prompt.labels), mask=mask)


def _points(points: NDArray[np.float32], labels: NDArray[np.int32]) -> tuple[Point, ...]:
    return tuple(Point(float(x), float(y), int(label)) for (x, y), label in zip(points, labels, strict=True))
