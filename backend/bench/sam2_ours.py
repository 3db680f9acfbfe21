"""Our side of the comparison: objects of one clip through the engine's own ObjectTracking, the bank filled by repeating one frame."""

import copy
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from masklet.engine.sam2.frame_features import FrameFeatures
from masklet.engine.sam2.logit_archive import CoarseArchive
from masklet.engine.sam2.object_tracking import ObjectTracking, Points, TrackingRules
from masklet.engine.sam2.pictures import squared
from masklet.sam2.network import Sam2Network

PARTS = {
    "encode_image": "image encoder",
    "look": "look",
    "with_memory": "memory attention",
    "track": "decoding",
    "remember": "remembering",
}
CACHE_BYTES = 256 * 1024**2


class Repeated:
    """A FrameSource of `frame_count` frames: the few of an array [T, H, W, 3] over and over."""

    def __init__(self, frames: NDArray[np.uint8], frame_count: int) -> None:
        self._frames, self.frame_count = frames, frame_count
        self.height, self.width = frames.shape[1:3]

    def read(self, frame_index: int) -> NDArray[np.uint8]:
        """H x W x 3."""
        frame: NDArray[np.uint8] = self._frames[frame_index % len(self._frames)]
        return frame


class Ours:
    """Several objects over repeated frames [T, H, W, 3], seen `size` pixels square."""

    name = "ours"

    def __init__(self, network: Sam2Network, frames: NDArray[np.uint8], frame_count: int, size: int) -> None:
        self._pictures = Repeated(np.stack([squared(frame, size) for frame in frames]), frame_count)
        features = FrameFeatures(network, self._pictures.read, size, CACHE_BYTES)
        rules = TrackingRules(corrections_condition=False, remembers_again=False)
        self._tracking = ObjectTracking(network, features, frame_count, rules, CoarseArchive())

    def click(self, object_id: int, frame_index: int, xy: Sequence[float]) -> Tensor:
        """A first click, in pixels of the square picture: logits [1, 1, S / 4, S / 4]."""
        points = Points(torch.tensor([list(xy)], dtype=torch.float32), torch.ones(1, dtype=torch.int64))
        return self._tracking.say_points(object_id, frame_index, points).mask_logits

    def step(self, frame_index: int) -> Tensor:
        """Encode a frame and track all objects on it, the new memories included: logits [objects, 1, S / 4, S / 4]."""
        self._tracking.settle()
        with torch.no_grad():
            features = self._tracking.features.encode([self._pictures.read(frame_index)])[0]
        outputs = self._tracking.step(frame_index, self._tracking.object_ids, False, features)
        return torch.cat([output.mask_logits for output in outputs.values()])

    def repeat(self, first: int, last: int, prompted: int, object_ids: Sequence[int]) -> None:
        """Frame `first` of the one tracked object stands for all frames up to `last` and, with its prompted frame, for all objects.
        Reaches into the bank: in use it fills by tracking alone."""
        tracking: Any = self._tracking
        known = tracking._objects[tracking.object_ids[0]]
        said, tracked = known.prompted[prompted], known.tracked.near(first)
        for object_id in object_ids:
            memory = tracking._of(object_id)
            memory.prompted[prompted] = copy.deepcopy(said)
            for index in range(first, last + 1):
                memory.tracked.put(index, copy.deepcopy(tracked))
                memory.passed[index] = False


class OurParts:
    """CPU seconds of a network's parts, until `close`."""

    def __init__(self, network: Sam2Network) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._patches = ExitStack()
        for part in PARTS:
            self._patches.enter_context(patch.object(network, part, self._timed(part, getattr(network, part))))

    def close(self) -> None:
        """The network as it was."""
        self._patches.close()

    def _timed(self, part: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - any method of the network
            began = time.process_time()
            answer = call(*arguments, **named)
            self.seconds[PARTS[part]] += time.process_time() - began
            return answer

        return timed
