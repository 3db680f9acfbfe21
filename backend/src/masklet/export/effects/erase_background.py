"""All but the objects behind one colour, a picture, or nothing at all. Table and maths: contract/effects/erase_background.json."""

import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.art import covering, opened
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix, plain

SQUARE = 16
GREYS = np.array([102, 153], np.uint8)


def apply(seen: Seen, values: Values) -> Picture:
    """The colour, the picture over the colour, or squares for nothing at all."""
    height, width = seen.label.shape
    own = plain(seen.below, values["colour"])
    if values["fill"] == "transparent":
        own = _squares(height, width)
    picture = opened(str(values["picture"])) if values["fill"] == "image" else None
    if picture is not None:
        rgb, alpha = covering(picture, height, width)
        own = mix(own, rgb, alpha)
    return mix(seen.below, own, float(values["amount"]))


def _squares(height: int, width: int) -> Picture:
    odd = (np.arange(height)[:, None] // SQUARE + np.arange(width)[None] // SQUARE) % 2
    return np.repeat(GREYS[odd][:, :, None], 3, axis=2)


ERASE_BACKGROUND = Effect(
    name="erase_background",
    title="Replace background",
    description="All but the objects behind one colour, a picture, or nothing at all.",
    on="background",
    parameters=(
        ParameterInfo("fill", "With", "choice", "colour", choices=("colour", "image", "transparent")),
        ParameterInfo("colour", "Colour", "colour", "#000000"),
        ParameterInfo("picture", "Picture", "image", ""),
        ParameterInfo("amount", "Amount", "number", 1, 0, 1),
    ),
    apply=apply,
)
