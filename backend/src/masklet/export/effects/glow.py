"""A light around each object. Table and maths: contract/effects/glow.json."""

import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values


def apply(seen: Seen, values: Values) -> Picture:
    """Light that is added as on a screen: 1 - (1 - below) * (1 - light)."""
    fall = np.clip(1 - np.maximum(seen.away, 0) / float(values["spread"]), 0, 1)
    share = float(values["strength"]) * fall * fall * (1 - seen.cover) * (seen.label != 0)
    light = seen.tint(values) * (share.astype(np.float32) / 255)[:, :, None]
    return np.asarray(np.rint(255 - (255 - seen.below) * (1 - light)), np.uint8)


GLOW = Effect(
    name="glow",
    title="Glow",
    description="A light around each object.",
    on="objects",
    parameters=(
        ParameterInfo("spread", "Size", "number", 24, 2, 60),
        ParameterInfo("strength", "Strength", "number", 0.8, 0, 1),
        ParameterInfo("tint", "Colour of", "choice", "object", choices=("object", "custom")),
        ParameterInfo("colour", "Colour", "colour", "#ffffff"),
    ),
    reach=True,
    everywhere=True,
    apply=apply,
)
