"""What the network is given, in its channels' order: colours 0-2, motion against the camera 3-4 and whether it is known 5,
clicks on the object 6-7 and on the background 8-9 (each as a spot and as a wide one), a box 10, a previous mask 11.

Legend: B samples, h x w pixels.
"""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

COLOUR_MEAN, COLOUR_SPREAD = 0.45, 0.25
NEAR_SPOT, FAR_SPOT = 2.0, 12.0  # pixels: a click is told as a spot and as its surroundings
USUAL_MOTION = 4.0  # of the noise: motion of this size is half of the largest that is told
NOWHERE = -1e4  # a click that is not made: so far away that its spot is nothing


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said so far. `clicks` B x K x 2, x and y in pixels or NOWHERE; `labels` B x K, 1 object, 0 background.

    `box`, `previous` B x h x w: 1 inside, -1 outside, 0 where there is none.
    """

    clicks: Tensor
    labels: Tensor
    box: Tensor
    previous: Tensor

    def with_click(self, click_B2: Tensor, label_B: Tensor, previous: Tensor) -> "Said":
        """One more click, on what was answered before."""
        clicks = torch.cat([self.clicks, click_B2[:, None]], dim=1)
        return replace(self, clicks=clicks, labels=torch.cat([self.labels, label_B[:, None]], dim=1), previous=previous)


def network_input(colours_B3hw: Tensor, motion_B3hw: Tensor, said: Said) -> Tensor:
    """B x 12 x h x w. Colours in [0, 1]; motion as in `seen_motion`, its third channel 1 where it is known."""
    colours = (colours_B3hw - COLOUR_MEAN) / COLOUR_SPREAD
    spots = [_spots(said, label, width, colours.shape[-2:]) for label in (1, 0) for width in (NEAR_SPOT, FAR_SPOT)]
    return torch.cat([colours, motion_B3hw, *spots, said.box[:, None], said.previous[:, None]], dim=1)


def _spots(said: Said, label: int, width: float, size: torch.Size) -> Tensor:
    """Bumps of height 1 at the clicks of one label, B x 1 x h x w."""
    device = said.clicks.device
    ys = torch.arange(size[0], device=device)[:, None] + 0.5
    xs = torch.arange(size[1], device=device)[None] + 0.5
    out = torch.zeros(len(said.clicks), 1, *size, device=device)
    for k in range(said.clicks.shape[1]):
        at = torch.where(
            (said.labels[:, k] == label)[:, None], said.clicks[:, k], torch.full_like(said.clicks[:, k], NOWHERE)
        )
        away = (xs - at[:, 0, None, None]) ** 2 + (ys - at[:, 1, None, None]) ** 2
        out = torch.maximum(out, torch.exp(-away / (2 * width * width))[:, None])
    return out
