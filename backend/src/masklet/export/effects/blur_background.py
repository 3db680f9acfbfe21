"""The objects sharp before a blurred background, without a halo of their own colours. Table and maths: contract/effects/blur_background.json."""

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values
from masklet.export.effects.gaussian import blurred, weights


def apply(seen: Seen, values: Values) -> Picture:
    """The background blurred without the objects' colours, bright spots larger where highlights are asked for."""
    return blurred(seen.below, weights(seen.affected), float(values["strength"]), float(values["highlights"]))


BLUR_BACKGROUND = Effect(
    name="blur_background",
    title="Blur background",
    description="The objects sharp before a blurred background, without a halo of their own colours.",
    on="background",
    parameters=(
        ParameterInfo("strength", "Strength", "number", 8, 1, 20),
        ParameterInfo("highlights", "Bokeh", "number", 0, 0, 1),
    ),
    apply=apply,
)
