"""All but the objects in the dark, with a soft edge of light around them. Table and maths: contract/effects/spotlight.json."""

import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix, plain


def apply(seen: Seen, values: Values) -> Picture:
    """Dark, but for the objects and the light around them."""
    fall = 1 - np.clip(seen.away / float(values["spread"]), 0, 1)
    lit = np.maximum(fall * fall * (seen.label != 0), seen.cover)
    dark = mix(seen.below, plain(seen.below, values["colour"]), float(values["amount"]))
    return mix(dark, seen.below, lit)


SPOTLIGHT = Effect(
    name="spotlight",
    title="Spotlight",
    description="All but the objects in the dark, with a soft edge of light around them.",
    on="objects",
    parameters=(
        ParameterInfo("amount", "Darkness", "number", 0.7, 0, 1),
        ParameterInfo("spread", "Spread", "number", 24, 1, 60),
        ParameterInfo("colour", "Dark colour", "colour", "#000000"),
    ),
    reach=True,
    everywhere=True,
    apply=apply,
)
