"""The list of generated scenes, in the order of the gallery. The only list."""

from fractions import Fraction

from masklet.samples import dusk, pond, table
from masklet.samples.scene import Scene

SCENES: tuple[Scene, ...] = (
    Scene("koi-pond", "Koi pond", Fraction(30), pond.FRAME_COUNT, pond.OBJECTS, pond.painter),
    Scene("balloons", "Balloons at dusk", Fraction(24), dusk.FRAME_COUNT, dusk.OBJECTS, dusk.painter),
    Scene("marbles", "Marbles on a table", Fraction(24), table.FRAME_COUNT, table.OBJECTS, table.painter),
)


def scene(name: str) -> Scene:
    """The scene of this name. Raises KeyError."""
    return {each.name: each for each in SCENES}[name]
