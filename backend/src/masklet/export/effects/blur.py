"""The objects blurred. Table and maths: contract/effects/blur.json."""

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values
from masklet.export.effects.gaussian import blurred, weights


def apply(seen: Seen, values: Values) -> Picture:
    """The objects blurred without the background's colours."""
    return blurred(seen.below, weights(seen.affected), float(values["strength"]))


BLUR = Effect(
    name="blur",
    title="Blur",
    description="The objects blurred.",
    on="objects",
    parameters=(ParameterInfo("strength", "Strength", "number", 8, 1, 20),),
    apply=apply,
)
