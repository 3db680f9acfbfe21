"""One session's SAM 2 tracker: from the product's prompts and passes to object tracking and back. The frame source is the caller's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torch import Tensor

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import VideoUnreadable
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.prompt import Prompt
from masklet.domain.tracking import Pass, PromptedFrame
from masklet.engine.protocol import Frame, FrameSource
from masklet.engine.sam2 import prompt_tensors
from masklet.engine.sam2.frame_features import FrameFeatures
from masklet.engine.sam2.frames_ahead import LockedFrames
from masklet.engine.sam2.logit_archive import CoarseArchive
from masklet.engine.sam2.object_tracking import ObjectTracking, TrackingRules
from masklet.engine.sam2.running_pass import RunningPass
from masklet.masks import rle
from masklet.sam2.network import FrameOutput, Sam2Network


@dataclass(frozen=True, slots=True)
class Said:
    """A prompt, the mask that a person saw for it, and the logits (if any) that its first word corrected."""

    prompt: Prompt
    mask: ObjectMask
    base: Tensor | None


class Sam2Tracker:
    """See protocol.Tracker. Everything in it can be rebuilt from prompted frames: a restored one is read when it is first needed."""

    def __init__(self, network: Sam2Network, frames: FrameSource, image_size: int, options: EngineOptions) -> None:
        self._frames = LockedFrames(_Borrowed(frames))
        self._image_size = image_size
        # on a CPU making six memories anew would keep a click waiting for as many pictures
        rules = TrackingRules(options.corrections_condition, remembers_again=network.device.type != "cpu")
        features = FrameFeatures(network, self._frames.read, image_size, options.feature_cache_bytes)
        self._tracking = ObjectTracking(network, features, frames.frame_count, rules, CoarseArchive())
        self._said: dict[tuple[int, int], Said] = {}
        self._unread: set[tuple[int, int]] = set()  # restored, not yet looked at

    def add_prompt(self, object_id: int, frame_index: int, prompt: Prompt, previous: Rle | None) -> ObjectMask:
        """See protocol.Tracker. Points added to a known prompt correct its mask; any other change starts again from what
        was shown before the first prompt on this frame. A box says where the object is whatever was shown before."""
        prompt_tensors.check(prompt, self._frames)
        known = self._said.get((object_id, frame_index))
        base = known.base if known else self._shown_before(object_id, frame_index, previous)
        earlier = base if prompt.box is None else None
        if known is not None and _extends(prompt, known.prompt):
            earlier = self._logits(object_id, frame_index)
        self._prepare(object_id, frame_index, base is not None)
        if prompt.mask is not None:
            mask = self._take_mask(object_id, frame_index, prompt.mask, prompt)
        else:
            mask = self._say(object_id, frame_index, prompt, earlier)
        self._said[object_id, frame_index] = Said(prompt, mask, base)
        self._unread.discard((object_id, frame_index))
        return mask

    def candidates(self, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        """See protocol.Tracker. The frame's features are kept, as after a click: asking beside one encodes nothing."""
        prompt_tensors.check(prompt, self._frames)
        if prompt.mask is not None and not prompt.points and prompt.box is None:
            return (ObjectMask(prompt.mask, 1.0),)
        points = prompt_tensors.points_of(prompt, self._frames, self._image_size)
        mask = None if prompt.mask is None else prompt_tensors.square_mask(prompt.mask, self._image_size)
        logits, iou = self._tracking.weigh(frame_index, points, mask)
        return prompt_tensors.different(logits, iou, most if prompt.is_ambiguous else 1, self._frames)

    def restore(self, prompted: Sequence[PromptedFrame]) -> None:
        """See protocol.Tracker."""
        for one in prompted:
            if one.mask is None:
                self.add_prompt(one.object_id, one.frame_index, one.prompt, None)
            else:
                self._said[one.object_id, one.frame_index] = Said(one.prompt, one.mask, None)
                self._unread.add((one.object_id, one.frame_index))

    def clear_prompt(self, object_id: int, frame_index: int) -> None:
        """See protocol.Tracker."""
        self._forget_said(object_id, frame_index)
        self._tracking.forget(object_id, frame_index)

    def remove_object(self, object_id: int) -> None:
        """See protocol.Tracker."""
        for key in [key for key in self._said if key[0] == object_id]:
            self._forget_said(*key)
        self._tracking.remove(object_id)

    def clear(self) -> None:
        """See protocol.Tracker."""
        self._said.clear()
        self._unread.clear()
        self._tracking.clear()

    def propagate(self, run: Pass) -> Iterator[FrameMasks]:
        """See protocol.Tracker. A frame that cannot be read is passed over and named; a prompt given during a pass counts
        from the next step on."""
        self._read_restored(run.object_ids)
        return RunningPass(self._frames, self._tracking, self._image_size, run, self._mask_said).steps()

    def close(self) -> None:
        """See protocol.Tracker."""
        self._frames.close()  # first: a picture may be on its way, and the caller closes the file next
        self.clear()
        self._tracking.close()

    def _say(self, object_id: int, frame_index: int, prompt: Prompt, earlier: Tensor | None) -> ObjectMask:
        points = prompt_tensors.points_of(prompt, self._frames, self._image_size)
        return self._answered(self._tracking.say_points(object_id, frame_index, points, earlier))

    def _take_mask(self, object_id: int, frame_index: int, mask: Rle, prompt: Prompt) -> ObjectMask:
        """The mask as it is; points and a box said with it correct it."""
        output = self._tracking.say_mask(object_id, frame_index, prompt_tensors.square_mask(mask, self._image_size))
        if not prompt.points and prompt.box is None:
            return ObjectMask(mask, 1.0)
        return self._say(object_id, frame_index, prompt, output.mask_logits)

    def _answered(self, output: FrameOutput) -> ObjectMask:
        return prompt_tensors.answered(output, self._frames)

    def _mask_said(self, object_id: int, frame_index: int) -> ObjectMask | None:
        """What a person saw for their prompt: that very mask is answered when tracking passes by."""
        said = self._said.get((object_id, frame_index))
        return said.mask if said else None

    def _shown_before(self, object_id: int, frame_index: int, previous: Rle | None) -> Tensor | None:
        """Logits of what was shown on a frame before its first word."""
        logits = self._logits(object_id, frame_index)
        if logits is None and previous is not None and not rle.is_empty(previous):
            logits = prompt_tensors.mask_logits(previous, self._image_size)
        return logits

    def _logits(self, object_id: int, frame_index: int) -> Tensor | None:
        if (object_id, frame_index) in self._unread:
            return prompt_tensors.mask_logits(self._said[object_id, frame_index].mask.rle, self._image_size)
        output = self._tracking.shown(object_id, frame_index)
        return None if output is None else output.mask_logits

    def _prepare(self, object_id: int, frame_index: int, was_shown: bool) -> None:
        """A word on a frame where tracking put a mask is answered with what is remembered of the object."""
        others = [frame for key, frame in self._said if key == object_id and frame != frame_index]
        if was_shown and others and not self._tracking.was_passed(object_id, frame_index):
            nearest = min(others, key=lambda frame: abs(frame - frame_index))
            self._tracking.note_passed(object_id, frame_index, is_backward=nearest > frame_index)
        if self._tracking.was_passed(object_id, frame_index):
            self._read_restored([object_id])
            self._tracking.settle()

    def _read_restored(self, object_ids: Sequence[int]) -> None:
        """Restored masks of these objects are said again."""
        for object_id, frame_index in sorted(self._unread):
            mask = self._said[object_id, frame_index].mask.rle
            if object_id in object_ids:
                self._tracking.say_mask(object_id, frame_index, prompt_tensors.square_mask(mask, self._image_size))
                self._unread.discard((object_id, frame_index))

    def _forget_said(self, object_id: int, frame_index: int) -> None:
        self._said.pop((object_id, frame_index), None)
        self._unread.discard((object_id, frame_index))


class _Borrowed:
    """The caller's frames: closing lets go of them, and nothing is read from then on."""

    def __init__(self, frames: FrameSource) -> None:
        self._frames: FrameSource | None = frames
        self.frame_count, self.width, self.height = frames.frame_count, frames.width, frames.height

    def read(self, frame_index: int) -> Frame:
        """See FrameSource."""
        if self._frames is None:
            raise VideoUnreadable("The session was closed.", frame_index=frame_index)
        return self._frames.read(frame_index)

    def close(self) -> None:
        """See OpenFrames."""
        self._frames = None


def _extends(new: Prompt, old: Prompt) -> bool:
    """Whether the new prompt says all that the old one said, in its order, and only points beyond."""
    same = new.box == old.box and new.mask == old.mask
    return same and not old.is_empty and new.points[: len(old.points)] == old.points
