"""The objects covered with one colour. Table and maths: contract/effects/erase.json."""

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values, plain


def apply(seen: Seen, values: Values) -> Picture:
    """The colour."""
    return plain(seen.below, values["colour"])


ERASE = Effect(
    name="erase",
    title="Erase",
    description="The objects covered with one colour.",
    on="objects",
    parameters=(ParameterInfo("colour", "Colour", "colour", "#000000"),),
    apply=apply,
)
