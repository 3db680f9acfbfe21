"""What lessons are drawn from: pictures with the motion on them and their masks, whether generated or a person's own.
Legend: B samples, H x W pixels, L layers.
"""

from dataclasses import dataclass, fields

import torch
from torch import Tensor

from masklet.training.clips import Clips


@dataclass(frozen=True, slots=True)
class Samples:
    """`frame` B x 3 x H x W uint8; `motion` B x 2 x H x W, see seen_flow; `layers`, `piece`, `thing`, `group` as in Clips.

    `nested` B: whether parts and groups are known. A person's masklet is a whole of which no more is known.
    """

    frame: Tensor
    motion: Tensor
    layers: Tensor
    piece: Tensor
    thing: Tensor
    group: Tensor
    nested: Tensor

    def __len__(self) -> int:
        return len(self.frame)

    def at(self, places_B: Tensor) -> "Samples":
        """Those at these places, the motion in single precision."""
        kept = Samples(*(tensor[places_B] for tensor in self.tensors()))
        return Samples(kept.frame, kept.motion.float(), *kept.tensors()[2:])

    def to(self, device: torch.device) -> "Samples":
        """The same on another device."""
        return Samples(*(tensor.to(device) for tensor in self.tensors()))

    def tensors(self) -> tuple[Tensor, ...]:
        """All, in their order."""
        return tuple(getattr(self, field.name) for field in fields(self))


def of_clips(clips: Clips, motion_B2HW: Tensor) -> Samples:
    """Of each clip its first frame: that is what a click is made on."""
    nested = torch.ones(len(clips.layers), dtype=torch.bool, device=clips.layers.device)
    return Samples(clips.frames[:, 0], motion_B2HW, clips.layers, clips.piece, clips.thing, clips.group, nested)


def of_masks(frame: Tensor, motion_B2HW: Tensor, mask_BHW: Tensor, layers: int) -> Samples:
    """One masklet's mask on each frame, all bool; tables of so many layers, as generated clips have."""
    table = torch.zeros(len(mask_BHW), layers, dtype=torch.uint8)
    table[:, 1] = 1
    alone = torch.zeros(len(mask_BHW), dtype=torch.bool)
    return Samples(frame, motion_B2HW, mask_BHW.to(torch.uint8), table, table, table, alone)


def joined(first: Samples, second: Samples) -> Samples:
    """One after the other, on one device."""
    pairs = zip(first.tensors(), second.tensors(), strict=True)
    return Samples(*(torch.cat([one, other.to(one)]) for one, other in pairs))
