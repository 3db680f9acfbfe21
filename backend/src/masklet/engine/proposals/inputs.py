"""What the network is given, in its channels' order: colours 0-2, motion against the camera 3-4 and whether it is known 5,
clicks on the object 6-7 and on the background 8-9 (each as a spot and as a wide one), a box 10, a previous mask 11; how like each
place is to what was clicked: to the object in colour 12 and motion 13, to the background 14, 15.

Legend: B samples, C channels, h x w pixels.
"""

from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor

COLOUR_MEAN, COLOUR_SPREAD = 0.45, 0.25
NEAR_SPOT, FAR_SPOT = 2.0, 12.0  # pixels: a click is told as a spot and as its surroundings
USUAL_MOTION = 4.0  # of the noise: motion of this size is half of the largest that is told
COLOUR_LIKE, MOTION_LIKE = 0.5, 0.25  # differences of colours (over their spread) and motions that are still alike
CLICKED = 5  # pixels on a side whose mean a click takes
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
    """B x 16 x h x w. Colours in [0, 1]; motion as in `seen_motion`, its third channel 1 where it is known."""
    colours = (colours_B3hw - COLOUR_MEAN) / COLOUR_SPREAD
    spots = [_spots(said, label, width, colours.shape[-2:]) for label in (1, 0) for width in (NEAR_SPOT, FAR_SPOT)]
    cues = (colours, COLOUR_LIKE), (motion_B3hw[:, :2], MOTION_LIKE)
    alike = [_alike(said, label, *cue) for label in (1, 0) for cue in cues]
    return torch.cat([colours, motion_B3hw, *spots, said.box[:, None], said.previous[:, None], *alike], dim=1)


def _alike(said: Said, label: int, picture_BChw: Tensor, still: float) -> Tensor:
    """How like each place is to the likest click of one label, B x 1 x h x w in [0, 1]; 0 where there is none."""
    height, width = picture_BChw.shape[-2:]
    smooth = F.avg_pool2d(picture_BChw, CLICKED, 1, CLICKED // 2, count_include_pad=False)
    away = torch.full_like(picture_BChw[:, :1], torch.inf)
    rows = torch.arange(len(smooth), device=smooth.device)
    for k in range(said.clicks.shape[1]):
        x, y = said.clicks[:, k].unbind(-1)
        counts = (said.labels[:, k] == label) & (x > NOWHERE)
        at = smooth[rows, :, y.long().clamp(0, height - 1), x.long().clamp(0, width - 1)]
        differs = ((picture_BChw - at[..., None, None]) ** 2).sum(dim=1, keepdim=True)
        away = torch.where(counts[:, None, None, None], torch.minimum(away, differs), away)
    return torch.exp(-away / (2 * still * still))


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
