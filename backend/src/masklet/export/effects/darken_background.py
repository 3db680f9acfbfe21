"""The background darker, or another colour's shade. Table and maths: contract/effects/darken_background.json."""

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix, plain


def apply(seen: Seen, values: Values) -> Picture:
    """The colour over it."""
    return mix(seen.below, plain(seen.below, values["colour"]), float(values["amount"]))


DARKEN_BACKGROUND = Effect(
    name="darken_background",
    title="Darken background",
    description="The background darker, or another colour's shade.",
    on="background",
    parameters=(
        ParameterInfo("amount", "Amount", "number", 0.6, 0, 1),
        ParameterInfo("colour", "Colour", "colour", "#000000"),
    ),
    apply=apply,
)
