"""Erase: the objects covered with one colour. Table and maths: contract/effects/erase.json."""

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Colours, Effect, LabelMap, Picture, Values, near_object, paint


def apply(frame: Picture, labels: LabelMap, colours: Colours, values: Values) -> Picture:
    """The colour over the objects and a margin around them."""
    out = frame.copy()
    paint(out, near_object(labels, int(values["margin"])), values["colour"])
    return out


ERASE = Effect(
    name="erase",
    title="Erase objects",
    description="The objects covered with one colour.",
    parameters=(
        ParameterInfo("colour", "Colour", "colour", "#000000"),
        ParameterInfo("margin", "Margin", "number", 2, 0, 8, step=1),
    ),
    apply=apply,
)
