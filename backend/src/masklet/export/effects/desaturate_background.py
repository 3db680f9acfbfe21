"""The background without its colours. Table and maths: contract/effects/desaturate_background.json."""

import cv2
import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix

GREY = np.array([[0.299, 0.587, 0.114]] * 3)


def apply(seen: Seen, values: Values) -> Picture:
    """Brightness in place of colour."""
    return mix(seen.below, np.asarray(cv2.transform(seen.below, GREY), np.uint8), float(values["amount"]))


DESATURATE_BACKGROUND = Effect(
    name="desaturate_background",
    title="Grey background",
    description="The background without its colours.",
    on="background",
    parameters=(ParameterInfo("amount", "Amount", "number", 1, 0, 1),),
    apply=apply,
)
