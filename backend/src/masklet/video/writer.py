"""Writes a movie, a normalised clip unless told otherwise: H.264 yuv420p in MP4, frame k at exactly k / frame_rate, with AAC sound where there is some."""

from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream
from numpy.typing import NDArray

from masklet.video.audio import AudioFeed
from masklet.video.coding import Coding, h264
from masklet.video.faults import writing_faults
from masklet.video.timing import ticks_per_frame, time_base_of

BT709 = 1  # ITU-T H.273 code for primaries, transfer and matrix
LIMITED_RANGE, FULL_RANGE = 1, 2


class VideoWriter:
    """One movie being written; the owner closes it (or uses `with`, which removes the file when the block fails).

    Sizes must be even where chroma has half the size. No B-frames and a keyframe at least every second, so that any frame is found quickly and exactly.
    Raises StorageFull when the disk refuses more.
    """

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        frame_rate: Fraction,
        audio_from: Path | AudioFeed | None = None,
        *,
        crf: int = 18,
        preset: str = "veryfast",
        coding: Coding | None = None,
    ) -> None:
        """`audio_from`: a clip whose sound is taken from its start, or a feed that the writer will close. `coding`: see
        there; None: a clip's, of this `crf` and `preset`."""
        coding = coding or h264(crf, preset)
        self._path = path
        self._frame_rate = frame_rate
        self._frame_count = 0
        self._audio = AudioFeed(audio_from) if isinstance(audio_from, Path) else audio_from
        with writing_faults():
            options = _muxer_options(frame_rate) if coding.has_exact_times else {}
            self._output = av.open(str(path), "w", format=coding.container, options=options)
            stream = self._output.add_stream(coding.codec, rate=frame_rate)
            assert isinstance(stream, VideoStream)
            _configure(stream, width, height, frame_rate, coding)
            self._stream = stream
            self._has_audio = self._audio is not None and self._audio.attach(self._output)

    @property
    def frame_count(self) -> int:
        """Frames written so far."""
        return self._frame_count

    @property
    def has_audio(self) -> bool:
        """True when the clip gets sound."""
        return self._has_audio

    def write(self, frame: NDArray[np.uint8]) -> None:
        """Append one frame, height x width x 3 uint8 RGB."""
        picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")
        self.write_picture(
            picture.reformat(
                format="yuv420p",
                dst_colorspace=Colorspace.ITU709,
                dst_color_range=ColorRange.MPEG,
                interpolation="AREA",
            )
        )

    def write_picture(self, picture: av.VideoFrame) -> None:
        """Append one frame that is already in the coding's pixels (a clip's: yuv420p), BT.709; its own time is ignored."""
        picture.pts = self._frame_count * ticks_per_frame(self._frame_rate)
        picture.time_base = time_base_of(self._frame_rate)
        picture.pict_type = 0
        self._frame_count += 1
        with writing_faults():
            self._output.mux(self._stream.encode(picture))
            self._mux_audio()

    def close(self) -> None:
        """Finish the file: flush, write the index, move it to the front."""
        try:
            with writing_faults():
                self._output.mux(self._stream.encode(None))
                self._mux_audio()
                self._output.close()
        finally:
            self._release()

    def discard(self) -> None:
        """Give up: close what is open and remove the file."""
        self._release()
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> "VideoWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def _mux_audio(self) -> None:
        if self._audio is not None and self._has_audio:
            for packet in self._audio.packets(Fraction(self._frame_count) / self._frame_rate):
                self._output.mux_one(packet)

    def _release(self) -> None:
        if self._audio is not None:
            self._audio.close()
        self._output = None  # type: ignore[assignment]  # dropping it closes the file without finishing it


def _muxer_options(frame_rate: Fraction) -> dict[str, str]:
    # The movie's too: tracks end on a frame, not on a millisecond.
    timescale = str(time_base_of(frame_rate).denominator)
    return {"movflags": "+faststart", "video_track_timescale": timescale, "movie_timescale": timescale}


def _configure(stream: VideoStream, width: int, height: int, frame_rate: Fraction, coding: Coding) -> None:
    stream.width, stream.height, stream.pix_fmt = width, height, coding.pixels
    stream.metadata.update(coding.metadata)
    context = stream.codec_context
    context.time_base = time_base_of(frame_rate)
    context.framerate = frame_rate
    context.color_range = FULL_RANGE if coding.is_full_range else LIMITED_RANGE
    context.color_primaries = context.color_trc = context.colorspace = BT709
    context.options = dict(coding.options)
    if not coding.is_intra:
        context.gop_size = max(1, int(frame_rate))
        context.max_b_frames = 0
