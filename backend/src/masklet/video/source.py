"""What prepare asks of a source, whatever it is, and the source that is a video file."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from masklet.domain.errors import VideoUnreadable
from masklet.domain.preparation import IsCancelled
from masklet.video.audio import AudioFeed
from masklet.video.interlace import without_combs
from masklet.video.opening import open_media
from masklet.video.probe import Probe, picture_stream, probe
from masklet.video.rates import Rate
from masklet.video.resample import SourceFrame


@dataclass(frozen=True, slots=True)
class Look:
    """How the source's pictures are stored and meant to be shown; `rotation` in clockwise degrees."""

    width: int
    height: int
    rotation: int
    pixel_aspect: Fraction


class Source(Protocol):
    """Pictures to be normalised. Opened by `prepare`, which closes it."""

    rate: Rate
    duration_s: Fraction
    last_s: Fraction
    codec: str
    container: str

    def frames(self, start_s: Fraction) -> Iterator[SourceFrame]:
        """Frames from the one shown at `start_s` on (seconds from the first), decoded one by one."""
        ...

    def look(self, picture: av.VideoFrame) -> Look:
        """How pictures are to be shown, from the first of them."""
        ...

    def audio(self, first: SourceFrame) -> AudioFeed | None:
        """The sound from `first` on. The caller closes it."""
        ...

    def close(self) -> None:
        """Close what is open."""
        ...


class VideoSource:
    """A video file. What cannot be decoded is left out; a file that breaks midway ends there."""

    def __init__(self, path: Path, max_pixels: int, is_cancelled: IsCancelled) -> None:
        self._path = path
        self._max_pixels = max_pixels
        self._probe: Probe = probe(path, max_pixels, is_cancelled)
        self.rate = self._probe.rate
        self.duration_s = self._probe.duration_s
        self.last_s = self._probe.last_s
        self.codec = self._probe.codec
        self.container = self._probe.container
        self._input: InputContainer | None = None
        self._origin_s = Fraction(0)  # the first frame's time on the file's own clock

    def frames(self, start_s: Fraction) -> Iterator[SourceFrame]:
        """See Source."""
        first = self._probe.index_at(start_s) if start_s > 0 else 0
        if first and self._probe.timed:
            frames = self._sought(first)
            if (found := next(frames, None)) is not None:
                yield found
                yield from frames
                return
        yield from (frame for frame in self._from_start() if frame.index >= first)

    def look(self, picture: av.VideoFrame) -> Look:
        """See Source."""
        assert self._input is not None
        aspect = self._input.streams.video[0].sample_aspect_ratio or Fraction(1)
        sane = aspect if Fraction(1, 20) < aspect < 20 else Fraction(1)
        return Look(picture.width, picture.height, -round(picture.rotation / 90) * 90 % 360, sane)

    def audio(self, first: SourceFrame) -> AudioFeed | None:
        """See Source."""
        return AudioFeed(self._path, self._origin_s + first.time_s)

    def close(self) -> None:
        """See Source."""
        if self._input is not None:
            self._input.close()
            self._input = None

    def _sought(self, first: int) -> Iterator[SourceFrame]:
        """Frames from number `first` on, found by seeking; nothing when the seek lands behind it."""
        origin, wanted = self._probe.stamps[0], self._probe.stamps[first]
        self._origin_s = origin * self._probe.time_base
        stream = self._open()
        assert self._input is not None
        self._input.seek(wanted, stream=stream)
        found = False
        for picture in self._decoded(stream):
            if picture.pts is None or picture.pts < wanted:
                continue
            if not found and picture.pts > wanted:
                return
            found = True
            time_s = (picture.pts - origin) * self._probe.time_base
            yield SourceFrame(self._probe.index_at(time_s), time_s, picture)

    def _from_start(self) -> Iterator[SourceFrame]:
        """All frames, timed from the first that decodes."""
        origin: int | None = None
        time_s = Fraction(0)
        for index, picture in enumerate(self._decoded(self._open())):
            if not self._probe.timed:
                time_s = self._probe.time_of(index)
            elif picture.pts is None:
                time_s += 1 / self.rate.frame_rate if index else 0
            else:
                origin = picture.pts if origin is None else origin
                self._origin_s = origin * self._probe.time_base
                time_s = (picture.pts - origin) * self._probe.time_base
            yield SourceFrame(index, time_s, picture)

    def _open(self) -> VideoStream:
        self.close()
        self._input = open_media(self._path, self._max_pixels)
        stream = picture_stream(self._input, self._max_pixels)
        stream.thread_type = "AUTO"
        stream.codec_context.options = {"max_pixels": str(self._max_pixels)}
        return stream

    def _decoded(self, stream: VideoStream) -> Iterator[av.VideoFrame]:
        return without_combs(self._pictures(stream))

    def _pictures(self, stream: VideoStream) -> Iterator[av.VideoFrame]:
        assert self._input is not None
        packets = self._input.demux(stream)
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError:
                packet = None  # the file is cut short here; what the decoder still holds comes out
            if packet is None:
                yield from _decode(stream, None)
                return
            if packet.size:
                yield from _decode(stream, packet)


def _decode(stream: VideoStream, packet: "av.Packet[VideoStream] | None") -> list[av.VideoFrame]:
    """The frames that come out; none for a damaged packet."""
    try:
        return stream.decode(packet)
    except av.FFmpegError:
        return []


def first_of(frames: Iterator[SourceFrame]) -> SourceFrame:
    """The first frame. Raises VideoUnreadable when nothing decodes."""
    if (first := next(frames, None)) is None:
        raise VideoUnreadable("No picture of this video can be decoded.")
    return first
