"""The pictures of a matte movie with their alpha, each with its place in the file, whatever was lost between. Keeps none."""

from bisect import bisect_left
from collections.abc import Generator
from dataclasses import dataclass
from fractions import Fraction
from typing import IO, Any

import av
import numpy as np
from av.codec.context import CodecContext
from av.video.codeccontext import VideoCodecContext
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from masklet.video.faults import reading_faults
from masklet.video.opening import NOT_A_VIDEO, open_media
from masklet.video.packets import decode, packets
from masklet.video.probe import Probe, picture_stream

_WITH_ALPHA = {"vp9": "libvpx-vp9", "vp8": "libvpx"}  # FFmpeg's own decoders of these drop it


@dataclass(frozen=True, slots=True)
class MattePicture:
    """The file's picture `index`, shown `time_s` after its first.

    `pixels`: H x W grey, or H x W x 3 RGB; `alpha`: H x W, where the file has one. All uint8, of full range.
    """

    index: int
    time_s: Fraction
    pixels: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None


def matte_pictures(file: IO[bytes], found: Probe, max_pixels: int) -> Generator[MattePicture, None, None]:
    """Whole pictures in order of display; what cannot be decoded is left out. `found` is what `probe` says of the file.

    Raises VideoUnreadable where it cannot be opened.
    """
    converter = VideoReformatter()
    with open_media(file, max_pixels) as source, reading_faults(NOT_A_VIDEO):
        stream = picture_stream(source, max_pixels)
        decoder = _decoder(stream, max_pixels)
        count = 0
        for packet in packets(source, stream):
            pictures = decode(packet, decoder)
            count += pictures is None
            for picture in pictures or ():
                index = _index_of(picture, found, count)
                count += 1
                if index is not None and not picture.is_corrupt:
                    yield MattePicture(index, found.time_of(index), *_arrays(picture, converter))


def _decoder(stream: VideoStream, max_pixels: int) -> VideoStream | VideoCodecContext:
    """The stream's own, or the one that keeps its alpha."""
    other = _WITH_ALPHA.get(stream.codec_context.name)
    if other is None:
        stream.thread_type = "SLICE"
        return stream
    decoder: Any = CodecContext.create(other, "r")
    decoder.options = {"max_pixels": str(max_pixels)}
    video: VideoCodecContext = decoder
    return video


def _index_of(picture: av.VideoFrame, found: Probe, count: int) -> int | None:
    """By its time, by counting where files tell none. None for a picture that no packet announced."""
    if not found.timed or picture.pts is None:
        return count if count < found.frame_count else None
    index = bisect_left(found.stamps, picture.pts)
    return index if index < found.frame_count and found.stamps[index] == picture.pts else None


def _arrays(picture: av.VideoFrame, converter: VideoReformatter) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Its pixels, and its alpha."""
    if any(one.is_alpha for one in picture.format.components):
        both = np.asarray(converter.reformat(picture, format="rgba").to_ndarray(), np.uint8)
        return np.ascontiguousarray(both[..., :3]), both[..., 3]
    kind = "gray" if len(picture.format.components) == 1 and not picture.format.has_palette else "rgb24"
    return np.asarray(converter.reformat(picture, format=kind).to_ndarray(), np.uint8), None
