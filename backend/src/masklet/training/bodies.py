"""Things with parts: trunk, head, four limbs of two pieces each and something attached. Their shapes, and where each part
is before and after a short time. Legend: B samples, N things, P parts of one.
"""

from dataclasses import dataclass, fields

import torch
from torch import Tensor

from masklet.training.chance import Chance
from masklet.training.placing import after, similarity
from masklet.training.shapes import Shapes

PARTS = 11
FAR_LIMBS, TRUNK, HEAD, NEAR_LIMBS, EXTRA = (0, 2), 4, 5, (6, 8), 10  # a limb's lower piece follows its upper one
SIMPLE = 0.3  # share of things that are a trunk alone
MOST_SWING = 0.25  # radians a frame


@dataclass(frozen=True, slots=True)
class Bodies:
    """B x N x P: the shapes, and each part's frame within its thing's, before and after (B x N x P x 6)."""

    shapes: Shapes
    before: Tensor
    after: Tensor
    piece: Tensor  # which part a person would call one: a limb's pieces are one, B x N x P


def draw_bodies(chance: Chance, samples: int, things: int) -> Bodies:
    """Bodies whose trunk's half length is 1."""
    size = (samples, things)
    shapes = _shapes(chance, size)
    before, later = _frames(chance, size, shapes)
    piece = torch.tensor([0, 0, 2, 2, 4, 5, 6, 6, 8, 8, 10], device=chance.device).expand(*size, PARTS)
    return Bodies(shapes, before, later, piece)


def like(bodies: Bodies, mask_B: Tensor, copy: int, original: int) -> Bodies:
    """Where the mask says so, the thing `copy` gets the looks of `original`."""
    pick = torch.arange(bodies.piece.shape[1], device=mask_B.device)[None].repeat(len(mask_B), 1)
    pick[:, copy] = torch.where(mask_B, original, copy)
    rows = torch.arange(len(mask_B), device=mask_B.device)[:, None]
    shapes = Shapes(**{f.name: getattr(bodies.shapes, f.name)[rows, pick] for f in fields(bodies.shapes)})
    return Bodies(shapes, bodies.before[rows, pick], bodies.after[rows, pick], bodies.piece)


def _shapes(chance: Chance, size: tuple[int, int]) -> Shapes:
    full = (*size, PARTS)
    limbs = torch.tensor([1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0], device=chance.device, dtype=torch.bool)
    rough = chance.happens(0.5, *size, 1)
    along = torch.where(limbs, chance.uniform(0.2, 0.55, *full), chance.uniform(0.2, 0.5, *full))
    thin = torch.where(limbs, chance.log_uniform(0.08, 0.4, *size, 1).expand(full), chance.uniform(0.3, 1.0, *full))
    along[..., TRUNK] = 1.0
    thin[..., TRUNK] = chance.log_uniform(0.25, 1.0, *size)
    along[..., 1::2][..., :2] = along[..., 0:4:2]  # a limb's lower piece is as long as its upper one
    along[..., 7] = along[..., 6]
    along[..., 9] = along[..., 8]
    wave = torch.where(limbs, 0.03, 0.12) * (0.3 + 0.7 * rough)
    hollow = chance.happens(0.08, *full) & ~limbs
    return Shapes(
        present=_presence(chance, size).float(),
        along=along,
        across=along * thin,
        boxy=torch.where(chance.happens(0.35, *full), chance.uniform(0.5, 1.0, *full), chance.uniform(0, 0.3, *full)),
        bend=chance.normal(*full) * torch.where(limbs, 0.25, 0.12),
        taper=(chance.normal(*full) * 0.25).clamp(-0.7, 0.7),
        hole=torch.where(hollow, chance.uniform(0.3, 0.8, *full), 0.0),
        wave2=chance.normal(*full) * wave,
        wave3=chance.normal(*full) * wave,
        wave5=chance.normal(*full) * wave * 0.7,
        wave11=chance.normal(*full) * wave * 0.3,
    )


def _presence(chance: Chance, size: tuple[int, int]) -> Tensor:
    here = torch.zeros(*size, PARTS, dtype=torch.bool, device=chance.device)
    built = ~chance.happens(SIMPLE, *size)
    for upper in (*FAR_LIMBS, *NEAR_LIMBS):
        here[..., upper] = built & chance.happens(0.7, *size)
        here[..., upper + 1] = here[..., upper] & chance.happens(0.65, *size)
    here[..., TRUNK] = True
    here[..., HEAD] = built & chance.happens(0.75, *size)
    here[..., EXTRA] = chance.happens(0.35, *size)
    return here


def _frames(chance: Chance, size: tuple[int, int], shapes: Shapes) -> tuple[Tensor, Tensor]:
    """Each part's frame before and after; limbs swing about where they hang."""
    hang = chance.uniform(0, 2 * torch.pi, *size, PARTS)  # the angle on the trunk's edge
    below = chance.happens(0.6, *size)[..., None]  # legs, all on one side
    legs = torch.pi / 2 + chance.uniform(-1.0, 1.0, *size, PARTS)
    hang = torch.where(below, legs, hang)
    hang[..., HEAD] = torch.where(chance.happens(0.5, *size), -0.4, -torch.pi / 2) + chance.normal(*size) * 0.4
    lean = hang + chance.normal(*size, PARTS) * 0.35
    knee = chance.normal(*size, PARTS) * 0.6
    swing = (
        chance.normal(*size, PARTS)
        * MOST_SWING
        * chance.happens(0.6, *size)[..., None]
        * chance.uniform(0, 1, *size)[..., None]
    )
    return _posed(shapes, hang, lean, knee, torch.zeros_like(swing)), _posed(shapes, hang, lean, knee, swing)


def _posed(shapes: Shapes, hang: Tensor, lean: Tensor, knee: Tensor, swing: Tensor) -> Tensor:
    zero = torch.zeros_like(hang)
    wide = shapes.across[..., TRUNK, None]
    joints = similarity(0.85 * torch.cos(hang), 0.85 * wide * torch.sin(hang), lean + swing)
    reach = similarity(0.85 * shapes.along, zero, zero)
    frames = after(joints, reach)
    for upper in (*FAR_LIMBS, *NEAR_LIMBS):
        knees = similarity(0.9 * shapes.along[..., upper], zero[..., 0], knee[..., upper + 1] + swing[..., upper + 1])
        frames[..., upper + 1, :] = after(after(frames[..., upper, :], knees), reach[..., upper + 1, :])
    frames[..., TRUNK, :] = similarity(zero[..., 0], zero[..., 0], zero[..., 0])
    return frames
