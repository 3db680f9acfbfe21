"""Several objects of one video through the network: prompts, corrections, one frame of tracking. Knows no Prompt, no Rle, no wire.

It follows the rules of the published predictor; `TrackingRules` names the two where the product differs from it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from masklet.engine.sam2.frame_features import FrameFeatures
from masklet.engine.sam2.logit_archive import LogitArchive
from masklet.engine.sam2.memory_bank import FrameMemory, ObjectMemory
from masklet.engine.sam2.recall import Recalled, Recaller, batched
from masklet.sam2.image_encoder import ImageFeatures
from masklet.sam2.network import FrameOutput, PromptTensors, Sam2Network

EARLIER_REACH = 32.0  # earlier logits are clamped to this where they guide new points


@dataclass(frozen=True, slots=True)
class TrackingRules:
    """`corrections_condition`: a corrected frame guides tracking from then on, as a prompted frame does, and keeps its mask;
    what is said on it anew is answered without its own earlier memory. `remembers_again`: memories that left the device are made anew where a correction needs them."""

    corrections_condition: bool
    remembers_again: bool


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one object in pixels of the network's square picture, [N, 2], and their labels [N] (box corners 2, 3), on the CPU."""

    xy: Tensor
    labels: Tensor


class ObjectTracking:
    """Owns what is remembered of all objects. Not for several threads."""

    def __init__(
        self,
        network: Sam2Network,
        features: FrameFeatures,
        frame_count: int,
        rules: TrackingRules,
        archive: LogitArchive,
    ) -> None:
        self._network, self.features, self._rules, self._archive = network, features, rules, archive
        self._objects: dict[int, ObjectMemory] = {}
        remember = self._remember_again if rules.remembers_again else None
        self._recaller = Recaller(network.config, frame_count, network.device, remember)

    @property
    def device(self) -> torch.device:
        """Where the network is."""
        return self._network.device

    @property
    def object_ids(self) -> list[int]:
        """In the order in which they came."""
        return list(self._objects)

    def is_prompted(self, object_id: int) -> bool:
        """Whether it has a prompt that guides tracking."""
        return object_id in self._objects and self._objects[object_id].is_prompted

    def prompted_frames(self) -> set[int]:
        """Of all objects."""
        return {index for memory in self._objects.values() for index in memory.prompted_frames}

    def add(self, object_id: int) -> None:
        """An object that nothing is said of yet; a known one is no error."""
        self._of(object_id)

    def shown(self, object_id: int, frame_index: int) -> FrameOutput | None:
        """What a person sees of an object on a frame, or None where nothing is known."""
        memory = self._objects.get(object_id)
        frame = memory.shown(frame_index, self._network.device) if memory else None
        return frame.output if frame else None

    @torch.no_grad()
    def say_points(
        self, object_id: int, frame_index: int, points: Points, earlier: Tensor | None = None
    ) -> FrameOutput:
        """Answer all points said on a frame. `earlier` are logits [1, 1, 4s, 4s] that the points correct (None: none)."""
        memory = self._of(object_id)
        features = self.features.clicked(frame_index)
        image = self._image_for_prompt(memory, frame_index, features)
        output = self._network.track(image, features, self._prompt(points, earlier))
        return self._said(memory, frame_index, output)

    @torch.no_grad()
    def say_mask(self, object_id: int, frame_index: int, mask_11SS: Tensor) -> FrameOutput:
        """Take a mask of the square picture's size as it is; `mask` holds 0 and 1."""
        memory = self._of(object_id)
        features = self.features.clicked(frame_index)
        output = self._network.take_mask(features, mask_11SS.float().to(self._network.device))
        return self._said(memory, frame_index, output)

    @torch.no_grad()
    def weigh(self, frame_index: int, points: Points, mask_11SS: Tensor | None) -> tuple[Tensor, Tensor]:
        """What points on a frame may mean for an object of which nothing is known (`mask`: said with them), remembering
        nothing: logits [K, 4s, 4s], the first as `say_points` answers, and predicted IoU [K]."""
        network, features = self._network, self.features.clicked(frame_index)
        earlier = None
        if mask_11SS is not None:
            earlier = network.take_mask(features, mask_11SS.float().to(network.device)).mask_logits
        return network.alternatives(network.without_memory(features), features, self._prompt(points, earlier))

    def unsay(self, object_id: int, frame_index: int) -> None:
        """The frame becomes an ordinary one for this object. Unknown ones are no error."""
        if object_id in self._objects:
            self._objects[object_id].unprompt(frame_index)

    def forget(self, object_id: int, frame_index: int) -> None:
        """Nothing is known of this object on this frame any more. Unknown ones are no error."""
        memory = self._objects.get(object_id)
        if memory is not None:
            memory.unprompt(frame_index)
            memory.tracked.pop(frame_index)

    def was_passed(self, object_id: int, frame_index: int) -> bool:
        """Whether the object was tracked on this frame."""
        return object_id in self._objects and frame_index in self._objects[object_id].passed

    def note_passed(self, object_id: int, frame_index: int, is_backward: bool) -> None:
        """The object was tracked on this frame by somebody who is not here any more, as before a restart."""
        self._of(object_id).passed.setdefault(frame_index, is_backward)

    @property
    def has_fresh(self) -> bool:
        """Whether something was said since the last `settle`."""
        return any(memory.fresh for memory in self._objects.values())

    def remove(self, object_id: int) -> None:
        """Forget an object; the others are untouched. An unknown one is no error."""
        memory = self._objects.pop(object_id, None)
        if memory is not None:
            memory.close()

    def clear(self) -> None:
        """Forget all objects."""
        for object_id in self.object_ids:
            self.remove(object_id)

    def close(self) -> None:
        """Give all memory back."""
        self.clear()
        self._archive.close()
        self.features.close()

    @torch.no_grad()
    def settle(self) -> None:
        """Before a pass: what was said since the last one begins to count, and is remembered."""
        for memory in self._objects.values():
            for frame_index, (frame, _) in memory.fresh.items():
                if frame.memory is None:
                    features = self.features.passing(frame_index)
                    frame.memory = self._remember(features, frame.output, is_clear=True)
                    frame.is_clear = True
            memory.settle()

    @torch.no_grad()
    def plant(self, object_id: int, frame_index: int, mask_11SS: Tensor) -> None:
        """A mask that tracking gave earlier is remembered as a tracked frame; prompted and remembered frames stay as they are."""
        memory = self._of(object_id)
        if frame_index in memory.prompted or memory.tracked.near(frame_index) is not None:
            return
        features = self.features.passing(frame_index)
        output = self._network.take_mask(features, mask_11SS.float().to(self._network.device))
        memory.tracked.put(frame_index, FrameMemory(output, self._remember(features, output, is_clear=False)))

    @torch.no_grad()
    def step(
        self, frame_index: int, object_ids: Sequence[int], is_backward: bool, features: ImageFeatures | None
    ) -> dict[int, FrameOutput]:
        """Track objects on one frame. Objects of which nothing is known are left out; `features` None: the frame is unreadable,
        only what is known already is answered."""
        outputs: dict[int, FrameOutput] = {}
        wanting: list[int] = []
        for object_id in object_ids:
            memory = self._objects.get(object_id)
            if memory is not None and frame_index in memory.prompted:
                outputs[object_id] = memory.prompted[frame_index].output
                memory.passed[frame_index] = is_backward
            elif memory is not None and features is not None:
                wanting.append(object_id)
        if features is not None and wanting:
            outputs |= self._tracked(frame_index, wanting, is_backward, features)
        return outputs

    def needs_features(self, frame_index: int, object_ids: Sequence[int]) -> bool:
        """Whether any of the objects is not prompted on this frame."""
        return any(o in self._objects and frame_index not in self._objects[o].prompted for o in object_ids)

    def _tracked(
        self, frame_index: int, object_ids: Sequence[int], is_backward: bool, features: ImageFeatures
    ) -> dict[int, FrameOutput]:
        recalled = {o: self._recaller.recall(self._objects[o], frame_index, is_backward) for o in object_ids}
        looked: Tensor | None = None
        outputs: dict[int, FrameOutput] = {}
        for group in self._groups({o: each for o, each in recalled.items() if each.frames or each.pointers}):
            looked = self._network.look(features) if looked is None else looked
            output, memories = self._track_group(looked, [recalled[o] for o in group], features)
            for place, object_id in enumerate(group):
                one = _one(output, place)
                memory = self._objects[object_id]
                memory.tracked.put(frame_index, FrameMemory(one, memories[place : place + 1]))
                memory.passed[frame_index] = is_backward
                outputs[object_id] = one
        return outputs

    def _track_group(
        self, looked: Tensor, recalled: Sequence[Recalled], features: ImageFeatures
    ) -> tuple[FrameOutput, Tensor]:
        """Objects of the same shape at once: what the network answered and what is remembered, [B, N, c]."""
        network = self._network
        image = network.with_memory(looked, batched(recalled, network.config.width, network.device))
        output = network.track(image, features, None)
        return output, self._remember(features, output, is_clear=False)

    def _groups(self, recalled: dict[int, Recalled]) -> Iterator[list[int]]:
        """On a GPU objects of the same shape go together; a CPU is faster with one at a time, whose data stays in its cache."""
        if self._network.device.type == "cpu":
            yield from ([object_id] for object_id in recalled)
            return
        by_shape: dict[tuple[int, int], list[int]] = {}
        for object_id, each in recalled.items():
            by_shape.setdefault(each.shape, []).append(object_id)
        yield from by_shape.values()

    def _image_for_prompt(self, memory: ObjectMemory, frame_index: int, features: ImageFeatures) -> Tensor:
        """A frame that was never tracked uses no memory; a tracked one is corrected with it, in its direction."""
        is_backward = memory.passed.get(frame_index)
        if is_backward is None:
            return self._network.without_memory(features)
        without = frame_index if self._rules.corrections_condition else None
        recalled = self._recaller.recall(memory, frame_index, is_backward, without)
        if not recalled.frames and not recalled.pointers:
            return self._network.without_memory(features)
        recollection = batched([recalled], self._network.config.width, self._network.device)
        return self._network.with_memory(self._network.look(features), recollection)

    def _prompt(self, points: Points, earlier: Tensor | None) -> PromptTensors:
        device = self._network.device
        logits = None if earlier is None else earlier.to(device).float().clamp(-EARLIER_REACH, EARLIER_REACH)
        return PromptTensors(points.xy[None].to(device), points.labels[None].to(device), logits, len(points.labels))

    def _said(self, memory: ObjectMemory, frame_index: int, output: FrameOutput) -> FrameOutput:
        conditions = frame_index not in memory.passed or self._rules.corrections_condition
        memory.fresh[frame_index] = (FrameMemory(output), conditions)
        return output

    def _remember(self, features: ImageFeatures, output: FrameOutput, is_clear: bool) -> Tensor:
        return self._network.remember(features, output.mask_logits, output.object_logit, is_clear)

    def _remember_again(self, frame_index: int, frame: FrameMemory) -> Tensor:
        return self._remember(self.features.passing(frame_index), frame.output, frame.is_clear)

    def _of(self, object_id: int) -> ObjectMemory:
        if object_id not in self._objects:
            reach = self._network.config.remembered_frames
            self._objects[object_id] = ObjectMemory(object_id, reach, self._archive)
        return self._objects[object_id]


def _one(output: FrameOutput, place: int) -> FrameOutput:
    """One object of a batch."""
    at = slice(place, place + 1)
    return FrameOutput(output.mask_logits[at], output.iou[at], output.pointer[at], output.object_logit[at])
