"""An export request opened for reading, one frame at a time: masks, label maps and pictures of what is wanted of the clip.

Never holds the whole clip.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from types import TracebackType

from masklet.domain.errors import InvalidInput, LimitExceeded
from masklet.domain.export import ExportRequest
from masklet.domain.export_options import frames_of, objects_of
from masklet.domain.masklet import FrameMasks
from masklet.domain.session import TrackedObject
from masklet.domain.video import Video
from masklet.export.effects.seen import Colours, LabelMap, Picture
from masklet.export.extent import OutputExtent
from masklet.export.labels import MAX_OBJECTS, colour_table, flatten
from masklet.masks.masklet_file import read_masklets
from masklet.video.reader import VideoReader

CACHED_FRAMES = 2  # formats read forward: what is behind is not wanted again


class ExportSource:
    """What a format reads: `frame_indices` of the clip, and `chosen` of its `objects` (in z-order, last on top).

    Masks, label maps and pictures have `width` x `height` pixels: the clip's, or the original's. `rate` is frames per
    second of what is written: the clip's, divided by the stride.
    The owner closes it (or uses `with`). Raises what frames_of and objects_of raise.
    """

    def __init__(self, request: ExportRequest) -> None:
        if len(request.objects) > MAX_OBJECTS:
            raise LimitExceeded(
                f"At most {MAX_OBJECTS} objects can be exported at once.", reason="exported", limit=MAX_OBJECTS
            )
        video = request.video
        self.video: Video = video
        self.frame_indices = frames_of(request.options, video.frame_count)
        self.objects: tuple[TrackedObject, ...] = request.objects
        self.chosen = objects_of(request.options, request.objects)
        self._numbers = {tracked.object_id: tracked.number_in_files for tracked in request.objects}
        self._chosen_ids = {tracked.object_id for tracked in self.chosen}
        self.options = request.options
        self.rate: Fraction = video.frame_rate / request.options.stride
        self._extent = OutputExtent(video, request.options.resolution)
        self.width, self.height = self._extent.width, self._extent.height
        self.engine = request.engine
        self.session_id = request.session_id
        self.session_name = request.session_name or request.video.title
        self.prompts = request.prompts
        self.classes = request.classes
        self.effects = request.effects
        self.media_file = Path(request.media_file)
        self.frame_times_file = Path(request.frame_times_file)
        self._masklets_file = Path(request.masklets_file)
        pixels = video.width * video.height
        self._reader = VideoReader(
            self.media_file, video.frame_count, video.width, video.height, cache_bytes=CACHED_FRAMES * pixels * 3 // 2
        )

    def id_of(self, object_id: int) -> int:
        """The object's number in files: from 1, the same in every format and every part of the session."""
        return self._numbers[object_id]

    def class_of(self, one: TrackedObject) -> str:
        """What kind of thing it is: its class, or its own name where it has none."""
        return next((known.name for known in self.classes if known.class_id == one.class_id), one.name)

    def class_ids(self) -> dict[str, int]:
        """Numbers from 1 by class name, counted over all objects of the session, so that a choice of objects keeps them."""
        return {name: number for number, name in enumerate(dict.fromkeys(map(self.class_of, self.objects)), 1)}

    def frames(self, before: int = 0) -> Iterator[FrameMasks]:
        """Every wanted frame in order, and as many as `before` ahead of them, with the masks of the chosen objects.

        Those without masks are empty. Raises InvalidInput on a disordered file.
        """
        first = self.frame_indices.start
        stored = self._stored()
        found = next(stored, None)
        for index in chain(range(max(0, first - before), first), self.frame_indices):
            while found is not None and found.frame_index < index:
                found = next(stored, None)
            yield found if found is not None and found.frame_index == index else FrameMasks(index, {})

    def labels(self, frame: FrameMasks) -> LabelMap:
        """Height x width uint8: 0 background, else k for the k-th of `objects`; overlaps flattened by z-order."""
        return flatten(frame, self.objects, self.height, self.width)

    def colours(self) -> Colours:
        """Row k is the k-th object's colour; row 0 is black."""
        return colour_table(self.objects)

    def picture(self, frame_index: int) -> Picture:
        """The video's frame, RGB, not to be written to. Raises VideoUnreadable."""
        return self._extent.picture(self._reader.read(frame_index))

    def _stored(self) -> Iterator[FrameMasks]:
        following = 0
        for frame in read_masklets(self._masklets_file):
            if not following <= frame.frame_index < self.video.frame_count:
                raise InvalidInput(f"The masks of frame {frame.frame_index} are out of place.")
            following = frame.frame_index + 1
            masks = {key: mask for key, mask in frame.masks.items() if key in self._chosen_ids}
            yield FrameMasks(frame.frame_index, self._extent.masks(masks))

    def close(self) -> None:
        """Close the video."""
        self._reader.close()

    def __enter__(self) -> "ExportSource":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
