"""Frames of a normalised clip by exact index, with a bounded cache; running forward never seeks. For one thread at a time."""

from collections import OrderedDict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from masklet.domain.errors import FrameOutOfRange, VideoUnreadable
from masklet.video.opening import open_media
from masklet.video.timing import time_base_of

CACHE_BYTES = 64 * 1024 * 1024
MOST_PICTURES = 512  # of tiny pictures the decoder's own padding is larger than what is counted here


class VideoReader:
    """A FrameSource over a file that `prepare` or VideoWriter made; the owner closes it.

    Nothing is opened before the first read. Decoded pictures (1.5 bytes a pixel) are cached, oldest use first out, so
    that going backward decodes each second of video about once.
    """

    def __init__(
        self, media_file: Path, frame_count: int, width: int, height: int, cache_bytes: int = CACHE_BYTES
    ) -> None:
        self._media_file = media_file
        self._frame_count = frame_count
        self._width = width
        self._height = height
        self._cache_size = min(MOST_PICTURES, max(1, cache_bytes // max(1, width * height * 3 // 2)))
        self._cache: OrderedDict[int, av.VideoFrame] = OrderedDict()
        # one converter for all: a picture's own conversion keeps 300 kB with each cached picture
        self._reformatter = VideoReformatter()
        self._input: InputContainer | None = None
        self._pictures: Iterator[tuple[int, av.VideoFrame]] = iter(())
        self._next_index = 0
        self._seek_distance = 0
        self.seeks = 0

    @property
    def frame_count(self) -> int:
        """Frames in the clip."""
        return self._frame_count

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self._width

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self._height

    @property
    def cached_frames(self) -> int:
        """Pictures held in memory now."""
        return len(self._cache)

    def read(self, frame_index: int) -> NDArray[np.uint8]:
        """The frame as height x width x 3 uint8 RGB, not writable. Raises FrameOutOfRange, VideoUnreadable."""
        if not 0 <= frame_index < self._frame_count:
            raise FrameOutOfRange(
                f"The video has no frame {frame_index}: it has {self._frame_count} frames, counted from 0."
            )
        picture = self._reformatter.reformat(self._picture(frame_index), format="rgb24")
        frame: NDArray[np.uint8] = picture.to_ndarray().astype(np.uint8, copy=False)
        frame.flags.writeable = False
        return frame

    def close(self) -> None:
        """Close the file and drop the cache. Safe to call twice; a later read opens it again."""
        self._cache.clear()
        self._pictures = iter(())
        if self._input is not None:
            self._input.close()
            self._input = None

    def _picture(self, wanted: int) -> av.VideoFrame:
        if wanted in self._cache:
            self._cache.move_to_end(wanted)
            return self._cache[wanted]
        try:
            return self._decode(wanted)
        except (av.FFmpegError, VideoUnreadable, OSError) as error:
            raise VideoUnreadable(f"Frame {wanted} of the video cannot be decoded.", frame_index=wanted) from error

    def _decode(self, wanted: int) -> av.VideoFrame:
        self._approach(wanted)
        for index, picture in self._pictures:
            self._next_index = index + 1
            self._remember(index, picture)
            if index == wanted:
                return picture
            if index > wanted:
                raise VideoUnreadable("missing")
        raise VideoUnreadable("the file ends before")

    def _approach(self, wanted: int) -> None:
        """Leave the decoder at or before `wanted`: as it is when near enough behind, else at the keyframe before."""
        if self._input is None:
            self._open()
        elif self._next_index <= wanted <= self._next_index + self._seek_distance:
            return
        assert self._input is not None
        if self._next_index == 0 and wanted <= self._seek_distance:
            return
        stream = self._input.streams.video[0]
        self._input.seek(round(wanted / _rate_of(stream) / time_base_of(_rate_of(stream))), stream=stream)
        self.seeks += 1
        self._pictures = self._decoded()

    def _open(self) -> None:
        self._input = open_media(self._media_file, self._width * self._height * 2 + 65536)
        stream = self._input.streams.video[0]
        stream.thread_type = "SLICE"  # frame threads would decode ahead, hold more memory and make each seek slower
        self._seek_distance = max(1, int(_rate_of(stream)))  # keyframes are at most a second apart
        self._next_index = 0
        self._pictures = self._decoded()

    def _decoded(self) -> Iterator[tuple[int, av.VideoFrame]]:
        """Pictures that are whole: after a damaged one nothing counts up to the next keyframe, since it would lean on it."""
        assert self._input is not None
        stream = self._input.streams.video[0]
        rate = _rate_of(stream)
        whole = True
        for packet in self._input.demux(stream):
            whole = whole or packet.is_keyframe
            try:
                pictures = packet.decode()
            except av.FFmpegError:
                whole = False
                continue
            for picture in pictures:
                whole = whole and not picture.is_corrupt
                if whole and picture.pts is not None and picture.time_base is not None:
                    yield round(picture.pts * picture.time_base * rate), picture

    def _remember(self, index: int, picture: av.VideoFrame) -> None:
        self._cache[index] = picture
        while len(self._cache) > self._cache_size:
            self._cache.popitem(last=False)


def _rate_of(stream: VideoStream) -> Fraction:
    """The clip's exact rate. Files of a constant rate say it truly."""
    if not stream.average_rate or stream.time_base is None:
        raise VideoUnreadable("no frame rate")
    return stream.average_rate
