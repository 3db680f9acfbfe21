"""The clips that training draws from: a ring on the device that new ones keep flowing into. Legend: P places, B samples."""

from dataclasses import dataclass

import torch
from torch import Tensor

from masklet.training.clips import Clips


@dataclass(frozen=True, slots=True)
class Drawn:
    """Samples out of the pool, as in Clips, with the motion as the engine sees it (B x 2 x H x W)."""

    frame: Tensor
    motion: Tensor
    layers: Tensor
    piece: Tensor
    thing: Tensor
    group: Tensor


class Pool:
    """Holds so many batches of clips, the newest; one frame of each clip, since one is what a click is made on."""

    def __init__(self, batches: int, samples: int, height: int, width: int, layers: int, device: torch.device) -> None:
        places = batches * samples

        def bytes_of(*shape: int) -> Tensor:
            return torch.zeros(places, *shape, dtype=torch.uint8, device=device)

        self._frame, self._layers = bytes_of(3, height, width), bytes_of(height, width)
        self._motion = torch.zeros(places, 2, height, width, dtype=torch.float16, device=device)
        self._piece, self._thing, self._group = (bytes_of(layers) for _ in range(3))
        self._places, self.held = places, 0

    def put(self, number: int, clips: Clips, motion: Tensor) -> None:
        """Take the batch of this number in, over the oldest."""
        at = (torch.arange(len(motion), device=motion.device) + number * len(motion)) % self._places
        self._frame[at], self._layers[at] = clips.frames[:, 0], clips.layers
        self._motion[at] = motion.half()
        self._piece[at], self._thing[at], self._group[at] = clips.piece, clips.thing, clips.group
        self.held = min(self.held + len(motion), self._places)

    def take(self, at_B: Tensor) -> Drawn:
        """The clips at these places, below `held`."""
        return Drawn(
            self._frame[at_B],
            self._motion[at_B].float(),
            self._layers[at_B],
            self._piece[at_B],
            self._thing[at_B],
            self._group[at_B],
        )
