"""Masks of a frame as the wire wants them: one for every object of the session, empty where there is none."""

from functools import lru_cache

from masklet.domain.errors import FrameOutOfRange
from masklet.domain.masklet import FrameMasks, ObjectMask
from masklet.domain.video import Video
from masklet.masks.rle import empty
from masklet.store.transaction import Transaction


@lru_cache(maxsize=64)
def empty_mask(height: int, width: int) -> ObjectMask:
    """An object that is not there."""
    return ObjectMask(empty(height, width), 0.0)


def size_of(video: Video) -> tuple[int, int]:
    """(height, width), as masks have it."""
    return video.height, video.width


def all_masks(tx: Transaction, session_id: str, frame_index: int, size: tuple[int, int]) -> FrameMasks:
    """Every object of the session on a frame."""
    stored = tx.masks.on_frame(session_id, frame_index, size)
    absent = empty_mask(*size)
    return FrameMasks(frame_index, {key: stored.get(key, absent) for key in tx.objects.positions(session_id)})


def check_frame(frame_index: int, video: Video) -> None:
    """Raises FrameOutOfRange."""
    if not 0 <= frame_index < video.frame_count:
        last = video.frame_count - 1
        sentence = f"Frame {frame_index} is not in the video; its frames are 0 to {last}."
        raise FrameOutOfRange(sentence, reason="frames", frame_index=frame_index, last=last)
