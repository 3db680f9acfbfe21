"""Which failures of files and codecs become which expected error. Knows nothing of what was being done."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import av

from masklet.domain.errors import StorageFull, VideoUnreadable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def is_storage_full(error: BaseException) -> bool:
    """True when the disk (or a quota) refused more bytes."""
    return getattr(error, "errno", None) in _FULL


@contextmanager
def writing_faults() -> Iterator[None]:
    """Around writes: a full disk becomes StorageFull; everything else stays what it is."""
    try:
        yield
    except (OSError, av.FFmpegError) as error:
        if is_storage_full(error):
            raise StorageFull("The disk is full: there is no room for this clip.") from error
        raise


@contextmanager
def reading_faults(sentence: str) -> Iterator[None]:
    """Around reads: what a demuxer or decoder cannot understand becomes VideoUnreadable(sentence)."""
    try:
        yield
    except av.FFmpegError as error:
        if is_storage_full(error):
            raise StorageFull("The disk is full: there is no room for this clip.") from error
        raise VideoUnreadable(sentence) from error
