"""The sound of a clip on its way into another: AAC is copied, everything else becomes AAC. Knows no pictures."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer

from masklet.video.opening import open_media

COPIED, TRANSCODED, UNREADABLE, NONE = "copied", "transcoded", "unreadable", "none"
_BIT_RATE = 160_000
_FRAME_SAMPLES = 1024  # an AAC frame
_GAP_S = Fraction(1, 10)  # silence in the source longer than this is kept
_SMALL_PICTURE = 64 * 1024 * 1024  # cover art is opened with the file; larger is refused

SoundPacket: TypeAlias = "av.Packet[AudioStream]"


class AudioFeed:
    """Packets of a file's first audio stream, timed so that `zero_s` on the file's own clock becomes 0. Owner closes it.

    With `length_s` the last packet is told to end there, so that the stream is exactly as long (or shorter, as the file is).
    """

    def __init__(self, path: Path, zero_s: Fraction = Fraction(0), length_s: Fraction | None = None) -> None:
        self._zero_s, self._length_s = zero_s, length_s
        self._input = open_media(path, _SMALL_PICTURE)
        streams = self._input.streams.audio
        self._source: AudioStream | None = streams[0] if streams else None
        self._target: AudioStream | None = None
        self._packets: Iterator[SoundPacket] = iter(())
        self._waiting: SoundPacket | None = None
        self.state = NONE

    def attach(self, output: OutputContainer) -> bool:
        """Add the stream to `output`. False when there is no sound or it cannot be understood (see `state`)."""
        if self._source is None:
            return False
        if not self._understood():
            self.state = UNREADABLE
            return False
        self._seek()
        if self._source.codec_context.name.startswith("aac"):
            self.state = COPIED
            self._target = output.add_stream_from_template(self._source)
            self._packets = self._copied()
        else:
            self.state = TRANSCODED
            self._target = _add_aac(output, self._source)
            self._packets = self._transcoded()
        return True

    def packets(self, until_s: Fraction) -> Iterator[SoundPacket]:
        """The next packets that start before `until_s`, ready to mux."""
        while (packet := self._waiting or next(self._packets, None)) is not None:
            self._waiting = packet
            if _start_s(packet) >= until_s:
                return
            self._waiting = None
            yield self._shortened(packet)

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        self._packets = iter(())
        self._input.close()

    def _shortened(self, packet: SoundPacket) -> SoundPacket:
        if self._length_s is not None:
            left = round((self._length_s - _start_s(packet)) / packet.time_base)
            packet.duration = max(1, min(packet.duration or left, left))
        return packet

    def _understood(self) -> bool:
        assert self._source is not None
        context = self._source.codec_context
        return bool(context is not None and context.sample_rate and context.layout.nb_channels)

    def _seek(self) -> None:
        before_s = self._zero_s - 1
        if before_s > 0:
            self._input.seek(int(before_s * 1_000_000))

    def _demuxed(self) -> Iterator[SoundPacket]:
        """Packets with a time; a file that breaks midway ends here."""
        assert self._source is not None
        packets = self._input.demux(self._source)
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError:
                return
            if packet is None:
                return
            if packet.size and packet.pts is not None:
                yield packet

    def _copied(self) -> Iterator[SoundPacket]:
        assert self._target is not None
        last_dts = None
        for packet in self._demuxed():
            base = packet.time_base
            length = Fraction(packet.duration or 0) * base
            start = Fraction(packet.pts or 0) * base - self._zero_s
            # One packet before zero is kept: a decoder needs it to start cleanly, and players skip it.
            if start + 2 * length <= 0:
                continue
            packet.pts = packet.dts = round(start / base)
            if last_dts is not None and packet.dts <= last_dts:
                continue
            last_dts = packet.dts
            packet.stream = self._target
            yield packet

    def _transcoded(self) -> Iterator[SoundPacket]:
        """Times are counted in samples; only a gap in the source moves them, since many containers round theirs."""
        assert self._target is not None
        context = self._target.codec_context
        rate = context.sample_rate
        resampler = av.AudioResampler("fltp", context.layout, rate, frame_size=_FRAME_SAMPLES)
        heard, made, offset = Fraction(0), 0, None
        for start_s, frame in chain(self._decoded(), [(None, None)]):
            if start_s is not None and frame is not None:
                behind = start_s * rate - heard
                if offset is None or behind - offset > _GAP_S * rate:
                    offset = round(behind)
                heard += Fraction(frame.samples * rate, frame.sample_rate)
            for piece in resampler.resample(frame):
                piece.pts, piece.time_base = (offset or 0) + made, Fraction(1, rate)
                made += piece.samples
                yield from self._target.encode(piece)
        yield from self._target.encode(None)

    def _decoded(self) -> Iterator[tuple[Fraction, av.AudioFrame]]:
        """(start in seconds, frame) from zero on; damaged packets are left out, as a player would."""
        for packet in self._demuxed():
            try:
                frames = packet.decode()
            except av.FFmpegError:
                continue
            for frame in frames:
                if frame.pts is None or frame.time_base is None:
                    continue
                start_s = Fraction(frame.pts) * frame.time_base - self._zero_s
                if start_s + Fraction(frame.samples, frame.sample_rate) > 0:
                    frame.pts = None
                    yield start_s, frame


def _start_s(packet: SoundPacket) -> Fraction:
    return Fraction(packet.pts or 0) * packet.time_base


def _add_aac(output: OutputContainer, source: AudioStream) -> AudioStream:
    rate = source.codec_context.sample_rate
    target = output.add_stream("aac", rate=rate if rate in (32000, 44100, 48000) else 48000)
    target.codec_context.layout = "mono" if source.codec_context.layout.nb_channels == 1 else "stereo"
    target.codec_context.bit_rate = _BIT_RATE
    return target
