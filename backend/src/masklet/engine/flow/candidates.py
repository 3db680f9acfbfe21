"""The objects that a first click may mean, best first: proposals from looks and from motion, ranked, cut finely."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from masklet.domain.prompt import OBJECT, Point
from masklet.engine.flow.learned import LearnedMask
from masklet.engine.flow.moving_proposals import moving_proposals
from masklet.engine.flow.polish import polished
from masklet.engine.flow.proposals import STILL_GUESSES, Proposal, around, proposals
from masklet.engine.flow.ranking import MOVING_CLICK, STILL_CLICK, ranked
from masklet.engine.flow.region import Bits
from masklet.engine.flow.scene import Scene
from masklet.engine.flow.scene_motion import ClickMotion, seen_from
from masklet.engine.flow.second_look import second_look
from masklet.masks.overlap import are_alike

CERTAIN_ENOUGH = 0.2  # of the click's motion: below, looks alone decide
LEAST_SHARE = 1 / 2000  # of the frame: what is smaller is the click's own pixels, no other choice
BESIDE_MOTION = (STILL_GUESSES[3], STILL_GUESSES[4])  # what motion proposals leave out


@dataclass(frozen=True, slots=True)
class Candidate:
    """A full-size H x W mask, and how well it probably fits what was meant, in [0, 1]."""

    mask: Bits
    score: float


def candidates(scene: Scene, point: Point, others: Sequence[Point], most: int) -> list[Candidate]:
    """At most so many different objects at a label-1 click, at least one; `others` are clicks known besides.

    Those that hold more of the other label-1 clicks come first.
    """
    forbidden = pixels(scene.shape, [p for p in others if p.label != OBJECT])
    clicked = pixels(scene.shape, [point])
    found: list[Candidate] = []
    for proposal, rank in _in_order(scene, point, others, forbidden):
        coarse = proposal.full_size(*scene.shape) | clicked
        if _is_known(coarse, found):
            continue
        fine = polished(scene.frame, second_look(scene.frame, coarse, clicked, forbidden))
        # the finer cut may find an edge that is known already
        if found and (np.count_nonzero(fine) < LEAST_SHARE * fine.size or _is_known(fine, found)):
            continue
        score = _probability(rank)
        found.append(Candidate(fine, min(score, found[-1].score) if found else score))
        if len(found) == most:
            break
    return found


def pixels(shape: tuple[int, int], points: Sequence[Point]) -> Bits:
    """A full-size map of the clicks' pixels."""
    out = np.zeros(shape, np.bool_)
    for point in points:
        out[pixel_of(shape, point)] = True
    return out


def pixel_of(shape: tuple[int, ...], point: Point) -> tuple[int, int]:
    """The (row, column) that holds a click; one on the far edge belongs to the last pixel."""
    return min(int(point.y), shape[0] - 1), min(int(point.x), shape[1] - 1)


def _in_order(scene: Scene, point: Point, others: Sequence[Point], forbidden: Bits) -> Iterable[tuple[Proposal, float]]:
    held = [p for p in others if p.label == OBJECT]
    made = _ranked(scene, point, others, forbidden)
    return sorted(made, key=lambda one: -_holds(one[0], held)) if held else made  # stable


def _holds(proposal: Proposal, points: Sequence[Point]) -> int:
    """How many of the clicks lie in a proposal."""
    x0, y0, x1, y1 = proposal.region.extent
    zoom = proposal.region.zoom
    seen = [(p.x - x0, p.y - y0) for p in points if x0 <= p.x < x1 and y0 <= p.y < y1]
    height, width = proposal.mask.shape
    return sum(bool(proposal.mask[min(int(y * zoom), height - 1), min(int(x * zoom), width - 1)]) for x, y in seen)


def _ranked(scene: Scene, point: Point, others: Sequence[Point], forbidden: Bits) -> Iterator[tuple[Proposal, float]]:
    """Likeliest first. Parts of a thing move with it, so where motion has spoken, looks tell what else was meant."""
    motion = None if scene.motion is None else seen_from(scene.motion, point.x, point.y)
    learned = _learned(scene, point, others)
    besides = [one for mask in learned if (one := around(scene.frame, mask.mask & ~forbidden, point.x, point.y))]
    if motion is not None and motion.certainty >= CERTAIN_ENOUGH:
        yield from ranked(_moving(scene, point, forbidden, motion), scene.shape, MOVING_CLICK, motion, learned, besides)
        besides = []
    still = list(proposals(scene.frame, point.x, point.y, forbidden))
    yield from ranked(still, scene.shape, STILL_CLICK, None, learned, besides)


def _learned(scene: Scene, point: Point, others: Sequence[Point]) -> list[LearnedMask]:
    return [] if scene.proposer is None else scene.proposer.at_click(scene.frame, scene.motion, point, others)


def _moving(scene: Scene, point: Point, forbidden: Bits, motion: ClickMotion) -> list[Proposal]:
    by_motion = moving_proposals(scene.frame, point.x, point.y, forbidden, motion)
    by_looks = proposals(scene.frame, point.x, point.y, forbidden, BESIDE_MOTION)
    return [*by_motion, *by_looks]


def _is_known(mask: Bits, found: Sequence[Candidate]) -> bool:
    return any(are_alike(mask, known.mask) for known in found)


def _probability(rank: float) -> float:
    return float(np.clip(rank, 0.0, 1.0))
