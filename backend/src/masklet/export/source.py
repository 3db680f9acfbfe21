"""An export request opened for reading, one frame at a time: masks, label maps and pictures. Never holds the whole clip."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from masklet.domain.errors import InvalidInput, LimitExceeded
from masklet.domain.export import ExportRequest
from masklet.domain.masklet import FrameMasks
from masklet.domain.session import TrackedObject
from masklet.domain.video import Video
from masklet.export.effects.seen import Colours, LabelMap, Picture
from masklet.export.labels import MAX_OBJECTS, colour_table, flatten
from masklet.masks.masklet_file import read_masklets
from masklet.video.reader import VideoReader

CACHED_FRAMES = 2  # formats read forward: what is behind is not wanted again


class ExportSource:
    """What a format reads. `objects` are in z-order, last on top. The owner closes it (or uses `with`)."""

    def __init__(self, request: ExportRequest) -> None:
        if len(request.objects) > MAX_OBJECTS:
            raise LimitExceeded(
                f"At most {MAX_OBJECTS} objects can be exported at once.", reason="exported", limit=MAX_OBJECTS
            )
        video = request.video
        self.video: Video = video
        self.objects: tuple[TrackedObject, ...] = request.objects
        self.engine = request.engine
        self.session_id = request.session_id
        self.session_name = request.session_name or request.video.title
        self.prompts = request.prompts
        self.classes = request.classes
        self.effects = request.effects
        self.media_file = Path(request.media_file)
        self._masklets_file = Path(request.masklets_file)
        pixels = video.width * video.height
        self._reader = VideoReader(
            self.media_file, video.frame_count, video.width, video.height, cache_bytes=CACHED_FRAMES * pixels * 3 // 2
        )

    def frames(self) -> Iterator[FrameMasks]:
        """Every frame of the video in order; those without masks are empty. Raises InvalidInput on a disordered file."""
        following = 0
        for frame in read_masklets(self._masklets_file):
            if not following <= frame.frame_index < self.video.frame_count:
                raise InvalidInput(f"The masks of frame {frame.frame_index} are out of place.")
            yield from self._bare(following, frame.frame_index)
            yield frame
            following = frame.frame_index + 1
        yield from self._bare(following, self.video.frame_count)

    def labels(self, frame: FrameMasks) -> LabelMap:
        """Height x width uint8: 0 background, else k for the k-th object; overlaps flattened by z-order."""
        return flatten(frame, self.objects, self.video.height, self.video.width)

    def colours(self) -> Colours:
        """Row k is the k-th object's colour; row 0 is black."""
        return colour_table(self.objects)

    def picture(self, frame_index: int) -> Picture:
        """The video's frame, RGB, not to be written to. Raises VideoUnreadable."""
        return self._reader.read(frame_index)

    def close(self) -> None:
        """Close the video."""
        self._reader.close()

    def __enter__(self) -> "ExportSource":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @staticmethod
    def _bare(start: int, stop: int) -> Iterator[FrameMasks]:
        return (FrameMasks(index, {}) for index in range(start, stop))
