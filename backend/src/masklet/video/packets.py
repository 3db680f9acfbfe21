"""Packets of a stream and the pictures in them, up to where a file ends or breaks: damage is passed over, never raised."""

from collections.abc import Iterator

import av
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream


def packets(source: InputContainer, stream: VideoStream) -> Iterator["av.Packet[VideoStream] | None"]:
    """Packets up to where the file ends or breaks, then None, which empties the decoder."""
    found = source.demux(stream)
    while True:
        try:
            packet = next(found, None)
        except av.FFmpegError:
            packet = None
        if packet is None or packet.size:
            yield packet
        if packet is None:
            return


def decode(
    packet: "av.Packet[VideoStream] | None", decoder: VideoStream | VideoCodecContext
) -> list[av.VideoFrame] | None:
    """What comes out of the decoder, with None at its end; None for a damaged packet."""
    try:
        return decoder.decode(packet)
    except av.FFmpegError:
        return None
