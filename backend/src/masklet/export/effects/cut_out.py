"""Cut out: the objects with an outline on a backdrop. Table and maths: contract/effects/cut_out.json."""

import cv2
import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Colours, Effect, LabelMap, Picture, Values, near_object, paint
from masklet.masks.palette import rgb

SQUARE = 16
GREYS = np.array([102, 153], np.uint8)


def apply(frame: Picture, labels: LabelMap, colours: Colours, values: Values) -> Picture:
    """Backdrop, outline, then the objects."""
    height, width = labels.shape
    if values["backdrop"] == "checkerboard":
        out = _checkerboard(height, width)
    else:
        out = np.empty_like(frame)
        out[:] = rgb(str(values["colour"]))
    length = int(values["outlineWidth"])
    if length:
        paint(out, near_object(labels, length), values["outlineColour"])
    cv2.copyTo(frame, labels, out)
    return out


def _checkerboard(height: int, width: int) -> Picture:
    odd = (np.arange(height)[:, None] // SQUARE + np.arange(width)[None] // SQUARE) % 2
    return np.repeat(GREYS[odd][:, :, None], 3, axis=2)


CUT_OUT = Effect(
    name="cut_out",
    title="Cut out",
    description="The objects with an outline, on a plain or checkered backdrop.",
    parameters=(
        ParameterInfo("backdrop", "Backdrop", "choice", "checkerboard", choices=("checkerboard", "colour")),
        ParameterInfo("colour", "Backdrop colour", "colour", "#101418"),
        ParameterInfo("outlineWidth", "Outline width", "number", 3, 0, 8, step=1),
        ParameterInfo("outlineColour", "Outline colour", "colour", "#ffffff"),
    ),
    apply=apply,
)
