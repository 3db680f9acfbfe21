"""The objects in coarse blocks, as for hiding a face. Table and maths: contract/effects/pixelate.json."""

from masklet.domain.export import ParameterInfo
from masklet.export.effects.blocks import blocks
from masklet.export.effects.effect import Effect, Picture, Seen, Values


def apply(seen: Seen, values: Values) -> Picture:
    """Blocks of the objects' own colours."""
    return blocks(seen.below, seen.affected, int(values["side"]))


PIXELATE = Effect(
    name="pixelate",
    title="Pixelate",
    description="The objects in coarse blocks, as for hiding a face.",
    on="objects",
    parameters=(ParameterInfo("side", "Block size", "number", 12, 4, 64, step=1),),
    apply=apply,
)
