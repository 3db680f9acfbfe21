"""Frames of any video file by exact index, as they are stored, turned upright. For one thread at a time.

Opening walks through the packets and decodes nothing. Clips that `prepare` made have a lighter reader: see reader.py.
"""

from collections import OrderedDict
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from masklet.domain.errors import FrameOutOfRange, VideoUnreadable
from masklet.video.exact_decoder import ExactDecoder
from masklet.video.probe import probe
from masklet.video.reader import CACHE_BYTES, MOST_PICTURES

MAX_PIXELS = 8192 * 8192


class ExactReader:
    """A FrameSource over a video file; the owner closes it. Decoded pictures are cached, oldest use first out.

    Raises VideoUnreadable at once for a file that is no video, LimitExceeded for pictures of more than MAX_PIXELS.
    """

    def __init__(self, path: Path, cache_bytes: int = CACHE_BYTES) -> None:
        found = probe(path, MAX_PIXELS, lambda: False)
        self._frame_count, self._cache_bytes = found.frame_count, cache_bytes
        self._decoder = ExactDecoder(path, found, MAX_PIXELS)
        self._cache: OrderedDict[int, av.VideoFrame] = OrderedDict()
        self._damaged: set[int] = set()
        self._reformatter = VideoReformatter()  # one for all, as in VideoReader
        self._shape: tuple[int, int, int] | None = None

    @property
    def frame_count(self) -> int:
        """Frames that the file should hold."""
        return self._frame_count

    @property
    def width(self) -> int:
        """In pixels, upright; decodes a frame the first time. Raises VideoUnreadable."""
        width, height, turns = self._stored_shape()
        return height if turns % 2 else width

    @property
    def height(self) -> int:
        """In pixels, upright; decodes a frame the first time. Raises VideoUnreadable."""
        width, height, turns = self._stored_shape()
        return width if turns % 2 else height

    @property
    def seeks(self) -> int:
        """How often the file was sought in."""
        return self._decoder.seeks

    def read(self, frame_index: int) -> NDArray[np.uint8]:
        """The frame as height x width x 3 uint8 RGB, not writable. Raises FrameOutOfRange, VideoUnreadable with its name."""
        if not 0 <= frame_index < self._frame_count:
            raise FrameOutOfRange(f"The video has no frame {frame_index}: it has {self._frame_count}, counted from 0.")
        width, height, turns = self._stored_shape()
        picture = self._picture(frame_index)
        stored = self._reformatter.reformat(picture, width, height, format="rgb24").to_ndarray()
        frame = np.ascontiguousarray(np.rot90(stored, turns)).astype(np.uint8, copy=False)
        frame.flags.writeable = False
        return frame

    def close(self) -> None:
        """Close the file and drop the cache. Idempotent; a later read opens it again."""
        self._cache.clear()
        self._decoder.close()

    def _stored_shape(self) -> tuple[int, int, int]:
        """(width, height, quarter turns to the left that make it upright) of the first picture that decodes.

        Later ones of another size are scaled to it.
        """
        if self._shape is None:
            index, picture = next(self._decoder.first(), (0, None))
            if picture is None:
                raise VideoUnreadable("No picture of this video can be decoded.")
            self._remember(index, picture)
            self._shape = picture.width, picture.height, round(picture.rotation / 90) % 4
        return self._shape

    def _picture(self, wanted: int) -> av.VideoFrame:
        if wanted in self._cache:
            self._cache.move_to_end(wanted)
            return self._cache[wanted]
        if wanted not in self._damaged:
            for index, picture in self._decoder.towards(wanted):
                self._remember(index, picture)
                if index == wanted:
                    return picture
        self._damaged.add(wanted)
        raise VideoUnreadable(f"Frame {wanted} of the video cannot be decoded.", frame_index=wanted)

    def _remember(self, index: int, picture: av.VideoFrame) -> None:
        self._cache[index] = picture
        most = self._cache_bytes // max(1, picture.width * picture.height * 3 // 2)
        while len(self._cache) > max(1, min(MOST_PICTURES, most)):
            self._cache.popitem(last=False)
