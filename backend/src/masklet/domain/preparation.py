"""What is asked of whoever turns a file into a clip, and how it reports back. Plain values; re-exported by the worker interface."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from masklet.domain.video import Video

OnProgress = Callable[[int, int], None]  # frames done, frames in all (0: not known yet)
IsCancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class PrepareRequest:
    """Make a normalised clip in `out_dir` (exists, empty): video.mp4, poster.jpg, filmstrip.jpg, frame_times.json.

    `source` is a file on disk (a video, a zip of images, or one image) or a folder of images, told apart by content.
    `file_name` is what the person called it. `start_s`/`duration_s` choose a range in source seconds.
    Longer than `max_duration_s` after that: LimitExceeded with details duration_s and limit_s; nothing is cut silently.
    """

    source: str
    file_name: str
    video_path: str
    out_dir: str
    start_s: float | None
    duration_s: float | None
    max_duration_s: float
    max_long_side: int
    max_short_side: int
    max_source_pixels: int
    image_rate: Fraction


@dataclass(frozen=True, slots=True)
class SampleClip:
    """A generated clip: its key `gallery/<name>.mp4`, title and the folder of files as PrepareRequest makes them."""

    name: str
    video: Video
