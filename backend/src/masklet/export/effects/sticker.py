"""A picture on each object: a heart, a star, a face, or one of your own. Table and maths: contract/effects/sticker.json."""

from masklet.domain.export import ParameterInfo
from masklet.export.effects.art import opened, placed
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix
from masklet.export.effects.stickers import sticker


def apply(seen: Seen, values: Values) -> Picture:
    """The picture on the box of each object, in z-order."""
    own = values["shape"] == "image"
    art = opened(str(values["picture"])) if own else sticker(str(values["shape"]))
    if art is None:
        return seen.below
    out = seen.below.copy()
    for _, fact in seen.facts():
        side = max(fact.right - fact.left, fact.bottom - fact.top) * float(values["scale"])
        middle = (fact.middle[0], fact.middle[1] - float(values["lift"]) * (fact.bottom - fact.top) / 2)
        rows, columns = seen.window(
            middle[0] - side / 2, middle[1] - side / 2, middle[0] + side / 2, middle[1] + side / 2
        )
        if rows.stop > rows.start and columns.stop > columns.start:
            rgb, alpha = placed(art, middle, side / max(art.shape[:2]), rows, columns)
            out[rows, columns] = mix(out[rows, columns], rgb, alpha * float(values["opacity"]))
    return out


STICKER = Effect(
    name="sticker",
    title="Sticker",
    description="A picture on each object: a heart, a star, a face, or one of your own.",
    on="objects",
    parameters=(
        ParameterInfo(
            "shape", "Picture", "choice", "smile", choices=("heart", "star", "smile", "sunglasses", "flame", "image")
        ),
        ParameterInfo("picture", "Own picture", "image", ""),
        ParameterInfo("scale", "Size", "number", 1, 0.2, 3),
        ParameterInfo("lift", "Height", "number", 0, -1, 1),
        ParameterInfo("opacity", "Opacity", "number", 1, 0, 1),
    ),
    everywhere=True,
    edgeless=True,
    apply=apply,
)
