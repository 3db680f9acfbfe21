"""What a session's tracker knows: each object's prompted frames with their masks. Everything else can be rebuilt from it."""

from dataclasses import dataclass

from masklet.domain.masklet import ObjectMask, Rle
from masklet.domain.prompt import Prompt
from masklet.masks import rle


@dataclass(frozen=True, slots=True)
class Kept:
    """A prompt, the mask it made, and the mask (if any) that was shown before the first word was said on this frame."""

    prompt: Prompt
    mask: ObjectMask
    base: Rle | None


class PromptedFrames:
    """Prompted frames by object and frame. Masks are kept as run lengths."""

    def __init__(self) -> None:
        self._kept: dict[int, dict[int, Kept]] = {}

    def get(self, object_id: int, frame_index: int) -> Kept | None:
        """What was said of an object on a frame."""
        return self._kept.get(object_id, {}).get(frame_index)

    def put(self, object_id: int, frame_index: int, kept: Kept) -> None:
        """Say it, in place of what was said before."""
        self._kept.setdefault(object_id, {})[frame_index] = kept

    def drop(self, object_id: int, frame_index: int | None = None) -> None:
        """Forget one frame of an object, or all of them."""
        if frame_index is None:
            self._kept.pop(object_id, None)
        else:
            self._kept.get(object_id, {}).pop(frame_index, None)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()

    def nearest(self, object_id: int, frame_index: int, most: int) -> list[int]:
        """The object's prompted frames that show it, nearest first, earlier before later."""
        shown = [t for t, kept in self._kept.get(object_id, {}).items() if not rle.is_empty(kept.mask.rle)]
        return sorted(shown, key=lambda t: (abs(t - frame_index), t))[:most]
