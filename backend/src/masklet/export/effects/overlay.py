"""Overlay: each object in its colour over the video. Twin of the client's shader; table and maths: contract/effects/overlay.json."""

import cv2
import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Colours, Effect, LabelMap, Picture, Values, star_extremes


def apply(frame: Picture, labels: LabelMap, colours: Colours, values: Values) -> Picture:
    """Fill, contour or both."""
    out = frame.copy()
    length = int(values["contourWidth"])
    x, y, width, height = cv2.boundingRect(labels)
    if width == 0:
        return out
    # One more than the star reaches: the part's own border must not be taken for the picture's.
    rows = slice(max(0, y - length - 1), y + height + length + 1)
    columns = slice(max(0, x - length - 1), x + width + length + 1)
    out[rows, columns] = _drawn(frame[rows, columns], labels[rows, columns], colours, values)
    return out


def _drawn(frame: Picture, labels: LabelMap, colours: Colours, values: Values) -> Picture:
    colour = np.take(colours, labels, axis=0)
    out = frame.copy()
    if values["mode"] != "contour":
        opacity = float(values["opacity"])
        blended = cv2.addWeighted(frame, 1 - opacity, colour, opacity, 0)
        cv2.copyTo(blended, labels, out)
    if values["mode"] != "fill":
        lowest, highest = star_extremes(labels, int(values["contourWidth"]))
        contour = (labels != 0) & (lowest != highest)
        cv2.copyTo(colour, contour.view(np.uint8), out)
    return out


OVERLAY = Effect(
    name="overlay",
    title="Overlay",
    description="Each object in its colour over the video.",
    parameters=(
        ParameterInfo("mode", "Draw", "choice", "both", choices=("fill", "contour", "both")),
        ParameterInfo("opacity", "Fill opacity", "number", 0.45, 0, 1),
        ParameterInfo("contourWidth", "Contour width", "number", 2, 1, 8, step=1),
    ),
    apply=apply,
)
