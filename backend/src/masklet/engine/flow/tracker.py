"""One session's tracker of the built-in engine: remembers prompts and answers them. The frame source is the caller's."""

from collections.abc import Iterator, Sequence

from masklet.domain.errors import InvalidPrompt
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.prompt import BACKGROUND, OBJECT, Point, Prompt
from masklet.domain.tracking import Pass, PromptedFrame
from masklet.engine.flow.answer import answer
from masklet.engine.flow.clicks import all_meant
from masklet.engine.flow.correction_in_video import Learned, correct_in_video
from masklet.engine.flow.known_appearance import appearance_elsewhere
from masklet.engine.flow.learned import Proposer
from masklet.engine.flow.region import Bits
from masklet.engine.flow.running_pass import RunningPass
from masklet.engine.flow.scene import SceneReader
from masklet.engine.flow.state import Kept, PromptedFrames
from masklet.engine.protocol import FrameSource
from masklet.masks import rle


class FlowTracker:
    """See protocol.Tracker. Between passes it keeps the run lengths of prompted frames and the frame last spoken of."""

    def __init__(self, frames: FrameSource, proposer: Proposer | None = None) -> None:
        self._frames = frames
        self._scenes = SceneReader(frames, proposer)
        self._prompted = PromptedFrames()

    def add_prompt(self, object_id: int, frame_index: int, prompt: Prompt, previous: Rle | None) -> ObjectMask:
        """See protocol.Tracker. Points added to a known prompt correct its mask; any other change starts again from
        what was shown before the first prompt on this frame."""
        _check(prompt, self._frames)
        shown = None if previous is None or rle.is_empty(previous) else previous
        known = self._prompted.get(object_id, frame_index)
        base = shown if known is None else known.base
        mask = self._answer(object_id, frame_index, prompt, known, shown, base)
        made = _seen(mask)
        self._prompted.put(object_id, frame_index, Kept(prompt, made, base))
        return made

    def candidates(self, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        """See protocol.Tracker. The frame stays read, as after a click: asking beside one decodes nothing."""
        _check(prompt, self._frames)
        scene = self._scenes.at(frame_index)
        if not prompt.is_ambiguous:
            return (_seen(answer(scene, prompt, None)),)
        return tuple(ObjectMask(rle.encode(one.mask), one.score) for one in all_meant(scene, prompt.points, most))

    def _answer(
        self, object_id: int, frame_index: int, prompt: Prompt, known: Kept | None, shown: Rle | None, base: Rle | None
    ) -> Bits:
        scene = self._scenes.at(frame_index)
        extends = known is not None and _extends(prompt, known.prompt)
        before, answered = base, 0
        if known is not None and extends:
            before, answered = shown or known.mask.rle, len(known.prompt.points)
        mask = None if before is None else rle.decode(before)
        if extends or (self._is_prompted_elsewhere(object_id, frame_index) and _is_points(prompt)):
            return correct_in_video(scene, mask, prompt.points, answered, self._learned(object_id, frame_index))
        return answer(scene, prompt, mask)

    def _is_prompted_elsewhere(self, object_id: int, frame_index: int) -> bool:
        return any(t != frame_index for t in self._prompted.nearest(object_id, frame_index, 2))

    def _learned(self, object_id: int, frame_index: int) -> Learned:
        return lambda: appearance_elsewhere(self._frames, self._prompted, object_id, frame_index)

    def restore(self, prompted: Sequence[PromptedFrame]) -> None:
        """See protocol.Tracker."""
        for one in prompted:
            if one.mask is None:
                self.add_prompt(one.object_id, one.frame_index, one.prompt, None)
            else:
                self._prompted.put(one.object_id, one.frame_index, Kept(one.prompt, one.mask, None))

    def clear_prompt(self, object_id: int, frame_index: int) -> None:
        """See protocol.Tracker."""
        self._prompted.drop(object_id, frame_index)

    def remove_object(self, object_id: int) -> None:
        """See protocol.Tracker."""
        self._prompted.drop(object_id)

    def clear(self) -> None:
        """See protocol.Tracker."""
        self._prompted.clear()

    def propagate(self, run: Pass) -> Iterator[FrameMasks]:
        """See protocol.Tracker. A prompt given during a pass counts from the step on which its frame is met."""
        return RunningPass(self._frames, self._prompted, run).steps()

    def close(self) -> None:
        """See protocol.Tracker."""
        self._prompted.clear()
        self._scenes.forget()


def _extends(new: Prompt, old: Prompt) -> bool:
    """Whether the new prompt says all that the old one said, in its order, and only points beyond."""
    same = new.box == old.box and new.mask == old.mask
    return same and not old.is_empty and new.points[: len(old.points)] == old.points


def _seen(mask: Bits) -> ObjectMask:
    """A person's word: what they pointed at is there."""
    return ObjectMask(rle.encode(mask), 1.0 if mask.any() else 0.0)


def _is_points(prompt: Prompt) -> bool:
    return prompt.box is None and prompt.mask is None


def _check(prompt: Prompt, frames: FrameSource) -> None:
    if prompt.is_empty:
        raise InvalidPrompt("Say something about the object: a point, a box or a mask.", reason="empty")
    mask = prompt.mask
    if mask is not None and (mask.height, mask.width) != (frames.height, frames.width):
        raise InvalidPrompt(f"The mask is {mask.width}×{mask.height} pixels, the video {frames.width}×{frames.height}.")
    if not all(_is_sound(point, frames) for point in prompt.points):
        raise InvalidPrompt("A point must lie inside the frame and have the label 0 or 1.")


def _is_sound(point: Point, frames: FrameSource) -> bool:
    inside = 0 <= point.x <= frames.width and 0 <= point.y <= frames.height  # False for NaN
    return inside and point.label in (BACKGROUND, OBJECT)
