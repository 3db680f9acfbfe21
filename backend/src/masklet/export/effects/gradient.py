"""Each object filled with a run of two colours. Table and maths: contract/effects/gradient.json."""

import cv2
import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix
from masklet.export.effects.run import run


def apply(seen: Seen, values: Values) -> Picture:
    """The run of each object over its own box."""
    out = seen.below.copy()
    for k, fact in seen.facts():
        where = (seen.label == k).view(np.uint8)
        x, y, width, height = cv2.boundingRect(where)
        rows, columns = slice(y, y + height), slice(x, x + width)
        corner = (fact.left - x, fact.top - y, fact.right - x, fact.bottom - y)
        filled = mix(out[rows, columns], run(height, width, corner, values), float(values["opacity"]))
        cv2.copyTo(filled, where[rows, columns], out[rows, columns])
    return out


GRADIENT = Effect(
    name="gradient",
    title="Gradient",
    description="Each object filled with a run of two colours.",
    on="objects",
    parameters=(
        ParameterInfo("start", "From", "colour", "#ff4be1"),
        ParameterInfo("end", "To", "colour", "#2d4bff"),
        ParameterInfo("angle", "Angle", "number", 90, 0, 360, step=1),
        ParameterInfo("opacity", "Opacity", "number", 0.8, 0, 1),
    ),
    apply=apply,
)
