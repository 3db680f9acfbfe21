"""Generated clips: two frames, the motion between them and nested masks, a batch at a time, the same for the same seed.
Legend: B samples, H x W pixels, L layers.
"""

from dataclasses import dataclass, fields

import torch
from torch import Tensor

from masklet.training.camera import shoot
from masklet.training.chance import Chance
from masklet.training.painting import paint
from masklet.training.scene import draw_layout
from masklet.training.surfaces import draw_surfaces
from masklet.training.textures import Atlas


@dataclass(frozen=True, slots=True)
class Clips:
    """`frames` B x 2 x 3 x H x W uint8; `flow` B x 2 x H x W, pixels from the first frame to the second; `layers` B x H x W
    uint8, what is seen on the first frame. `piece`, `thing`, `group` B x (L + 1) uint8: layers of one number are one part,
    one whole, one group; 0 stands for the grounds and the background.
    """

    frames: Tensor
    flow: Tensor
    layers: Tensor
    piece: Tensor
    thing: Tensor
    group: Tensor

    def to(self, device: torch.device) -> "Clips":
        """The same on another device."""
        return Clips(*(getattr(self, field.name).to(device) for field in fields(self)))

    def masks(self, numbers_BL: Tensor, number_B: Tensor) -> Tensor:
        """The pixels whose layer has a sample's number in one of the three tables, B x H x W."""
        samples = len(self.layers)
        of_pixel = numbers_BL.gather(1, self.layers.reshape(samples, -1).long())
        return (of_pixel == number_B[:, None]).reshape(self.layers.shape)


@torch.no_grad()
def generate(seed: int, samples: int, height: int, width: int, atlas: Atlas) -> Clips:
    """A batch on the atlas's device."""
    chance = Chance(seed, atlas.picture.device)
    layout = draw_layout(chance, samples, width / height)
    surfaces = draw_surfaces(chance, layout, atlas.count)
    painted = paint(chance, layout, surfaces, atlas, height, width)
    frames = torch.stack(shoot(chance, painted).frames, dim=1)
    kept = (frames * 255 + 0.5).to(torch.uint8)
    return Clips(
        kept,
        painted.flow,
        painted.layers.to(torch.uint8),
        layout.piece.to(torch.uint8),
        layout.thing.to(torch.uint8),
        layout.group.to(torch.uint8),
    )
