"""From everything said about one object on one frame to its mask."""

from masklet.domain.prompt import Prompt
from masklet.engine.flow.box import in_box
from masklet.engine.flow.clicks import all_clicks
from masklet.engine.flow.region import Bits
from masklet.engine.flow.scene import Scene
from masklet.masks import rle


def answer(scene: Scene, prompt: Prompt, base: Bits | None) -> Bits:
    """The mask of a prompt on a frame. A mask is taken as it is, a box cut out, points correct either;
    points alone start from `base`, the mask shown before, or from nothing."""
    start = base
    if prompt.mask is not None:
        start = rle.decode(prompt.mask)
    elif prompt.box is not None:
        start = in_box(scene, prompt.box)
    return all_clicks(scene, prompt.points, start, 0)
