"""A line around each object: inside, on or outside of its edge. Table and maths: contract/effects/contour.json."""

import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix

CENTRES = {"inside": -0.5, "middle": 0.0, "outside": 0.5}


def apply(seen: Seen, values: Values) -> Picture:
    """A band around the edge, as wide as the width."""
    width, feather = float(values["width"]), float(values["feather"])
    off = np.abs(seen.away - CENTRES[str(values["place"])] * width)
    band = np.clip((width / 2 - off) / max(feather, 1) + 0.5, 0, 1)
    band *= float(values["opacity"]) * (seen.label != 0)
    return mix(seen.below, seen.tint(values), band)


CONTOUR = Effect(
    name="contour",
    title="Contour",
    description="A line around each object: inside, on or outside of its edge.",
    on="objects",
    parameters=(
        ParameterInfo("width", "Width", "number", 3, 1, 20),
        ParameterInfo("place", "Place", "choice", "middle", choices=("inside", "middle", "outside")),
        ParameterInfo("tint", "Colour of", "choice", "object", choices=("object", "custom")),
        ParameterInfo("colour", "Colour", "colour", "#ffffff"),
        ParameterInfo("opacity", "Opacity", "number", 1, 0, 1),
    ),
    reach=True,
    everywhere=True,
    apply=apply,
)
