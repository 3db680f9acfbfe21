"""Erase background: all but the objects behind one colour. Table and maths: contract/effects/erase_background.json."""

import cv2
import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Colours, Effect, LabelMap, Picture, Values
from masklet.masks.palette import rgb


def apply(frame: Picture, labels: LabelMap, colours: Colours, values: Values) -> Picture:
    """The background mixed with the colour; the objects as they are."""
    out = _mixed(frame, rgb(str(values["colour"])), float(values["amount"]))
    cv2.copyTo(frame, labels, out)
    return out


def _mixed(frame: Picture, colour: tuple[int, int, int], amount: float) -> Picture:
    """One table per channel: 256 values are all there are."""
    levels = np.arange(256)[:, None]
    table = np.rint(levels + (np.array(colour)[None] - levels) * amount).astype(np.uint8)  # 256 x 3
    return np.asarray(cv2.LUT(frame, table[None]), np.uint8)


ERASE_BACKGROUND = Effect(
    name="erase_background",
    title="Erase background",
    description="All but the objects hidden behind one colour, wholly or in part.",
    parameters=(
        ParameterInfo("colour", "Colour", "colour", "#000000"),
        ParameterInfo("amount", "Amount", "number", 1, 0, 1),
    ),
    apply=apply,
)
