"""The only list of the server's effects, in the order a person sees them."""

from masklet.domain.errors import UnknownExport
from masklet.export.effects.blur_background import BLUR_BACKGROUND
from masklet.export.effects.cut_out import CUT_OUT
from masklet.export.effects.effect import Effect
from masklet.export.effects.erase import ERASE
from masklet.export.effects.erase_background import ERASE_BACKGROUND
from masklet.export.effects.overlay import OVERLAY

EFFECTS: tuple[Effect, ...] = (OVERLAY, CUT_OUT, ERASE, ERASE_BACKGROUND, BLUR_BACKGROUND)


def get(name: str) -> Effect:
    """The effect of this name. Raises UnknownExport."""
    for effect in EFFECTS:
        if effect.name == name:
            return effect
    raise UnknownExport(f"There is no effect called {name!r}.", effects=[effect.name for effect in EFFECTS])
