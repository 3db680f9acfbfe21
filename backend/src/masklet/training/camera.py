"""What a camera does to a picture: soft focus, blur of motion, vignette, exposure, tint, noise, rain. Legend: B x 3 x H x W
pictures in [0, 1].
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from masklet.training.chance import Chance
from masklet.training.painting import Painted
from masklet.training.scene import FIRST_THING

SMEARS = 5  # pictures that make up a blur of motion


@dataclass(frozen=True, slots=True)
class Shots:
    """The two frames as the camera kept them, B x 3 x H x W in [0, 1]."""

    frames: tuple[Tensor, Tensor]


def shoot(chance: Chance, painted: Painted) -> Shots:
    """Both frames through one camera."""
    samples = len(painted.layers)
    far, near = _focus(chance, samples)
    shutter = chance.happens(0.35, samples) * chance.uniform(0.2, 0.9, samples)
    first, second = painted.frames
    behind = F.avg_pool2d((painted.layers < FIRST_THING).float()[:, None], 3, 1, 1)
    blur = far[:, None, None, None] * behind + near[:, None, None, None] * (1 - behind)
    first, second = _softened(first, blur), _softened(second, blur)
    first, second = smeared(first, painted.flow, shutter), smeared(second, painted.flow, shutter)
    develop = _Development(chance, samples, *first.shape[-2:])
    frames = tuple(_grainy(chance, _rained(chance, develop(frame), samples)) for frame in (first, second))
    return Shots((frames[0], frames[1]))


def _focus(chance: Chance, samples: int) -> tuple[Tensor, Tensor]:
    """How blurred the background and the things are, in pixels."""
    everywhere = 0.45 + chance.happens(0.3, samples) * chance.uniform(0, 1.2, samples)
    behind = everywhere + chance.happens(0.35, samples) * chance.uniform(0.5, 3.5, samples)
    before = everywhere + chance.happens(0.08, samples) * chance.uniform(0.5, 2.5, samples)
    return behind, before


def _softened(picture: Tensor, blur_B1HW: Tensor) -> Tensor:
    """Blurred by a width that differs from pixel to pixel: between two of a few blurred copies."""
    widths = (0.0, 0.6, 1.4, 3.2)
    copies = [picture, *(gaussian(picture, width) for width in widths[1:])]
    out = copies[0]
    for k in range(1, len(widths)):
        share = ((blur_B1HW - widths[k - 1]) / (widths[k] - widths[k - 1])).clamp(0, 1)
        out = out + share * (copies[k] - out)
    return out


def gaussian(picture: Tensor, width: float) -> Tensor:
    """Blurred by so many pixels, reaching 2.5 times as far."""
    reach = max(1, round(2.5 * width))
    bell = [math.exp(-(at * at) / (2 * width * width)) for at in range(-reach, reach + 1)]
    shares = [value / sum(bell) for value in bell]
    return _summed(_summed(picture, shares, -1), shares, -2)


def _summed(picture: Tensor, shares: Sequence[float], dim: int) -> Tensor:
    """A convolution along rows or columns, the border repeated: shifted copies are quicker than one of a single channel."""
    reach, length = len(shares) // 2, picture.shape[dim]
    around = (reach, reach, 0, 0) if dim == -1 else (0, 0, reach, reach)
    wide = F.pad(picture, around, mode="replicate")
    total = wide.narrow(dim, 0, length) * shares[0]
    for k in range(1, len(shares)):
        total.add_(wide.narrow(dim, k, length), alpha=shares[k])
    return total


def smeared(picture: Tensor, flow_B2HW: Tensor, shutter_B: Tensor) -> Tensor:
    """Averaged along the motion, where the shutter was open for longer than a moment."""
    blurred = shutter_B.nonzero()[:, 0]
    if not len(blurred):
        return picture
    sharp, height, width = picture[blurred], *picture.shape[-2:]
    rest = torch.eye(2, 3, device=picture.device).expand(len(sharp), 2, 3)
    grid = F.affine_grid(rest, list(sharp.shape), align_corners=False)
    pixels = torch.tensor([2 / width, 2 / height], device=picture.device)
    step = flow_B2HW[blurred].permute(0, 2, 3, 1) * shutter_B[blurred, None, None, None] * pixels
    total = torch.zeros_like(sharp)
    for k in range(SMEARS):
        at = grid + step * (k / (SMEARS - 1) - 0.5)
        total += F.grid_sample(sharp, at, padding_mode="border", align_corners=False)
    return picture.index_copy(0, blurred, total / SMEARS)


class _Development:
    """Exposure, contrast, tint and vignette, the same for both frames."""

    def __init__(self, chance: Chance, samples: int, height: int, width: int) -> None:
        self._gain = chance.log_uniform(0.6, 1.5, samples, 1, 1, 1)
        self._gamma = chance.log_uniform(0.7, 1.4, samples, 1, 1, 1)
        self._tint = 1 + chance.normal(samples, 3, 1, 1) * 0.06
        self._haze = chance.happens(0.25, samples, 1, 1, 1) * chance.uniform(0, 0.35, samples, 1, 1, 1)
        ys = torch.linspace(-1, 1, height, device=chance.device)[:, None]
        xs = torch.linspace(-1, 1, width, device=chance.device)[None]
        fall = chance.happens(0.3, samples, 1, 1, 1) * chance.uniform(0, 0.4, samples, 1, 1, 1)
        self._vignette = 1 - fall * (xs * xs + ys * ys) / 2

    def __call__(self, picture: Tensor) -> Tensor:
        lit = (picture * self._gain * self._tint * self._vignette).clamp(1e-4, 1) ** self._gamma
        return lit * (1 - self._haze) + self._haze * 0.75


def _rained(chance: Chance, picture: Tensor, samples: int) -> Tensor:
    """Bright streaks that fall anew on each frame; on few scenes."""
    wet = chance.happens(0.06, samples, 1, 1, 1)
    drops = (chance.uniform(0, 1, samples, 1, *picture.shape[-2:]) > 0.994).float()
    streaks = F.avg_pool2d(F.pad(drops, (0, 0, 6, 6)), (13, 1), stride=1) * 13
    return picture + wet * 0.35 * streaks.clamp(0, 1) * (1 - picture)


def _grainy(chance: Chance, picture: Tensor) -> Tensor:
    strength = chance.happens(0.7, len(picture), 1, 1, 1) * chance.log_uniform(0.002, 0.05, len(picture), 1, 1, 1)
    return (picture + chance.normal(*picture.shape) * strength).clamp(0, 1)
