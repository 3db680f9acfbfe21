"""Each object in its colour over the video. Table and maths: contract/effects/overlay.json."""

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix, star_extremes


def apply(seen: Seen, values: Values) -> Picture:
    """Fill, contour or both."""
    own = np.take(seen.shot.colours, seen.label, axis=0)
    out = seen.below.copy()
    if values["mode"] != "contour":
        out = mix(out, own, float(values["opacity"]))
    if values["mode"] != "fill":
        cv2.copyTo(own, _contour(seen, int(values["contourWidth"])).view(np.uint8), out)
    return out


def _contour(seen: Seen, width: int) -> NDArray[np.bool_]:
    if seen.soft:
        return np.asarray((seen.away > -width) & (seen.label != 0))
    lowest, highest = star_extremes(seen.shot.labels, width)
    return np.asarray((seen.label != 0) & (lowest != highest))


OVERLAY = Effect(
    name="overlay",
    title="Overlay",
    description="Each object in its colour over the video.",
    on="objects",
    parameters=(
        ParameterInfo("mode", "Draw", "choice", "both", choices=("fill", "contour", "both")),
        ParameterInfo("opacity", "Fill opacity", "number", 0.45, 0, 1),
        ParameterInfo("contourWidth", "Contour width", "number", 2, 1, 8, step=1),
    ),
    apply=apply,
)
