"""Large words behind the objects. Table and maths: contract/effects/text_background.json."""

from masklet.domain.export import ParameterInfo
from masklet.export.effects.art import placed_plane
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix, plain
from masklet.export.effects.lettering import SHEET_SIZE, lettering, writable


def apply(seen: Seen, values: Values) -> Picture:
    """The text on the clip; where objects lie it does not apply."""
    height, width = seen.label.shape
    text = lettering(writable(str(values["text"])), SHEET_SIZE)
    scale = float(values["textSize"]) * height / SHEET_SIZE
    middle = (float(values["across"]) * width, float(values["down"]) * height)
    share = placed_plane(text, middle, scale, height, width)
    return mix(seen.below, plain(seen.below, values["colour"]), share * float(values["opacity"]))


TEXT_BACKGROUND = Effect(
    name="text_background",
    title="Text behind",
    description="Large words behind the objects.",
    on="background",
    parameters=(
        ParameterInfo("text", "Text", "text", "MASKLET"),
        ParameterInfo("textSize", "Text size", "number", 0.3, 0.05, 1),
        ParameterInfo("across", "Across", "number", 0.5, 0, 1),
        ParameterInfo("down", "Down", "number", 0.5, 0, 1),
        ParameterInfo("colour", "Colour", "colour", "#ffffff"),
        ParameterInfo("opacity", "Opacity", "number", 1, 0, 1),
    ),
    apply=apply,
)
