"""Which proposal a person probably meant. Hand-set weights over a few measures, each about [0, 1]."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.engine.flow.features import lab
from masklet.engine.flow.learned import LearnedMask, joint
from masklet.engine.flow.proposals import MOVES_ALONG, Proposal
from masklet.engine.flow.region import Bits, Field, Image, Region
from masklet.engine.flow.scene_motion import ClickMotion
from masklet.masks.morphology import boundary, depth, grown, shrunk

GRID, GRID_STEP = 192, 6  # cells on a side, and frame pixels a cell, for comparing proposals
USUAL_SIZE, HUGE_SIZE = 0.15, 0.5  # of Measures.size
BAND = 3  # pixels on each side of the boundary that are compared


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured of a proposal."""

    contrast: float  # colour change across its boundary against changes inside it
    separation: float  # how little its colours overlap with those around it
    centrality: float  # how deep the click lies, of the deepest that it could
    at_rim: float  # share of the window's rim that it covers
    size: float  # square root of its share of the frame's area
    moves_along: float = 0.0  # how well it is just what moves with the click, times how certain that motion is
    motion_edge: float = 0.0  # change of motion across its boundary against changes inside it, times the same


def measure(proposal: Proposal, frame_shape: tuple[int, int], motion: ClickMotion | None = None) -> Measures:
    """The proposal's measures."""
    mask = proposal.mask
    picture = lab(proposal.image)
    area = max(int(mask.sum()), 1)
    inner_depth = depth(np.pad(mask, 1))[1:-1, 1:-1]
    at_click = inner_depth[_row_column(proposal)]
    rim = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    moves_along, motion_edge = (0.0, 0.0) if motion is None else _moving(proposal, frame_shape, motion)
    return Measures(
        contrast=contrast(proposal.image, mask),
        separation=_separation(picture, mask),
        centrality=float(at_click / max(float(inner_depth.max()), 1.0)),
        at_rim=float(rim.mean()),
        size=float(np.sqrt(area / proposal.region.zoom**2 / (frame_shape[0] * frame_shape[1]))),
        moves_along=moves_along,
        motion_edge=motion_edge,
    )


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each measure counts: for the first click, and for the change that a further click asks for."""

    contrast: float
    separation: float
    centrality: float
    agreement: float
    at_rim: float
    small: float  # against objects under USUAL_SIZE, for each power of e
    huge: float  # against objects over HUGE_SIZE
    moves_along: float = 0.0
    motion_edge: float = 0.0


STILL_CLICK = Weights(0.3, 0.3, 0.27, 0.46, 0.4, 0.12, 0.5)
# Fitted to the overlap of what is chosen; see docs/benchmarks.md for the same with sequences left out.
MOVING_CLICK = Weights(0.0, 0.14, 0.32, 0.10, 0.56, 0.24, 0.48, 0.44, 0.52)
# A correcting click sits in the middle of what is wrong, which is often small.
CHANGE = Weights(0.3, 0.3, 0.6, 0.46, 0.4, 0.0, 0.5)


def ranked(
    choices: Sequence[Proposal],
    frame_shape: tuple[int, int],
    weights: Weights,
    motion: ClickMotion | None = None,
    learned: Sequence[LearnedMask] = (),
    besides: Sequence[Proposal] = (),
) -> list[tuple[Proposal, float]]:
    """The proposals (at least one) with their ranks, likeliest first. Those `besides` agree with nobody but with the choices.

    Where a network has spoken, `learned`, it has its share in each rank.
    """
    everything = [*choices, *besides]
    scores = [
        rank(measure(choice, frame_shape, motion), agreement, weights)
        for choice, agreement in zip(everything, agreements(everything, len(choices)), strict=True)
    ]
    if learned:
        scores = [
            joint(score, choice.full_size(*frame_shape), learned)
            for choice, score in zip(everything, scores, strict=True)
        ]
    return [(everything[k], scores[k]) for k in np.argsort(scores)[::-1]]


def rank(measures: Measures, agreement: float, weights: Weights) -> float:
    """Higher is likelier what was meant."""
    smaller = np.log(max(measures.size, 0.02) / USUAL_SIZE)
    return float(
        weights.contrast * measures.contrast
        + weights.separation * measures.separation
        + weights.centrality * measures.centrality
        + weights.agreement * agreement
        - weights.at_rim * measures.at_rim
        + weights.small * min(smaller, 0.0)
        - weights.huge * max(measures.size - HUGE_SIZE, 0.0)
        + weights.moves_along * measures.moves_along
        + weights.motion_edge * measures.motion_edge
    )


def agreements(choices: Sequence[Proposal], first: int | None = None) -> NDArray[np.float32]:
    """Mean overlap of each proposal with the first so many, or all: what comes out again and again from other starts is an object."""
    flat = np.stack([_thumbnail(choice) for choice in choices])
    shared = flat @ flat.T
    areas = flat.sum(axis=1)
    overlaps = shared / np.maximum(areas[:, None] + areas[None] - shared, 1)
    return np.asarray(overlaps[:, :first].mean(axis=1), np.float32)


def _thumbnail(choice: Proposal) -> NDArray[np.float32]:
    """The proposal's mask around the click on one grid for all, coarse, flat."""
    x0, y0, _, _ = choice.region.extent
    zoom = choice.region.zoom
    x, y = x0 + choice.click[0] / zoom, y0 + choice.click[1] / zoom
    reach = GRID * GRID_STEP / 2
    grid = Region((round(x - reach), round(y - reach), round(x + reach), round(y + reach)), GRID, GRID)
    return (grid.carry(choice.mask.astype(np.float32), choice.region) > 0.5).astype(np.float32).ravel()


def _moving(proposal: Proposal, frame_shape: tuple[int, int], motion: ClickMotion) -> tuple[float, float]:
    """How well a proposal and what moves with the click are one (F measure), and how much motion changes at its edge."""
    mask = motion.scene.shrunk(proposal.full_size(*frame_shape))
    edge = boundary(mask)
    if not edge.any():  # nothing, or all of the frame
        return 0.0, 0.0
    part = motion.part(MOVES_ALONG)
    overlap = 2 * np.count_nonzero(mask & part) / (np.count_nonzero(mask) + np.count_nonzero(part))
    change = _slope(np.clip(motion.likeness, 0, 1))
    inside = mask & ~grown(edge, 2)
    at_edge = float(cv2.dilate(change, np.ones((3, 3)))[edge].mean())
    within = float(change[inside].mean()) if inside.any() else at_edge
    return motion.certainty * overlap, motion.certainty * at_edge / (at_edge + within + 0.05)


def _slope(field: Field) -> Field:
    dx, dy = cv2.Sobel(field, cv2.CV_32F, 1, 0), cv2.Sobel(field, cv2.CV_32F, 0, 1)
    return np.asarray(np.sqrt(dx * dx + dy * dy), np.float32)


def _row_column(proposal: Proposal) -> tuple[int, int]:
    height, width = proposal.mask.shape
    x, y = proposal.click
    return min(max(round(y), 0), height - 1), min(max(round(x), 0), width - 1)


def _gradient(image: Image) -> Field:
    smooth = cv2.GaussianBlur(lab(image), (0, 0), 1.0)
    dx, dy = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    return np.asarray(np.sqrt((dx * dx + dy * dy).sum(axis=2)), np.float32)


def contrast(image: Image, mask: Bits) -> float:
    """Colour change across a mask's boundary against changes inside it, as a share of both."""
    gradient, edge = _gradient(image), boundary(mask)
    inside = shrunk(mask, BAND)
    on_edge = float(cv2.dilate(gradient, np.ones((3, 3)))[edge].mean()) if edge.any() else 0.0
    within = float(gradient[inside].mean()) if inside.any() else on_edge
    return on_edge / (on_edge + within + 1e-3)


def _separation(picture: NDArray[np.float32], mask: Bits) -> float:
    """One minus the overlap of the colours inside with those in a ring around."""
    ring = grown(mask, max(4, round(0.25 * np.sqrt(mask.sum())))) & ~mask
    if not ring.any():
        return 0.0
    inside, outside = _histogram(picture[mask]), _histogram(picture[ring])
    return 1 - float(np.sqrt(inside * outside).sum())


def _histogram(colours_N3: NDArray[np.float32]) -> NDArray[np.float32]:
    steps = np.clip(colours_N3 * np.array([8, 10, 10]) + np.array([0, 8, 8]), 0, 15).astype(np.int64)
    counts = np.bincount((steps[:, 0] * 16 + steps[:, 1]) * 16 + steps[:, 2], minlength=4096)
    return (counts / max(len(colours_N3), 1)).astype(np.float32)
