"""What one object looks like on its other prompted frames, for a click on yet another one."""

from contextlib import suppress

from masklet.domain.errors import VideoUnreadable
from masklet.engine.flow.appearance import Appearance, halved, place_of
from masklet.engine.flow.effort import WORK_SIZE
from masklet.engine.flow.features import half_size
from masklet.engine.flow.region import Bits, Image, around
from masklet.engine.flow.state import PromptedFrames
from masklet.engine.protocol import FrameSource
from masklet.masks import rle
from masklet.masks.geometry import extent

MOST_FRAMES = 3  # the nearest ones: a click must not wait for many


def appearance_elsewhere(frames: FrameSource, prompted: PromptedFrames, object_id: int, frame_index: int) -> Appearance:
    """The appearance learned from the object's prompted frames nearest to this one, which is not among them."""
    appearance = Appearance()
    nearest = [t for t in prompted.nearest(object_id, frame_index, MOST_FRAMES + 1) if t != frame_index]
    for t in nearest[:MOST_FRAMES]:
        kept = prompted.get(object_id, t)
        assert kept is not None  # it is one of the nearest
        with suppress(VideoUnreadable):  # it teaches nothing, and this click is not about it
            _teach(appearance, frames.read(t), rle.decode(kept.mask.rle))
    return appearance


def _teach(appearance: Appearance, frame: Image, mask: Bits) -> None:
    box = extent(mask)
    assert box is not None  # only frames that show the object are the nearest
    region = around(box, mask.shape[1], mask.shape[0], WORK_SIZE)
    soft = halved(region.crop_mask(mask))
    appearance.learn(appearance.view(half_size(region.crop(frame)), place_of(soft)), soft, True)
