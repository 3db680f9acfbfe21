"""The background filled with a run of two colours. Table and maths: contract/effects/gradient_background.json."""

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix
from masklet.export.effects.run import run


def apply(seen: Seen, values: Values) -> Picture:
    """The run over the whole clip."""
    height, width = seen.label.shape
    return mix(seen.below, run(height, width, (0, 0, width, height), values), float(values["opacity"]))


GRADIENT_BACKGROUND = Effect(
    name="gradient_background",
    title="Gradient background",
    description="The background filled with a run of two colours.",
    on="background",
    parameters=(
        ParameterInfo("start", "From", "colour", "#102a43"),
        ParameterInfo("end", "To", "colour", "#87c3d2"),
        ParameterInfo("angle", "Angle", "number", 90, 0, 360, step=1),
        ParameterInfo("opacity", "Opacity", "number", 1, 0, 1),
    ),
    apply=apply,
)
