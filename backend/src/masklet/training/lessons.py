"""What the network practises on: a clip's thing, a click on it, a window around it and the masks that the click may mean.
Legend: B samples, H x W pixels of the clip, h x w of the window, M masks (part, whole, group, meant).
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from masklet.engine.proposals.inputs import NOWHERE, Said
from masklet.training.chance import Chance
from masklet.training.depth import deepest
from masklet.training.samples import Samples
from masklet.training.scene import FIRST_THING

PART, WHOLE = 0.12, 0.68  # of the times; else the group
LEAST_AREA, GREATEST_AREA = 0.002, 0.7  # of the clip
MOVING_FIRST = 4.0  # as often as standing things
MIDDLE = 0.55  # clicks deep inside; others anywhere
WINDOWS = (1.1, 3.0)  # of the target's size
LEAST_WINDOW = 0.2  # of the clip's height: more would show pixels
STILL = 0.15  # lessons without motion
BOXES, CORRECTIONS = 0.2, 0.15


@dataclass(frozen=True, slots=True)
class Lesson:
    """`colours` B x 3 x h x w in [0, 1], `motion` B x 3 x h x w with its certainty, `masks` B x M x h x w (0 or 1).

    `said` begins with a click, a box or a click on a mask that is nearly right; `single` B tells the first. `nested` B: see
    Samples.
    """

    colours: Tensor
    motion: Tensor
    masks: Tensor
    said: Said
    single: Tensor
    nested: Tensor


@torch.no_grad()
def draw_lesson(chance: Chance, drawn: Samples, height: int, width: int) -> Lesson:
    """One lesson for each sample, in windows of h x w."""
    whole_number = _choose_thing(chance, drawn)
    whole = _pixels(drawn, drawn.thing, whole_number)
    click = _first_click(chance, whole)
    clicked = drawn.layers.flatten(1).long().gather(1, (click[:, 1] * whole.shape[2] + click[:, 0])[:, None])
    piece = _pixels(drawn, drawn.piece, drawn.piece.gather(1, clicked)[:, 0])
    group = _pixels(drawn, drawn.group, drawn.group.gather(1, clicked)[:, 0])
    kind = chance.uniform(0, 1, len(whole))[:, None, None]
    meant = torch.where(kind < PART, piece, torch.where(kind < PART + WHOLE, whole, group))
    masks = torch.stack([piece, whole, group, meant], dim=1).float()
    window = _window(chance, meant, click, width / height)
    return _seen(chance, drawn, masks, click, window, height, width)


def _choose_thing(chance: Chance, drawn: Samples) -> Tensor:
    samples, layers = drawn.thing.shape
    pixels = drawn.layers.flatten(1).long()
    areas = torch.zeros(samples, layers, device=pixels.device)
    areas.scatter_add_(1, pixels, torch.ones_like(pixels, dtype=torch.float32))
    of_thing = torch.zeros_like(areas).scatter_add_(1, drawn.thing.long(), areas) / pixels.shape[1]
    weight = ((of_thing > LEAST_AREA) & (of_thing < GREATEST_AREA)).float()
    weight[:, FIRST_THING:] *= MOVING_FIRST
    weight[:, 0] = 0
    possible = (of_thing > 0).float() * 1e-6
    possible[:, 0] *= 1e-3  # the background where there is nothing else
    return chance.choose(weight + possible).to(torch.uint8)


def _pixels(drawn: Samples, numbers_BL: Tensor, number_B: Tensor) -> Tensor:
    of_pixel = numbers_BL.gather(1, drawn.layers.flatten(1).long())
    return (of_pixel == number_B[:, None]).reshape(drawn.layers.shape)


def _first_click(chance: Chance, mask_BHW: Tensor) -> Tensor:
    """A pixel of each mask, B x 2 (x, y): its middle or any."""
    width = mask_BHW.shape[2]
    anywhere = chance.choose(mask_BHW.flatten(1).float())
    middle = deepest(mask_BHW)
    return torch.where(
        chance.happens(MIDDLE, len(mask_BHW))[:, None],
        middle,
        torch.stack([anywhere % width, anywhere // width], dim=-1),
    )


def extents(mask_BHW: Tensor) -> Tensor:
    """First and last column and row of each mask, B x 4 (x0, y0, x1, y1), the last ones beyond."""
    across, down = mask_BHW.any(dim=1).float(), mask_BHW.any(dim=2).float()
    x0, y0 = across.argmax(dim=1), down.argmax(dim=1)
    x1, y1 = across.shape[1] - across.flip(1).argmax(dim=1), down.shape[1] - down.flip(1).argmax(dim=1)
    return torch.stack([x0, y0, x1, y1], dim=-1).float()


def _window(chance: Chance, meant: Tensor, click: Tensor, aspect: float) -> Tensor:
    """Middle and half size of what is looked at, B x 4 (x, y, half width, half height), in pixels; mostly around the target."""
    samples, height, width = meant.shape
    x0, y0, x1, y1 = extents(meant).unbind(-1)
    spread = chance.log_uniform(*WINDOWS, samples)
    half_h = torch.maximum((y1 - y0) / 2, (x1 - x0) / 2 / aspect) * spread
    half_h = half_h.clamp(height * LEAST_WINDOW, height / 2)
    x = (x0 + x1) / 2 + chance.uniform(-0.3, 0.3, samples) * half_h * aspect
    y = (y0 + y1) / 2 + chance.uniform(-0.3, 0.3, samples) * half_h
    everything = chance.happens(0.45, samples)
    half_h = torch.where(everything, height / 2, half_h)
    half_w = (half_h * aspect).clamp(max=width / 2)
    near = 0.9  # the click stays in sight
    x = torch.minimum(torch.maximum(x, click[:, 0] - near * half_w), click[:, 0] + near * half_w)
    y = torch.minimum(torch.maximum(y, click[:, 1] - near * half_h), click[:, 1] + near * half_h)
    x = torch.minimum(torch.maximum(x, half_w), width - half_w)
    y = torch.minimum(torch.maximum(y, half_h), height - half_h)
    return torch.stack([x, y, half_w, half_h], dim=-1)


def _seen(
    chance: Chance, drawn: Samples, masks: Tensor, click: Tensor, window: Tensor, height: int, width: int
) -> Lesson:
    """The window's contents at the network's size, at times mirrored."""
    samples, _, full_h, full_w = masks.shape
    mirrored = torch.where(chance.happens(0.5, samples), -1.0, 1.0)
    x, y, half_w, half_h = window.unbind(-1)
    map_B23 = torch.zeros(samples, 2, 3, device=masks.device)
    map_B23[:, 0, 0], map_B23[:, 1, 1] = mirrored * half_w * 2 / full_w, half_h * 2 / full_h
    map_B23[:, 0, 2], map_B23[:, 1, 2] = x * 2 / full_w - 1, y * 2 / full_h - 1
    grid = F.affine_grid(map_B23, [samples, 1, height, width], align_corners=False)
    everything = torch.cat([drawn.frame.float() / 255, drawn.motion, masks], dim=1)
    seen = F.grid_sample(everything, grid, padding_mode="border", align_corners=False)
    colours, motion, inside = seen[:, :3], seen[:, 3:5], (seen[:, 5:] > 0.5).float()
    motion = motion * torch.stack([mirrored, torch.ones_like(mirrored)], dim=-1)[..., None, None]
    known = (~chance.happens(STILL, samples)).float()[:, None, None, None]
    motion = torch.cat([motion, torch.ones_like(motion[:, :1])], dim=1) * known
    at_x = ((click[:, 0] + 0.5 - x) / half_w * mirrored + 1) / 2 * width
    at_y = ((click[:, 1] + 0.5 - y) / half_h + 1) / 2 * height
    said, single = _said(chance, torch.stack([at_x, at_y], dim=-1), inside[:, 3])
    return Lesson(_tinted(chance, colours), motion, inside, said, single, drawn.nested)


def _said(chance: Chance, click: Tensor, meant: Tensor) -> tuple[Said, Tensor]:
    samples = len(click)
    kind = chance.uniform(0, 1, samples)
    boxed, corrects = kind < BOXES, (kind >= BOXES) & (kind < BOXES + CORRECTIONS)
    clicks = torch.where(boxed[:, None], torch.full_like(click, NOWHERE), click)
    box = _box(chance, meant) * boxed[:, None, None]
    previous = _nearly(chance, meant) * corrects[:, None, None]
    labels = torch.ones(samples, 1, dtype=torch.long, device=click.device)
    return Said(clicks[:, None], labels, box, previous), ~(boxed | corrects)


def _box(chance: Chance, mask: Tensor) -> Tensor:
    """A box that fits about, 1 inside and -1 outside."""
    box = extents(mask > 0.5)
    size = (box[:, 2:] - box[:, :2]).repeat(1, 2)
    box = box + chance.normal(len(mask), 4) * 0.03 * size * chance.happens(0.5, len(mask), 1)
    ys = torch.arange(mask.shape[1], device=mask.device)[:, None] + 0.5
    xs = torch.arange(mask.shape[2], device=mask.device)[None] + 0.5
    x0, y0, x1, y1 = box[..., None, None].unbind(1)
    return ((xs > x0) & (xs < x1) & (ys > y0) & (ys < y1)).float() * 2 - 1


def _nearly(chance: Chance, mask: Tensor) -> Tensor:
    """A mask that is about right, as a coarser look would have it: 1 inside and -1 outside."""
    coarse = F.avg_pool2d(mask[:, None], 8)
    coarse = coarse + chance.normal(*coarse.shape) * chance.uniform(0, 0.45, len(mask), 1, 1, 1)
    rough = F.interpolate(coarse, mask.shape[1:], mode="bilinear", align_corners=False)[:, 0]
    return (rough > 0.5).float() * 2 - 1


def _tinted(chance: Chance, colours: Tensor) -> Tensor:
    gain = chance.log_uniform(0.75, 1.3, len(colours), 1, 1, 1) * (1 + chance.normal(len(colours), 3, 1, 1) * 0.04)
    return (colours * gain).clamp(0, 1)
