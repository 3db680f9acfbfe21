"""What the product knows of a video. Frame k here is frame k of the normalised file and of the browser."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class SourceMeta:
    """Facts about the file as it came, so that exports can map back to it.

    Sizes are in pixels after the rotation flag is applied; `rotation` is what was applied (0, 90, 180, 270, clockwise).
    `codec` and `container` are FFmpeg's short names.
    """

    file_name: str
    width: int
    height: int
    rotation: int
    codec: str
    container: str
    start_s: float


@dataclass(frozen=True, slots=True)
class Video:
    """A normalised clip: constant frame rate, H.264, yuv420p.

    `path` is the opaque key of the wire (`uploads/<id>.mp4`, `gallery/<name>.mp4`).
    `width` and `height` are those of the normalised file in pixels, padding included;
    `pad_right` and `pad_bottom` (0 or 1) are the pixels added to make them even.
    """

    path: str
    title: str
    width: int
    height: int
    pad_right: int
    pad_bottom: int
    frame_count: int
    frame_rate: Fraction
    has_audio: bool
    source: SourceMeta

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return float(self.frame_count / self.frame_rate)
