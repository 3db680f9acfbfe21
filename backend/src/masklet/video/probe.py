"""What a video file holds, found by walking through its packets; the container's claims serve only as hints."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from masklet.domain.errors import Cancelled, LimitExceeded, VideoUnreadable
from masklet.domain.preparation import IsCancelled
from masklet.video.opening import Media, open_media
from masklet.video.rates import Rate, choose_rate

_ASK_EVERY = 500  # packets between two looks at whether to stop
_WITHOUT_DISPLAY_TIMES = {"avi"}  # stores pictures in the order of decoding; what libraries make of it is a guess
_MAX_FRAMES = 5_000_000  # two days at 30 frames a second; more is no clip


@dataclass(frozen=True, slots=True)
class Probe:
    """A source's pictures. `stamps`: times of all frames, ascending, in units of `time_base`.

    `timed` is False when decoded pictures carry no time that can be trusted: then the k-th picture is at `stamps[k]`.
    Where packets lack times `stamps` counts and `time_base` is one frame.
    `last_s`: how long the last frame is shown.
    """

    stamps: Sequence[int]
    time_base: Fraction
    timed: bool
    rate: Rate
    last_s: Fraction
    container: str
    codec: str

    @property
    def frame_count(self) -> int:
        """Frames that the file should hold; decoding has the last word."""
        return len(self.stamps)

    @property
    def duration_s(self) -> Fraction:
        """From the first frame to the end of the last."""
        return self.time_of(self.frame_count - 1) + self.last_s

    def time_of(self, index: int) -> Fraction:
        """Seconds from the first frame to frame `index`."""
        known = min(index, self.frame_count - 1)
        return (self.stamps[known] - self.stamps[0]) * self.time_base + (index - known) / self.rate.frame_rate

    def index_at(self, time_s: Fraction) -> int:
        """The frame that is shown at `time_s` (seconds from the first frame)."""
        near = time_s + Fraction(1, 10) / self.rate.frame_rate
        return max(0, bisect_right(self.stamps, self.stamps[0] + near / self.time_base) - 1)


def probe(media: Media, max_pixels: int, is_cancelled: IsCancelled) -> Probe:
    """Read every packet's time. Raises VideoUnreadable, LimitExceeded (picture too large), Cancelled."""
    with open_media(media, max_pixels) as source:
        stream = picture_stream(source, max_pixels)
        stamps, stamped, last = _walk(source, stream, is_cancelled)
        time_base = stream.time_base or Fraction(1, 90_000)
        hints = [rate for rate in (stream.guessed_rate, stream.average_rate, stream.base_rate) if rate]
        if stamped:
            rate = choose_rate(stamps, time_base, hints)
        else:
            rate = Rate(next((hint for hint in hints if hint <= 240), Fraction(25)), False, 0.0)
            time_base = 1 / rate.frame_rate
        last_s = _last_s(stamps, last * time_base, time_base, rate)
        container = source.format.name.split(",")[0]
        timed = stamped and container not in _WITHOUT_DISPLAY_TIMES
        return Probe(stamps, time_base, timed, rate, last_s, container, stream.codec_context.codec.name)


def picture_stream(source: InputContainer, max_pixels: int) -> VideoStream:
    """The first stream of moving pictures (cover art is none). Raises VideoUnreadable, LimitExceeded."""
    streams = [each for each in source.streams.video if not each.disposition & Disposition.attached_pic]
    if not streams:
        if source.streams.audio:
            raise VideoUnreadable("This file has sound but no pictures.", reason="soundOnly")
        raise VideoUnreadable("This file has no video in it.", reason="noVideo")
    stream = streams[0]
    if stream.codec_context is None:
        raise VideoUnreadable("This video is of a kind that cannot be decoded here.")
    check_pixels(stream.codec_context.width, stream.codec_context.height, max_pixels)
    return stream


def check_pixels(width: int, height: int, max_pixels: int) -> None:
    """Refuse pictures larger than allowed with LimitExceeded, before anything is allocated for them."""
    if width * height > max_pixels:
        raise LimitExceeded(
            f"The pictures are {width} by {height} pixels; at most {max_pixels} pixels are taken.",
            reason="pixels",
            width=width,
            height=height,
            limit_pixels=max_pixels,
        )


def _walk(source: InputContainer, stream: VideoStream, is_cancelled: IsCancelled) -> "tuple[array[int], bool, int]":
    """(times in ascending order, whether they are real, the last packet's length).

    Where a single packet has no time, none is believed: frames are counted instead. Players guess; a guess that mixes
    with real times would stretch the clip.
    """
    found: list[tuple[int, int]] = []
    timed = True
    for count, packet in enumerate(_packets(source, stream)):
        if count % _ASK_EVERY == 0 and is_cancelled():
            raise Cancelled("Cancelled while the file was looked through.")
        if count >= _MAX_FRAMES:
            raise LimitExceeded("This file has more frames than a clip can have.", reason="frames", limit=_MAX_FRAMES)
        timed = timed and packet.pts is not None
        found.append((packet.pts or 0, packet.duration or 0))
    if not found:
        raise VideoUnreadable("This video has no frames.", reason="noVideo")
    if not timed:
        return array("q", range(len(found))), False, 1
    found.sort()
    return array("q", (stamp for stamp, _ in found)), True, found[-1][1]


def _packets(source: InputContainer, stream: VideoStream) -> Iterator["av.Packet[VideoStream]"]:
    """Packets that show a frame, up to where the file ends or breaks."""
    packets = source.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except av.FFmpegError:
            return  # cut short: what came before counts
        if packet is None:
            return
        if packet.size and not packet.is_discard:
            yield packet


def _last_s(stamps: Sequence[int], claimed_s: Fraction, time_base: Fraction, rate: Rate) -> Fraction:
    """How long the last frame stays: one tick, or in variable-rate files what is claimed, within what others last."""
    tick = 1 / rate.frame_rate
    if not rate.variable:
        return tick
    longest = max(after - before for before, after in pairwise(stamps)) * time_base
    return max(tick, min(claimed_s, longest))
