"""Rays that turn behind each object. Table and maths: contract/effects/burst.json."""

import math

import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Plane, Seen, Values, mix, plain

TURN = 2 * math.pi


def apply(seen: Seen, values: Values) -> Picture:
    """The rays of each object, then what lies over them."""
    out = seen.below.copy()
    for k, fact in seen.facts():
        end = math.hypot(fact.right - fact.left, fact.bottom - fact.top) / 2 * (1 + float(values["span"]))
        rows, columns = seen.window(
            fact.middle[0] - end, fact.middle[1] - end, fact.middle[0] + end, fact.middle[1] + end
        )
        y, x = np.mgrid[rows, columns].astype(np.float32)
        share = _rays(x + 0.5 - fact.middle[0], y + 0.5 - fact.middle[1], end, seen.shot.frame_index, values)
        colour = plain(out[rows, columns], seen.shot.tint_of(k, values))
        out[rows, columns] = mix(out[rows, columns], colour, share)
    return mix(out, seen.below, seen.cover)


def _rays(x: Plane, y: Plane, end: float, frame_index: int, values: Values) -> Plane:
    rays = float(values["rays"])
    radius = np.hypot(x, y)
    turn = np.arctan2(y, x) / TURN * rays + frame_index * float(values["speed"]) / 30 * rays / 8
    wave = 2 * np.abs(turn - np.floor(turn) - 0.5)
    edge = np.clip((wave - 0.5) * TURN * radius / rays + 0.5, 0, 1)
    return np.asarray(edge * np.clip(1 - radius / end, 0, 1) * float(values["opacity"]), np.float32)


BURST = Effect(
    name="burst",
    title="Burst",
    description="Rays that turn behind each object.",
    on="objects",
    parameters=(
        ParameterInfo("rays", "Rays", "number", 14, 4, 40, step=1),
        ParameterInfo("span", "Length", "number", 0.6, 0.1, 2),
        ParameterInfo("speed", "Speed", "number", 1, -4, 4),
        ParameterInfo("tint", "Colour of", "choice", "custom", choices=("object", "custom")),
        ParameterInfo("colour", "Colour", "colour", "#ffe187"),
        ParameterInfo("opacity", "Opacity", "number", 0.8, 0, 1),
    ),
    everywhere=True,
    apply=apply,
)
