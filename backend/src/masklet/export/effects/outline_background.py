"""The background as lines along its edges. Table and maths: contract/effects/outline_background.json."""

import cv2
import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix, plain

GREY = np.array([[0.299, 0.587, 0.114]], np.float32)


def apply(seen: Seen, values: Values) -> Picture:
    """Ink where brightness changes, paper elsewhere."""
    grey = np.asarray(cv2.transform(seen.below.astype(np.float32), GREY)) / 255
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, borderType=cv2.BORDER_REPLICATE)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, borderType=cv2.BORDER_REPLICATE)
    line = np.clip(float(values["strength"]) * np.hypot(across, down) / 2, 0, 1)
    drawn = mix(plain(seen.below, values["paper"]), plain(seen.below, values["ink"]), line)
    return mix(seen.below, drawn, float(values["amount"]))


OUTLINE_BACKGROUND = Effect(
    name="outline_background",
    title="Sketch background",
    description="The background as lines along its edges.",
    on="background",
    parameters=(
        ParameterInfo("strength", "Strength", "number", 1, 0.2, 4),
        ParameterInfo("paper", "Paper", "colour", "#ffffff"),
        ParameterInfo("ink", "Ink", "colour", "#203040"),
        ParameterInfo("amount", "Amount", "number", 1, 0, 1),
    ),
    apply=apply,
)
