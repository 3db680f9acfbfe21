"""A decoder that can be put anywhere in a video file and knows the index of every picture that comes out. Keeps no picture."""

from bisect import bisect_left
from collections.abc import Generator, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from masklet.video.opening import open_media
from masklet.video.packets import decode, packets
from masklet.video.probe import Probe, picture_stream

_FORWARD = 32  # frames that are decoded and dropped rather than sought over
_EARLIER_S = (0, 2, 10)  # where a container seeks past what it was asked for, it is asked for an earlier time


class ExactDecoder:
    """`found` is what the file holds. Index k is the k-th picture in order of display.

    In files that tell no times pictures are counted from the beginning; there damage can shift the count.
    """

    def __init__(self, path: Path, found: Probe, max_pixels: int) -> None:
        self._path, self._max_pixels = path, max_pixels
        self._stamps, self._time_base = found.stamps, found.time_base
        self._is_timed = _all_differ(found.stamps) and (found.timed or _is_intra_only_avi(found))
        self._input: InputContainer | None = None
        self._pictures: Iterator[tuple[int, av.VideoFrame]] = iter(())
        self._next_index = 0
        self.seeks = 0

    def first(self) -> Iterator[tuple[int, av.VideoFrame]]:
        """Pictures from the file's beginning on."""
        self._start()
        return self._going_on()

    def towards(self, wanted: int) -> Iterator[tuple[int, av.VideoFrame]]:
        """Pictures with their indices, ascending, up to `wanted` or, where that one cannot be decoded, the next one.

        Between two of them the decoder may have been put at an earlier place. Raises VideoUnreadable where the file cannot
        be opened any more.
        """
        if self._input is not None and self._next_index <= wanted <= self._next_index + _FORWARD:
            yield from self._run_to(wanted)
            return
        if self._input is None:
            self._start()
        for earlier_s in _EARLIER_S if self._is_timed and wanted > _FORWARD else ():
            if not self._seek(wanted, earlier_s):
                break
            first = yield from self._run_to(wanted)
            if first is not None and first <= wanted:
                return
        self._start()
        yield from self._run_to(wanted)

    def close(self) -> None:
        """Close the file. Idempotent; it is opened again when asked for."""
        self._pictures = iter(())
        if self._input is not None:
            self._input.close()
            self._input = None

    def _run_to(self, wanted: int) -> Generator[tuple[int, av.VideoFrame], None, int | None]:
        """Returns the first index that came."""
        first = None
        for index, picture in self._going_on():
            first = index if first is None else first
            yield index, picture
            if index >= wanted:
                break
        return first

    def _going_on(self) -> Iterator[tuple[int, av.VideoFrame]]:
        for index, picture in self._pictures:
            self._next_index = index + 1
            yield index, picture

    def _start(self) -> None:
        self.close()
        self._input = open_media(self._path, self._max_pixels)
        stream = picture_stream(self._input, self._max_pixels)
        stream.thread_type = "SLICE"  # frame threads hold more memory and make each seek slower
        self._next_index = 0
        self._pictures = self._decoded(self._input, stream, self._stamps[0])

    def _seek(self, wanted: int, earlier_s: int) -> bool:
        """To the last keyframe before; False where that would be before the file's beginning, or fails."""
        assert self._input is not None
        stream = picture_stream(self._input, self._max_pixels)
        stamp = self._stamps[wanted] - int(Fraction(earlier_s) / self._time_base)
        if stamp < self._stamps[0]:
            return False
        try:
            self._input.seek(stamp, stream=stream)
        except av.FFmpegError:
            return False
        self.seeks += 1
        self._pictures = self._decoded(self._input, stream, None)
        return True

    def _decoded(
        self, source: InputContainer, stream: VideoStream, first_stamp: int | None
    ) -> Iterator[tuple[int, av.VideoFrame]]:
        """Whole pictures from a time on; None: from that of the first keyframe, since those before lean on what is not read."""
        count = 0
        for packet in packets(source, stream):
            if first_stamp is None and packet is not None and packet.is_keyframe:
                first_stamp = packet.pts
            pictures = decode(packet, stream)
            count += pictures is None
            for picture in pictures or ():
                index = self._index_of(picture, count)
                count += 1
                is_in_place = not self._is_timed or (first_stamp is not None and (picture.pts or 0) >= first_stamp)
                if index is not None and is_in_place and not picture.is_corrupt:
                    yield index, picture

    def _index_of(self, picture: av.VideoFrame, count: int) -> int | None:
        """By its time; by counting where times say nothing. None for a picture that no packet announced."""
        if not self._is_timed or picture.pts is None:
            return count if count < len(self._stamps) else None
        index = bisect_left(self._stamps, picture.pts)
        return index if index < len(self._stamps) and self._stamps[index] == picture.pts else None


def _all_differ(stamps: Sequence[int]) -> bool:
    return all(before < after for before, after in pairwise(stamps))


def _is_intra_only_avi(found: Probe) -> bool:
    """AVI only counts its pictures; where none leans on another that count is their time."""
    return found.container == "avi" and av.Codec(found.codec, "r").intra_only
