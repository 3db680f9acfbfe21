"""The only list of the server's effects, in the order a person sees them: on objects, then on the background."""

from masklet.domain.errors import UnknownExport
from masklet.export.effects.blur import BLUR
from masklet.export.effects.blur_background import BLUR_BACKGROUND
from masklet.export.effects.burst import BURST
from masklet.export.effects.contour import CONTOUR
from masklet.export.effects.cut_out import CUT_OUT
from masklet.export.effects.darken_background import DARKEN_BACKGROUND
from masklet.export.effects.desaturate_background import DESATURATE_BACKGROUND
from masklet.export.effects.effect import Effect
from masklet.export.effects.erase import ERASE
from masklet.export.effects.erase_background import ERASE_BACKGROUND
from masklet.export.effects.glow import GLOW
from masklet.export.effects.gradient import GRADIENT
from masklet.export.effects.gradient_background import GRADIENT_BACKGROUND
from masklet.export.effects.label import LABEL
from masklet.export.effects.original import ORIGINAL
from masklet.export.effects.original_background import ORIGINAL_BACKGROUND
from masklet.export.effects.outline_background import OUTLINE_BACKGROUND
from masklet.export.effects.overlay import OVERLAY
from masklet.export.effects.pixelate import PIXELATE
from masklet.export.effects.pixelate_background import PIXELATE_BACKGROUND
from masklet.export.effects.spotlight import SPOTLIGHT
from masklet.export.effects.sticker import STICKER
from masklet.export.effects.text_background import TEXT_BACKGROUND
from masklet.export.effects.trail import TRAIL

EFFECTS: tuple[Effect, ...] = (
    *(
        ORIGINAL,
        OVERLAY,
        CONTOUR,
        CUT_OUT,
        ERASE,
        GRADIENT,
        PIXELATE,
        BLUR,
        SPOTLIGHT,
        GLOW,
        STICKER,
        BURST,
        LABEL,
        TRAIL,
    ),
    *(
        ORIGINAL_BACKGROUND,
        ERASE_BACKGROUND,
        GRADIENT_BACKGROUND,
        PIXELATE_BACKGROUND,
        DESATURATE_BACKGROUND,
        BLUR_BACKGROUND,
        OUTLINE_BACKGROUND,
        DARKEN_BACKGROUND,
        TEXT_BACKGROUND,
    ),
)


def get(name: str) -> Effect:
    """The effect of this name. Raises UnknownExport."""
    for effect in EFFECTS:
        if effect.name == name:
            return effect
    raise UnknownExport(f"There is no effect called {name!r}.", effects=[effect.name for effect in EFFECTS])
