"""A batch of generated scenes: what stands where, how it looks and how it moves from one frame to the next. Draws only,
paints nothing. Legend: B samples, L layers from back to front, N moving things, P parts. The unit is the canvas's short side.

Layers: two grounds, standing things, moving things part by part, and what hangs in front of all. Of the moving things the
second may belong to the first (a rider, a load), and the third may be its look-alike.
"""

from dataclasses import dataclass, fields

import torch
from torch import Tensor

from masklet.training.bodies import PARTS, Bodies, draw_bodies, like
from masklet.training.chance import Chance
from masklet.training.placing import after, nothing_moved, similarity
from masklet.training.shapes import Shapes

GROUNDS, STANDING, THINGS, FRONT = 2, 8, 3, 2
LAYERS = GROUNDS + STANDING + THINGS * PARTS + FRONT
FIRST_THING = 1 + GROUNDS + STANDING  # layer numbers; 0 is the background
BELONGS, LOOKS_ALIKE = 0.35, 0.45


@dataclass(frozen=True, slots=True)
class Layout:
    """`shapes` B x L; `before`, `later` B x (L + 1) x 6, from each layer's frame to the canvas, background first.

    `piece`, `thing`, `group` B x (L + 1): layers that are one part, one thing, one group have one number; 0 for grounds.
    """

    shapes: Shapes
    before: Tensor
    later: Tensor
    piece: Tensor
    thing: Tensor
    group: Tensor
    looks: Tensor  # B x (L + 1): layers with one number share texture and colours


def draw_layout(chance: Chance, samples: int, aspect: float) -> Layout:
    """Scenes on a canvas `aspect` as wide as high."""
    bodies = draw_bodies(chance, samples, THINGS)
    alike = chance.happens(LOOKS_ALIKE, samples)
    bodies = like(bodies, alike, 2, 0)
    belongs = chance.happens(BELONGS, samples)
    stands, goes = _thing_places(chance, samples, aspect, belongs, alike)
    camera = _camera(chance, samples, aspect, goes)
    still = _standing(chance, samples, aspect)
    shapes = _joined(still[0], bodies)
    things_before = after(stands[:, :, None], bodies.before).flatten(1, 2)
    things_later = after(after(goes, stands)[:, :, None], bodies.after).flatten(1, 2)
    ahead = GROUNDS + STANDING
    before = torch.cat([still[1][:, :ahead], things_before, still[1][:, ahead:]], dim=1)
    later = torch.cat([still[1][:, :ahead], things_later, still[1][:, ahead:]], dim=1)
    back = nothing_moved(samples, 1, device=chance.device)
    seen_later = after(_with_depth(chance, camera), torch.cat([back, later], dim=1))
    return Layout(
        shapes, torch.cat([back, before], dim=1), seen_later, *_belonging(chance, samples, bodies, belongs, alike)
    )


def _thing_places(chance: Chance, samples: int, aspect: float, belongs: Tensor, alike: Tensor) -> tuple[Tensor, Tensor]:
    """Where each thing stands, and the map that moves it, B x N x 6 each."""
    size = (samples, THINGS)
    scale = chance.log_uniform(0.05, 0.5, *size)
    x, y = chance.uniform(0.05, 0.95, *size) * aspect, chance.uniform(0.1, 0.9, *size)
    turn = torch.where(chance.happens(0.7, *size), chance.normal(*size) * 0.25, chance.uniform(0, 6.3, *size))
    near = chance.uniform(-0.9, 0.9, samples), chance.uniform(-1.1, 0.5, samples)
    x[:, 1] = torch.where(belongs, x[:, 0] + scale[:, 0] * near[0], x[:, 1])
    y[:, 1] = torch.where(belongs, y[:, 0] + scale[:, 0] * near[1], y[:, 1])
    scale[:, 1] = torch.where(belongs, scale[:, 0] * chance.log_uniform(0.4, 1.2, samples), scale[:, 1])
    beside = chance.uniform(1.2, 2.6, samples) * torch.where(chance.happens(0.5, samples), 1.0, -1.0)
    x[:, 2] = torch.where(alike, x[:, 0] + scale[:, 0] * beside, x[:, 2])
    y[:, 2] = torch.where(alike, y[:, 0] + scale[:, 0] * chance.normal(samples) * 0.3, y[:, 2])
    scale[:, 2] = torch.where(alike, scale[:, 0] * chance.uniform(0.85, 1.15, samples), scale[:, 2])
    turn[:, 2] = torch.where(alike, turn[:, 0] + chance.normal(samples) * 0.15, turn[:, 2])
    mirrored = torch.where(chance.happens(0.5, *size), 1.0, -1.0)
    stands = similarity(x, y, turn, scale)
    stands = torch.stack(
        [
            stands[..., 0] * mirrored,
            *stands[..., 1:3].unbind(-1),
            stands[..., 3] * mirrored,
            *stands[..., 4:].unbind(-1),
        ],
        -1,
    )
    return stands, _steps(chance, size, stands, belongs)


def _steps(chance: Chance, size: tuple[int, int], stands: Tensor, belongs: Tensor) -> Tensor:
    """How each thing moves in the world: along, turning about itself, growing."""
    moves = chance.happens(0.8, *size).float()
    course, speed = chance.uniform(0, 6.3, *size), chance.log_uniform(0.002, 0.07, *size) * moves
    turn, growth = chance.normal(*size) * 0.03 * moves, 1 + chance.normal(*size) * 0.02 * moves
    x, y = stands[..., 2], stands[..., 5]
    zero = torch.zeros_like(x)
    about = after(
        similarity(x + speed * torch.cos(course), y + speed * torch.sin(course), turn, growth), similarity(-x, -y, zero)
    )
    jitter = similarity(chance.normal(size[0]) * 0.001, chance.normal(size[0]) * 0.001, zero[:, 0])
    about[:, 1] = torch.where(belongs[:, None], after(jitter, about[:, 0]), about[:, 1])
    return about


def _camera(chance: Chance, samples: int, aspect: float, goes: Tensor) -> Tensor:
    """The camera's motion, B x 6: none, its own, or following the first thing; with shake."""
    moves = chance.happens(0.75, samples).float()
    course, speed = chance.uniform(0, 6.3, samples), chance.log_uniform(0.001, 0.05, samples) * moves
    follows = chance.happens(0.3, samples)
    dx = torch.where(follows, -(goes[:, 0, 2] * 0.9), speed * torch.cos(course))
    dy = torch.where(follows, -(goes[:, 0, 5] * 0.9), speed * torch.sin(course))
    dx, dy = dx.clamp(-0.1, 0.1), dy.clamp(-0.1, 0.1)
    turn, growth = chance.normal(samples) * 0.008 * moves, 1 + chance.normal(samples) * 0.012 * moves
    zero = torch.zeros_like(dx)
    middle = similarity(zero - aspect / 2, zero - 0.5, zero)
    return after(similarity(dx + aspect / 2, dy + 0.5, turn, growth), middle)


def _with_depth(chance: Chance, camera_B6: Tensor) -> Tensor:
    """The camera's motion as each layer sees it, B x (L + 1) x 6: what is near moves more (parallax)."""
    samples = len(camera_B6)
    depth = torch.ones(samples, LAYERS + 1, device=camera_B6.device)
    depth[:, 0] = chance.uniform(0.6, 1.0, samples)
    depth[:, 1 : 1 + GROUNDS] = chance.uniform(0.8, 1.0, samples, 1)
    depth[:, 1 + GROUNDS : FIRST_THING] = chance.uniform(0.75, 1.15, samples, STANDING)
    depth[:, -FRONT:] = chance.uniform(1.1, 1.8, samples, FRONT)
    rest = nothing_moved(samples, 1, device=camera_B6.device)
    return rest + depth[..., None] * (camera_B6[:, None] - rest)


def _standing(chance: Chance, samples: int, aspect: float) -> tuple[Shapes, Tensor]:
    """Grounds, standing things and those in front, in this order: shapes and places."""
    count = GROUNDS + STANDING + FRONT
    size = (samples, count)
    along, thin = chance.log_uniform(0.03, 0.6, *size), chance.log_uniform(0.08, 1.0, *size)
    x, y = chance.uniform(-0.1, 1.1, *size) * aspect, chance.uniform(-0.1, 1.1, *size)
    turn = torch.where(
        chance.happens(0.5, *size), (torch.pi / 2) * chance.below(2, *size), chance.uniform(0, 6.3, *size)
    )
    along[:, :GROUNDS], thin[:, :GROUNDS] = 4.0, 1.0
    x[:, :GROUNDS] = aspect / 2
    y[:, :GROUNDS] = chance.uniform(0.25, 1.0, samples, GROUNDS) + 4.0
    turn[:, :GROUNDS] = chance.normal(samples, GROUNDS) * 0.08 * chance.happens(0.7, samples, 1)
    present = chance.happens(0.65, *size)
    present[:, -FRONT:] = chance.happens(0.15, samples, FRONT)
    across = along * thin
    rough = chance.uniform(0, 0.12, *size)
    rough[:, :GROUNDS] = 0.0
    hollow = chance.happens(0.06, *size)
    hollow[:, :GROUNDS] = False
    shapes = Shapes(
        present=present.float(),
        along=along,
        across=across,
        boxy=torch.where(chance.happens(0.5, *size), 1.0, chance.uniform(0, 1, *size)),
        bend=chance.normal(*size) * 0.08,
        taper=(chance.normal(*size) * 0.2).clamp(-0.7, 0.7),
        hole=torch.where(hollow, chance.uniform(0.3, 0.8, *size), 0.0),
        wave2=chance.normal(*size) * rough,
        wave3=chance.normal(*size) * rough,
        wave5=chance.normal(*size) * rough,
        wave11=chance.normal(*size) * rough,
    )
    return shapes, similarity(x, y, turn)


def _joined(still: Shapes, bodies: Bodies) -> Shapes:
    """All layers' shapes in their order."""
    ahead = GROUNDS + STANDING
    out = {}
    for field in fields(Shapes):
        standing, moving = getattr(still, field.name), getattr(bodies.shapes, field.name).flatten(1, 2)
        out[field.name] = torch.cat([standing[:, :ahead], moving, standing[:, ahead:]], dim=1)
    return Shapes(**out)


def _belonging(
    chance: Chance, samples: int, bodies: Bodies, belongs: Tensor, alike: Tensor
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The numbers of pieces, things, groups and looks of all layers."""
    own = torch.arange(LAYERS + 1, device=chance.device).repeat(samples, 1)
    own[:, : 1 + GROUNDS] = 0
    piece, thing, group, looks = (
        own.clone(),
        own.clone(),
        own.clone(),
        torch.arange(LAYERS + 1, device=chance.device).repeat(samples, 1),
    )
    dressed = chance.happens(0.45, samples, THINGS, PARTS)  # a part in the trunk's colours
    for k in range(THINGS):
        first = FIRST_THING + k * PARTS
        part = slice(first, first + PARTS)
        piece[:, part] = first + bodies.piece[:, k]
        thing[:, part] = first
        group[:, part] = torch.where(belongs, FIRST_THING, first)[:, None] if k < 2 else first
        source = torch.where(alike, FIRST_THING, first)[:, None] if k == 2 else first
        own_looks = source + bodies.piece[:, k]
        looks[:, part] = torch.where(dressed[:, 0 if k == 2 else k], source + 4, own_looks)
    return piece, thing, group, looks
