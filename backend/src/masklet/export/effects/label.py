"""Each object's name on a plate with an arrow that points at it. Table and maths: contract/effects/label.json."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Fact, Picture, Seen, Values, mix, plain
from masklet.export.effects.lettering import lettering, writable_name

INK_BELOW = 150


def apply(seen: Seen, values: Values) -> Picture:
    """A plate with its arrow above each object, in z-order."""
    out = seen.below.copy()
    for k, fact in seen.facts():
        _draw(out, k, fact, seen, values)
    return out


def _draw(out: Picture, k: int, fact: Fact, seen: Seen, values: Values) -> None:
    size = int(values["textSize"])
    pad, arrow = int(size * 0.35 + 0.5), int(size * 0.5 + 0.5)
    text = lettering(writable_name(seen.shot.names[k - 1], k), size)
    wide, high = text.shape[1] + 2 * pad, size + 2 * pad
    height, width = seen.label.shape
    left = int(min(max(math.floor(fact.middle[0] - wide / 2 + 0.5), 0), max(width - wide, 0)))
    top = int(min(max(math.floor(fact.top - arrow - high + 0.5), 0), max(height - high, 0)))
    colour = np.array(seen.shot.tint_of(k, values), np.uint8)
    shape = np.zeros((height, width), np.uint8)
    shape[top : top + high, left : left + wide] = 1
    _point(shape, top + high, arrow, fact.middle[0])
    cv2.copyTo(mix(out, plain(out, colour), float(values["opacity"])), shape, out)
    ink = 255 if float(colour @ np.array([0.299, 0.587, 0.114])) < INK_BELOW else 0
    part = out[top + pad : top + pad + size, left + pad : left + pad + text.shape[1]]
    part[:] = mix(part, np.full_like(part, ink), text[: part.shape[0], : part.shape[1]])


def _point(shape: NDArray[np.uint8], top: int, arrow: int, middle: float) -> None:
    """The arrow's pixels, which point down."""
    columns = np.abs(np.arange(shape.shape[1]) + 0.5 - middle)
    for under in range(min(arrow, shape.shape[0] - top)):
        shape[top + under][columns <= (arrow - under - 0.5) * 0.7] = 1


LABEL = Effect(
    name="label",
    title="Name",
    description="Each object's name on a plate with an arrow that points at it.",
    on="objects",
    parameters=(
        ParameterInfo("textSize", "Text size", "number", 22, 10, 60, step=1),
        ParameterInfo("tint", "Plate of", "choice", "object", choices=("object", "custom")),
        ParameterInfo("colour", "Plate", "colour", "#101418"),
        ParameterInfo("opacity", "Opacity", "number", 0.9, 0, 1),
    ),
    everywhere=True,
    edgeless=True,
    apply=apply,
)
