"""The background as it is in the video, whatever lies below. Table and maths: contract/effects/original_background.json."""

from masklet.export.effects.effect import Effect, Picture, Seen, Values


def apply(seen: Seen, values: Values) -> Picture:
    """The video's own pixels."""
    return seen.shot.picture


ORIGINAL_BACKGROUND = Effect(
    name="original_background",
    title="Original background",
    description="The background as it is in the video, whatever lies below.",
    on="background",
    parameters=(),
    apply=apply,
)
