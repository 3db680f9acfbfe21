"""The objects sharp before a blurred background, without a halo of their own colours. Table and maths: contract/effects/blur_background.json."""

import cv2
import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values
from masklet.export.effects.gaussian import blurred, weights


def apply(seen: Seen, values: Values) -> Picture:
    """The background blurred without the objects' colours, bright spots larger where highlights are asked for."""
    weight, highlights = weights(seen.affected), float(values["highlights"])
    if highlights > 0:
        mean = cv2.transform(seen.below, np.full((1, 3), 1 / 3, np.float32)).astype(np.float32) / 255
        weight *= 1 + 15 * highlights * mean**4
    return blurred(seen.below, weight, float(values["strength"]))


BLUR_BACKGROUND = Effect(
    name="blur_background",
    title="Blur background",
    description="The objects sharp before a blurred background, without a halo of their own colours.",
    on="background",
    parameters=(
        ParameterInfo("strength", "Strength", "number", 8, 1, 20),
        ParameterInfo("highlights", "Bokeh", "number", 0, 0, 1),
    ),
    apply=apply,
)
