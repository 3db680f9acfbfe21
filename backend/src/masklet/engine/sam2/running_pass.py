"""One pass over frames: pictures come ready from a thread, masks leave as run lengths while the device goes on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from masklet.domain.errors import MaskletError
from masklet.domain.masklet import FrameMasks, ObjectMask
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass
from masklet.engine.sam2 import prompt_tensors
from masklet.engine.sam2.frames_ahead import FramesAhead, LockedFrames
from masklet.engine.sam2.host_copy import HostCopy
from masklet.engine.sam2.object_tracking import ObjectTracking
from masklet.engine.sam2.pictures import Frame, squared
from masklet.masks import rle
from masklet.sam2.image_encoder import ImageFeatures
from masklet.sam2.network import FrameOutput

PICTURES_AHEAD = 4
BATCH = 4  # pictures that a GPU encodes at once; a CPU gains nothing from it
MaskSaid = Callable[[int, int], ObjectMask | None]
Seen = tuple[int, ImageFeatures | None, str | None]  # frame, features (None: unreadable or not needed), what is wrong


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """Masks of one frame that may still be on the device: `bits` [B, H, W] and `object_logits` [B] in the order of `object_ids`."""

    frame_index: int
    problem: str | None
    object_ids: list[int]
    bits: HostCopy
    object_logits: HostCopy

    def arrive(self) -> Iterator[tuple[int, NDArray[np.bool_], float]]:
        """Wait for them."""
        bits, logits = self.bits.get().numpy(), self.object_logits.get().tolist()
        yield from zip(self.object_ids, bits, logits, strict=True)


class RunningPass:
    """Lazy: a frame is computed when it is asked for (on a GPU one earlier). `mask_said` knows what a person saw for a prompt."""

    def __init__(
        self, frames: LockedFrames, tracking: ObjectTracking, image_size: int, run: Pass, mask_said: MaskSaid
    ) -> None:
        self._frames, self._tracking, self._image_size = frames, tracking, image_size
        self._run, self._mask_said = run, mask_said
        self._is_backward = run.direction is Direction.BACKWARD
        self._is_gpu = tracking.device.type == "cuda"
        self._nothing = ObjectMask(rle.empty(frames.height, frames.width), 0.0)

    def steps(self) -> Iterator[FrameMasks]:
        """The pass's frames in its direction."""
        for object_id, seed in self._run.seeds.items():
            self._tracking.plant(object_id, self._run.start, prompt_tensors.square_mask(seed, self._image_size))
        waiting: OnItsWay | None = None
        for frame_index, features, problem in self._seen():
            on_its_way = self._step(frame_index, features, problem)
            if waiting is not None:
                yield self._masks(waiting)
            waiting = on_its_way
            if not self._is_gpu:
                yield self._masks(waiting)
                waiting = None
        if waiting is not None:
            yield self._masks(waiting)

    def _seen(self) -> Iterator[Seen]:
        """Each frame with its features; on a GPU several pictures at once, the first alone so that nobody waits for it."""
        way = -1 if self._is_backward else 1
        order = range(self._run.start, self._run.stop + way, way)
        most = 1
        with FramesAhead(self._picture, order, PICTURES_AHEAD) as ahead:
            held: list[tuple[int, Frame | MaskletError]] = []
            for frame_index, frame in ahead:
                held.append((frame_index, frame))
                if len(held) >= most or frame_index == self._run.stop:
                    yield from self._encoded(held)
                    held, most = [], BATCH if self._is_gpu else 1

    def _encoded(self, held: list[tuple[int, Frame | MaskletError]]) -> Iterator[Seen]:
        needing = {
            index: frame
            for index, frame in held
            if not isinstance(frame, MaskletError) and self._tracking.needs_features(index, self._run.object_ids)
        }
        with torch.no_grad():
            features = self._tracking.features.encode(list(needing.values())) if needing else []
        known = dict(zip(needing, features, strict=True))
        for index, frame in held:
            yield index, known.get(index), frame.message if isinstance(frame, MaskletError) else None

    def _picture(self, frame_index: int) -> Frame:
        return squared(self._frames.read(frame_index), self._image_size)

    def _step(self, frame_index: int, features: ImageFeatures | None, problem: str | None) -> OnItsWay:
        if self._tracking.has_fresh:
            self._tracking.settle()
        is_start = frame_index == self._run.start
        wanted = [key for key in self._run.object_ids if not (is_start and key in self._run.seeds)]
        outputs = self._tracking.step(frame_index, wanted, self._is_backward, features)
        tracked = {key: output for key, output in outputs.items() if self._mask_said(key, frame_index) is None}
        return self._sent(frame_index, problem, tracked)

    @torch.no_grad()
    def _sent(self, frame_index: int, problem: str | None, outputs: dict[int, FrameOutput]) -> OnItsWay:
        """Thresholded on the device; the copy to the host is begun, not waited for."""
        if not outputs:
            size = (0, self._frames.height, self._frames.width)
            nothing = HostCopy(torch.zeros(size, dtype=torch.bool)), HostCopy(torch.zeros(0))
            return OnItsWay(frame_index, problem, [], *nothing)
        logits = torch.cat([output.mask_logits[:, 0] for output in outputs.values()])
        bits = prompt_tensors.bits_at(logits, self._frames.height, self._frames.width)
        scores = torch.cat([output.object_logit for output in outputs.values()])
        return OnItsWay(frame_index, problem, list(outputs), HostCopy(bits), HostCopy(scores))

    def _masks(self, on_its_way: OnItsWay) -> FrameMasks:
        frame_index = on_its_way.frame_index
        masks = {object_id: self._known(object_id, frame_index) for object_id in self._run.object_ids}
        for object_id, bits, logit in on_its_way.arrive():
            masks[object_id] = prompt_tensors.object_mask(bits, logit)
        return FrameMasks(frame_index, masks, on_its_way.problem)

    def _known(self, object_id: int, frame_index: int) -> ObjectMask:
        """A prompt's own mask, else the one that the pass sets out from, else nothing."""
        seed = self._run.seeds.get(object_id) if frame_index == self._run.start else None
        return self._mask_said(object_id, frame_index) or (ObjectMask(seed, 1.0) if seed else self._nothing)
