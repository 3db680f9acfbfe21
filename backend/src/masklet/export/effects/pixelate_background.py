"""The background in coarse blocks. Table and maths: contract/effects/pixelate_background.json."""

from masklet.domain.export import ParameterInfo
from masklet.export.effects.blocks import blocks
from masklet.export.effects.effect import Effect, Picture, Seen, Values


def apply(seen: Seen, values: Values) -> Picture:
    """Blocks of the background's own colours."""
    return blocks(seen.below, seen.affected, int(values["side"]))


PIXELATE_BACKGROUND = Effect(
    name="pixelate_background",
    title="Pixelate background",
    description="The background in coarse blocks.",
    on="background",
    parameters=(ParameterInfo("side", "Block size", "number", 16, 4, 64, step=1),),
    apply=apply,
)
