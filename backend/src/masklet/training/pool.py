"""The samples that training draws from: a ring on the device that new ones keep flowing into. Legend: P places, B samples."""

import torch
from torch import Tensor

from masklet.training.samples import Samples


class Pool:
    """Holds so many batches of samples, the newest."""

    def __init__(self, batches: int, samples: int, height: int, width: int, layers: int, device: torch.device) -> None:
        places = batches * samples

        def bytes_of(*shape: int) -> Tensor:
            return torch.zeros(places, *shape, dtype=torch.uint8, device=device)

        motion = torch.zeros(places, 2, height, width, dtype=torch.float16, device=device)
        piece, thing, group = (bytes_of(layers) for _ in range(3))
        nested = torch.zeros(places, dtype=torch.bool, device=device)
        self._ring = Samples(bytes_of(3, height, width), motion, bytes_of(height, width), piece, thing, group, nested)
        self._places, self.held = places, 0

    def put(self, number: int, samples: Samples) -> None:
        """Take the batch of this number in, over the oldest."""
        device = self._ring.frame.device
        at = (torch.arange(len(samples), device=device) + number * len(samples)) % self._places
        for kept, new in zip(self._ring.tensors(), samples.tensors(), strict=True):
            kept[at] = new.to(kept.dtype)
        self.held = min(self.held + len(samples), self._places)

    def take(self, at_B: Tensor) -> Samples:
        """The samples at these places, below `held`."""
        return self._ring.at(at_B)
