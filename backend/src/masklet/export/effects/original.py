"""The objects as they are in the video, whatever lies below. Table and maths: contract/effects/original.json."""

from masklet.export.effects.effect import Effect, Picture, Seen, Values


def apply(seen: Seen, values: Values) -> Picture:
    """The video's own pixels."""
    return seen.shot.picture


ORIGINAL = Effect(
    name="original",
    title="Original",
    description="The objects as they are in the video, whatever lies below.",
    on="objects",
    parameters=(),
    apply=apply,
)
