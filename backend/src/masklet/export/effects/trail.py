"""Where each object was a moment before, fading. Table and maths: contract/effects/trail.json."""

import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix


def apply(seen: Seen, values: Values) -> Picture:
    """The ghosts, oldest first, so that the newest lies on top."""
    ghosts, spacing = int(values["ghosts"]), int(values["spacing"])
    labels, share = np.zeros_like(seen.label), np.zeros(seen.label.shape, np.float32)
    for age in range(ghosts, 0, -1):
        ghost = seen.shot.before(age * spacing)
        if ghost is not None:
            there = ghost != 0
            labels[there] = ghost[there]
            share[there] = float(values["opacity"]) * (1 - (age - 1) / ghosts)
    share *= (seen.label == 0) & (np.take(seen.chosen, labels) != 0)
    return mix(seen.below, seen.tint(values, labels), share)


TRAIL = Effect(
    name="trail",
    title="Motion trail",
    description="Where each object was a moment before, fading.",
    on="objects",
    parameters=(
        ParameterInfo("ghosts", "Ghosts", "number", 5, 1, 8, step=1),
        ParameterInfo("spacing", "Frames between", "number", 3, 1, 8, step=1),
        ParameterInfo("opacity", "Opacity", "number", 0.6, 0, 1),
        ParameterInfo("tint", "Colour of", "choice", "object", choices=("object", "custom")),
        ParameterInfo("colour", "Colour", "colour", "#ffffff"),
    ),
    everywhere=True,
    edgeless=True,
    apply=apply,
)
