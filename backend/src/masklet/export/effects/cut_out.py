"""The objects as in the video, with a border around them as if cut out of paper. Table and maths: contract/effects/cut_out.json."""

import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix, plain


def apply(seen: Seen, values: Values) -> Picture:
    """The border, then the video's objects over it."""
    width, feather = float(values["borderWidth"]), float(values["feather"])
    out = seen.below
    if width > 0:
        border = np.clip((width - seen.away) / max(feather, 1) + 0.5, 0, 1) * (seen.label != 0)
        out = mix(out, plain(out, values["borderColour"]), border)
    return mix(out, seen.shot.picture, seen.cover)


CUT_OUT = Effect(
    name="cut_out",
    title="Cut out",
    description="The objects as in the video, with a border around them as if cut out of paper.",
    on="objects",
    parameters=(
        ParameterInfo("borderWidth", "Border width", "number", 4, 0, 20),
        ParameterInfo("borderColour", "Border colour", "colour", "#ffffff"),
    ),
    reach=True,
    everywhere=True,
    apply=apply,
)
