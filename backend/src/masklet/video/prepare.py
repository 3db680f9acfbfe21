"""Turns any video, or pictures, into a normalised clip with its stills and frame times. Leaves nothing behind when it fails."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path

from masklet.domain.errors import Cancelled, InvalidInput, LimitExceeded, VideoUnreadable
from masklet.domain.preparation import IsCancelled, OnProgress, PrepareRequest
from masklet.domain.video import SourceMeta, Video
from masklet.video.audio import NONE, AudioFeed
from masklet.video.faults import writing_faults
from masklet.video.frame_times import FILE_NAME, FrameTimes, write_frame_times
from masklet.video.geometry import Geometry, PictureMaker, fit
from masklet.video.images import ImageSource, is_picture, is_zip
from masklet.video.reader import VideoReader
from masklet.video.resample import SourceFrame, resample
from masklet.video.source import Source, VideoSource, first_of
from masklet.video.stills import write_stills
from masklet.video.writer import VideoWriter

VIDEO, POSTER, FILMSTRIP = "video.mp4", "poster.jpg", "filmstrip.jpg"


def prepare(request: PrepareRequest, on_progress: OnProgress, is_cancelled: IsCancelled) -> Video:
    """Make the files that `PrepareRequest` names and describe the clip.

    Raises VideoUnreadable, LimitExceeded, InvalidInput (an impossible range), StorageFull, Cancelled; then `out_dir` is
    as empty as before.
    """
    out_dir = Path(request.out_dir)
    try:
        source = _open(request, is_cancelled)
        try:
            return _prepare(request, source, out_dir, on_progress, is_cancelled)
        finally:
            source.close()
    except BaseException:
        for name in (VIDEO, POSTER, FILMSTRIP, FILE_NAME):
            (out_dir / name).unlink(missing_ok=True)
        raise


@dataclass(frozen=True, slots=True)
class _Range:
    """The chosen part: from `start_s` (seconds from the first frame), `ticks` frames at most (None: to the end)."""

    start_s: Fraction
    ticks: int | None
    expected: int  # frames to come, for the progress


@dataclass(slots=True)
class _Written:
    """What the encode left behind."""

    geometry: Geometry
    indices: list[int]
    times: list[float]
    audio: str
    has_audio: bool


def _open(request: PrepareRequest, is_cancelled: IsCancelled) -> Source:
    path = Path(request.source)
    if path.is_dir() or is_zip(path) or is_picture(path, request.file_name):
        return ImageSource(path, request.image_rate, request.max_source_pixels)
    return VideoSource(path, request.max_source_pixels, is_cancelled)


def _prepare(
    request: PrepareRequest, source: Source, out_dir: Path, on_progress: OnProgress, is_cancelled: IsCancelled
) -> Video:
    chosen = _choose(request, source)
    written = _encode(request, source, chosen, out_dir / VIDEO, on_progress, is_cancelled)
    video = _describe(request, source, written, chosen)
    # stills are read forward: nothing is wanted twice
    reader = VideoReader(out_dir / VIDEO, video.frame_count, video.width, video.height, cache_bytes=0)
    try:
        write_stills(reader, out_dir / POSTER, out_dir / FILMSTRIP)
    finally:
        reader.close()
    with writing_faults():
        write_frame_times(out_dir / FILE_NAME, _frame_times(source, written, chosen))
    return video


def _choose(request: PrepareRequest, source: Source) -> _Range:
    start_s = _seconds(request.start_s, "start") or Fraction(0)
    duration_s = _seconds(request.duration_s, "length")
    if start_s >= source.duration_s:
        sentence = f"The video ends at {float(source.duration_s):.2f} s, before the chosen start."
        raise InvalidInput(sentence, reason="startAfterEnd", duration_s=float(source.duration_s))
    if duration_s == 0:
        raise InvalidInput("The chosen length is 0 seconds.", reason="emptyRange")
    rest_s = source.duration_s - start_s
    wanted_s = rest_s if duration_s is None else min(duration_s, rest_s)
    if wanted_s > Fraction(request.max_duration_s) + 1 / source.rate.frame_rate:
        raise _too_long(source.duration_s, request.max_duration_s)
    expected = max(1, round(wanted_s * source.rate.frame_rate))
    return _Range(start_s, None if duration_s is None else expected, expected)


def _seconds(value: float | None, what: str) -> Fraction | None:
    if value is None:
        return None
    if not math.isfinite(value) or value < 0:
        raise InvalidInput(f"The {what} of the range must be 0 seconds or more.")
    return Fraction(value).limit_denominator(1_000_000)


def _too_long(duration_s: Fraction, limit_s: float) -> LimitExceeded:
    return LimitExceeded(
        f"The video is {float(duration_s):.1f} s long; at most {limit_s:g} s can be taken. Choose a part of it.",
        reason="length",
        duration_s=float(duration_s),
        limit_s=float(limit_s),
    )


def _encode(
    request: PrepareRequest,
    source: Source,
    chosen: _Range,
    path: Path,
    on_progress: OnProgress,
    is_cancelled: IsCancelled,
) -> _Written:
    decoded = source.frames(chosen.start_s)
    first = first_of(decoded)
    look = source.look(first.picture)
    geometry = fit(
        look.width, look.height, look.rotation, look.pixel_aspect, request.max_long_side, request.max_short_side
    )
    audio = source.audio(first)
    written = _Written(geometry, [], [], NONE, False)
    ticks = islice(resample(chain([first], decoded), source.rate, source.last_s), chosen.ticks)
    with VideoWriter(path, geometry.width, geometry.height, source.rate.frame_rate, audio) as writer:
        _write_all(_within_limit(ticks, source, request), writer, written, chosen, on_progress, is_cancelled)
    written.has_audio, written.audio = writer.has_audio, audio.state if isinstance(audio, AudioFeed) else NONE
    return written


def _write_all(
    frames: Iterator[SourceFrame],
    writer: VideoWriter,
    written: _Written,
    chosen: _Range,
    on_progress: OnProgress,
    is_cancelled: IsCancelled,
) -> None:
    maker = PictureMaker(written.geometry)
    for frame in frames:
        if is_cancelled():
            raise Cancelled("Preparing the video was cancelled.")
        writer.write_picture(maker.make(frame.picture))
        written.indices.append(frame.index)
        written.times.append(round(float(frame.time_s), 9))
        on_progress(writer.frame_count, max(writer.frame_count, chosen.expected))


def _within_limit(frames: Iterator[SourceFrame], source: Source, request: PrepareRequest) -> Iterator[SourceFrame]:
    """The frames, refused as soon as there are more than the limit allows, whatever the file said before."""
    most = int(request.max_duration_s * source.rate.frame_rate) + 1
    for count, frame in enumerate(frames):
        if count > most:
            raise _too_long(max(source.duration_s, count / source.rate.frame_rate), request.max_duration_s)
        yield frame


def _describe(request: PrepareRequest, source: Source, written: _Written, chosen: _Range) -> Video:
    geometry = written.geometry
    if not written.indices:
        raise VideoUnreadable("No picture of this video can be decoded.")
    return Video(
        path=request.video_path,
        title=Path(request.file_name).stem or request.file_name,
        width=geometry.width,
        height=geometry.height,
        pad_right=geometry.pad_right,
        pad_bottom=geometry.pad_bottom,
        frame_count=len(written.indices),
        frame_rate=source.rate.frame_rate,
        has_audio=written.has_audio,
        source=SourceMeta(
            file_name=request.file_name,
            width=geometry.source_width,
            height=geometry.source_height,
            rotation=geometry.rotation,
            codec=source.codec,
            container=source.container,
            start_s=float(chosen.start_s),
        ),
    )


def _frame_times(source: Source, written: _Written, chosen: _Range) -> FrameTimes:
    return FrameTimes(
        frame_rate=source.rate.frame_rate,
        variable_rate=source.rate.variable,
        source_width=written.geometry.source_width,
        source_height=written.geometry.source_height,
        source_rotation=written.geometry.rotation,
        source_start_s=float(chosen.start_s),
        audio=written.audio,
        source_frame_indices=tuple(written.indices),
        source_times_s=tuple(written.times),
    )
