"""Which failures of files and codecs become which expected error. Knows nothing of what was being done."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import av

from masklet.domain.errors import LimitExceeded, MaskletError, StorageFull, VideoUnreadable

_FULL = {errno.ENOSPC, errno.EDQUOT}


def room_fault(error: BaseException) -> MaskletError | None:
    """What is told where the disk, a quota, or the longest file that may be written refused more bytes; else None."""
    number = getattr(error, "errno", None)
    if number in _FULL:
        return StorageFull("The disk is full: there is no room for this file.")
    if number == errno.EFBIG:
        return LimitExceeded("What would be written is larger than a file may be here.", reason="output")
    return None


@contextmanager
def writing_faults() -> Iterator[None]:
    """Around writes: a full disk becomes StorageFull, a file that grew too long LimitExceeded; everything else stays what it is."""
    try:
        yield
    except (OSError, av.FFmpegError) as error:
        if (fault := room_fault(error)) is not None:
            raise fault from error
        raise


@contextmanager
def reading_faults(sentence: str) -> Iterator[None]:
    """Around reads: what a demuxer or decoder cannot understand becomes VideoUnreadable(sentence)."""
    try:
        yield
    except av.FFmpegError as error:
        if (fault := room_fault(error)) is not None:
            raise fault from error
        if isinstance(error, MemoryError):
            raise LimitExceeded("The file needs more memory than there is for it.", reason="memory") from error
        raise VideoUnreadable(sentence) from error
