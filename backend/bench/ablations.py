"""The engine's stages and how each is switched off from outside: one table, and the hand that does it for a while.

The product has no switches. A change names an attribute where it is looked up ("module:attribute"), so a stage that
several modules import is changed in each of them. An attribute that is no longer there is an error that names it.
"""

import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.prompt import Point
from masklet.engine.flow import box, candidates, fuse, ranking, refine
from masklet.engine.flow.effort import Effort
from masklet.engine.flow.optical_flow import Motion, MotionEstimator
from masklet.engine.flow.proposals import Proposal
from masklet.engine.flow.region import Bits, Image
from masklet.engine.flow.scene import Scene

ENGINE = "masklet.engine.flow"
FIXED_CLEARANCE = 0.04  # of the frame's short side
NOBODY_IS_THAT_SURE = 2.0

Field = NDArray[np.float32]


@dataclass(frozen=True)
class Ablation:
    """`changes`: (module:attribute within the engine, what takes its place); `protocol` of the evaluator that tells."""

    name: str
    protocol: str
    changes: tuple[tuple[str, Any], ...]


class MissingStage(AttributeError):
    """The engine was changed and the table was not."""


@contextmanager
def switched_off(ablation: Ablation) -> Iterator[None]:
    """The engine with the changes, as long as the block runs."""
    found = [(*_owner(ablation, target), value) for target, value in ablation.changes]
    before = [vars(owner)[attribute] for owner, attribute, _ in found]
    try:
        for owner, attribute, value in found:
            setattr(owner, attribute, value)
        yield
    finally:
        for (owner, attribute, _), value in zip(found, before, strict=True):
            setattr(owner, attribute, value)


def check(ablations: Sequence[Ablation]) -> None:
    """Raises MissingStage where a change names what is not there."""
    for ablation in ablations:
        for target, _ in ablation.changes:
            _owner(ablation, target)


def _owner(ablation: Ablation, target: str) -> tuple[Any, str]:
    module_name, path = target.split(":")
    *outer, attribute = path.split(".")
    try:
        owner = reduce(getattr, outer, importlib.import_module(f"{ENGINE}.{module_name}"))
        vars(owner)[attribute]
    except (ImportError, AttributeError, KeyError) as error:
        raise MissingStage(
            f'"{ablation.name}": {ENGINE}.{module_name} has no {path}; adapt bench/ablations.py'
        ) from error
    return owner, attribute


def _same(frame: object, mask: object, *rest: object) -> object:
    return mask


def _by_agreement(choices: Sequence[Any], *rest: object) -> list[tuple[Any, float]]:
    agreements = ranking.agreements(choices)
    return [(choices[k], float(agreements[k])) for k in np.argsort(agreements)[::-1]]


def _looks_only(scene: Scene, point: Point, forbidden: Bits, motion: object) -> list[Proposal]:
    return list(candidates.proposals(scene.frame, point.x, point.y, forbidden))


def _unmoving(motion: object, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.zeros_like(inside)


def _only_all_of_it(image: Image, moving: object, within: Bits) -> list[Bits]:
    return [box._cut(image, within, within)]


def _no_evidence(vectors: object, trust: Field, warped: object) -> Field:
    return np.zeros_like(trust)


def _no_flow(estimator: object, previous: NDArray[np.uint8], current: object) -> Motion:
    return Motion(np.zeros((*previous.shape[:2], 2), np.float32), np.ones(previous.shape[:2], np.float32))


def _one_way_flow(estimator: MotionEstimator, previous: Image, current: Image) -> Motion:
    before, now = (cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) for image in (previous, current))
    return Motion(estimator._way_back.calc(now, before, None), np.ones(previous.shape[:2], np.float32))


def _small(object_count: int) -> Effort:
    return Effort(256, 2)


def _without(cue: str) -> tuple[tuple[str, Any], ...]:
    return (("fuse:WEIGHTS", {**fuse.WEIGHTS, cue: 0.0}),)


def _unguided(guide: Field, soft: Field) -> refine.EdgeModel:
    return refine.EdgeModel(np.zeros_like(soft), soft)


CLICKS = (
    Ablation("without motion", "image", (("scene:SceneReader._motion", lambda *_: None),)),
    Ablation("without proposals from motion", "image", (("candidates:_moving", _looks_only),)),
    Ablation("without still proposals beside them", "image", (("candidates:BESIDE_MOTION", ()),)),
    Ablation("ranked by agreement alone", "image", (("candidates:ranked", _by_agreement),)),
    Ablation("without a second look", "image", (("candidates:second_look", _same),)),
    Ablation("without polish", "image", (("candidates:polished", _same), ("box:polished", _same))),
    Ablation(
        "corrections of one radius",
        "image",
        (("correction:clearance", lambda mask, click: FIXED_CLEARANCE * min(mask.shape)),),
    ),
    Ablation("corrections in a window of the whole mask", "image", (("correction:LEAST_SHARE", 100.0),)),
    Ablation("box without motion", "image", (("box:_moving", _unmoving),)),
    Ablation("box cut once, nothing to choose", "image", (("box:_choices", _only_all_of_it),)),
)

TRACKING = (
    Ablation("without all that is remembered", "semi", _without("classifier")),
    Ablation("without the prompted frames alone", "semi", _without("given")),
    Ablation("without colours", "semi", _without("colours")),
    Ablation("without relative motion", "semi", (("relative_motion:judge", _no_evidence),)),
    Ablation("without the warped mask's say", "semi", _without("warp")),
    Ablation("without distance to the warped mask", "semi", _without("distance")),
    Ablation("without optical flow", "semi", (("optical_flow:MotionEstimator.estimate", _no_flow),)),
    Ablation("flow one way, always trusted", "semi", (("optical_flow:MotionEstimator.estimate", _one_way_flow),)),
    Ablation("without the guided filter", "semi", (("refine:fit", _unguided),)),
    Ablation("without dropping strays", "semi", (("refine:without", lambda model, strays: model),)),
    Ablation("without learning on the way", "semi", (("track:LEARN_ABOVE", NOBODY_IS_THAT_SURE),)),
    Ablation("without doubt that it is there", "semi", (("presence:Presence.visible", lambda *_: 1.0),)),
    Ablation("without finding it again", "semi", (("track:find_again", lambda *_: None),)),
    Ablation("a window of 256 pixels", "semi", (("running_pass:shared_by", _small),)),
)
