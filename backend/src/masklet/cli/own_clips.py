"""The clips that a network is fine-tuned on: exports, with videos made what the server makes of them, so that frames agree."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from masklet.export.shown_clips import ShownClip
    from masklet.video.reader import VideoReader

ENDLESS_S = 10.0**9


@contextmanager
def own_clips(exports: Sequence[Path], videos: Sequence[Path]) -> Iterator[list["ShownClip"]]:
    """Of all exports. Raises InvalidInput, VideoUnreadable, LimitExceeded, StorageFull, OSError."""
    from masklet.export.shown_clips import shown_clips

    with ExitStack() as opened:
        readers: dict[str, VideoReader] = {}
        for video in videos:
            folder = Path(opened.enter_context(TemporaryDirectory(prefix="masklet-train-")))
            readers[video.stem] = opened.enter_context(closing(_normalised(video, folder)))
        yield shown_clips(exports, readers)


def _normalised(video: Path, folder: Path) -> "VideoReader":
    """As an upload with the settings' limits, of any length."""
    from masklet.cli.reading import settings_or_exit
    from masklet.domain.preparation import PrepareRequest
    from masklet.video.prepare import VIDEO, prepare
    from masklet.video.reader import VideoReader

    limits = settings_or_exit().limits()
    request = PrepareRequest(
        source=str(video),
        file_name=video.name,
        video_path=video.name,
        out_dir=str(folder),
        start_s=None,
        duration_s=None,
        max_duration_s=ENDLESS_S,
        max_long_side=limits.max_long_side,
        max_short_side=limits.max_short_side,
        max_source_pixels=limits.max_source_pixels,
        image_rate=limits.image_rate,
    )
    clip = prepare(request, lambda done, total: None, lambda: False)
    return VideoReader(folder / VIDEO, clip.frame_count, clip.width, clip.height)
