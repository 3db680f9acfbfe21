"""Takes in a clip that another Masklet Studio normalised: checked to be what it says, its pictures made; never encoded anew."""

import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from masklet.domain.errors import VideoUnreadable
from masklet.domain.preparation import IsCancelled
from masklet.domain.video import Video
from masklet.video.faults import writing_faults
from masklet.video.frame_times import FILE_NAME, FrameTimes, read_frame_times, write_frame_times
from masklet.video.opening import open_media
from masklet.video.prepare import FILMSTRIP, POSTER, VIDEO
from masklet.video.probe import picture_stream, probe
from masklet.video.reader import VideoReader
from masklet.video.stills import write_stills


def take_in(video: Video, folder: Path, max_pixels: int, is_cancelled: IsCancelled) -> Video:
    """Make poster, filmstrip and frame times beside `folder`'s video.mp4, if that is the clip that `video` describes.

    Frame times that lie there already are kept if they fit. Answers the clip as it was found. Raises VideoUnreadable for
    any other file, LimitExceeded, StorageFull, Cancelled.
    """
    path = folder / VIDEO
    _check_times(path, video, max_pixels, is_cancelled)
    found = replace(video, has_audio=_check_streams(path, video, max_pixels))
    reader = VideoReader(path, video.frame_count, video.width, video.height, cache_bytes=0)
    try:
        reader.read(video.frame_count - 1)
        write_stills(reader, folder / POSTER, folder / FILMSTRIP)
    finally:
        reader.close()
    times = _known_times(folder / FILE_NAME, video) or _plain_times(video)
    with writing_faults():
        write_frame_times(folder / FILE_NAME, times)
    return found


def _check_times(path: Path, video: Video, max_pixels: int, is_cancelled: IsCancelled) -> None:
    """Frame k must be at k / rate: only then is it frame k of the browser too."""
    found = probe(path, max_pixels, is_cancelled)
    if found.frame_count != video.frame_count:
        raise _other(f"it has {found.frame_count} frames instead of {video.frame_count}")
    slack = Fraction(1, 4) / video.frame_rate
    stamps = zip(range(found.frame_count), found.stamps, strict=True)
    if any(abs((stamp - found.stamps[0]) * found.time_base - at / video.frame_rate) > slack for at, stamp in stamps):
        raise _other("its frames are not at the times they should be")


def _check_streams(path: Path, video: Video, max_pixels: int) -> bool:
    """Whether it has sound. Raises VideoUnreadable unless the pictures are H.264, yuv420p, of the size that is told."""
    with open_media(path, max_pixels) as source:
        stream = picture_stream(source, max_pixels)
        context = stream.codec_context
        if (context.codec.name, context.pix_fmt) != ("h264", "yuv420p"):
            raise _other("it is not H.264 with yuv420p pictures")
        if (context.width, context.height) != (video.width, video.height):
            raise _other(f"its pictures are {context.width} by {context.height} pixels")
        return bool(source.streams.audio)


def _known_times(path: Path, video: Video) -> FrameTimes | None:
    try:
        times = read_frame_times(path)
        return times if _fit(times, video) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None  # missing or another's: the clip's own times stand in for them


def _fit(times: FrameTimes, video: Video) -> bool:
    indices, seconds = times.source_frame_indices, times.source_times_s
    return (
        times.frame_rate == video.frame_rate
        and len(indices) == len(seconds) == video.frame_count
        and all(type(index) is int and index >= 0 for index in indices)
        and all(math.isfinite(second) for second in seconds)
    )


def _plain_times(video: Video) -> FrameTimes:
    source, indices = video.source, tuple(range(video.frame_count))
    seconds = tuple(round(float(index / video.frame_rate), 9) for index in indices)
    audio = "copied" if video.has_audio else "none"
    size = (source.width, source.height)
    return FrameTimes(video.frame_rate, False, *size, source.rotation, source.start_s, audio, indices, seconds)


def _other(reason: str) -> VideoUnreadable:
    return VideoUnreadable(f"The video in this session file is not the clip that was saved: {reason}.")
