"""Decodes and encodes where that may crash or take long: delegates to the rooms that know how. One call at a time."""

from collections import OrderedDict
from pathlib import Path

from masklet.domain.errors import FrameOutOfRange
from masklet.domain.video import Video
from masklet.workers.frames import NamedFrames
from masklet.workers.interface import (
    ExportFormatInfo,
    ExportRequest,
    ImportFormatInfo,
    IsCancelled,
    OnProgress,
    PrepareRequest,
    ReadMasks,
    ReadRequest,
    SampleClip,
)

MAX_READERS = 4
JPEG_QUALITY = 85


class MediaHost:
    """Implements MediaWorker. Keeps a few readers open, since a browser asks for neighbouring frames.

    Each room is imported when first needed: a child that reads frames has no use for the export formats.
    """

    def __init__(self, max_readers: int = MAX_READERS) -> None:
        self._max_readers = max_readers
        self._readers: OrderedDict[str, NamedFrames] = OrderedDict()  # by media file, longest unused first

    def prepare(self, request: PrepareRequest, on_progress: OnProgress, is_cancelled: IsCancelled) -> Video:
        """See MediaWorker."""
        from masklet.video.prepare import prepare

        return prepare(request, on_progress, is_cancelled)

    def take_in(self, video: Video, folder: str, max_pixels: int, is_cancelled: IsCancelled) -> Video:
        """See MediaWorker."""
        from masklet.video.take_in import take_in

        return take_in(video, Path(folder), max_pixels, is_cancelled)

    def make_samples(self, out_dir: str, on_progress: OnProgress) -> list[SampleClip]:
        """See MediaWorker."""
        from masklet.samples.make import make_samples

        return make_samples(Path(out_dir), on_progress)

    def frame_jpeg(self, media_file: str, video: Video, frame_index: int) -> bytes:
        """See MediaWorker."""
        from masklet.video.stills import encode_jpeg

        if not 0 <= frame_index < video.frame_count:
            raise FrameOutOfRange(f"The video has no frame {frame_index}.", frame_count=video.frame_count)
        try:
            return encode_jpeg(self._reader(media_file, video).read(frame_index), JPEG_QUALITY)
        except BaseException:
            self._drop(media_file)  # a decoder that failed starts afresh
            raise

    def export_formats(self) -> list[ExportFormatInfo]:
        """See MediaWorker."""
        from masklet.export import registry

        return registry.formats()

    def check_effects(self, stack: str) -> None:
        """See MediaWorker."""
        from masklet.export.effects.stack import check_stack

        check_stack(stack)

    def export(self, request: ExportRequest, on_progress: OnProgress, is_cancelled: IsCancelled) -> None:
        """See MediaWorker."""
        from masklet.export import registry

        registry.write(request, on_progress, is_cancelled)

    def import_formats(self) -> list[ImportFormatInfo]:
        """See MediaWorker."""
        from masklet.export.imports import reading

        return reading.formats()

    def read_masks(self, request: ReadRequest, is_cancelled: IsCancelled) -> ReadMasks:
        """See MediaWorker."""
        from masklet.export.imports import reading

        return reading.read(request, is_cancelled)

    def close(self) -> None:
        """Close the readers."""
        for media_file in list(self._readers):
            self._drop(media_file)

    def _reader(self, media_file: str, video: Video) -> NamedFrames:
        from masklet.video.reader import VideoReader

        if media_file not in self._readers:
            while len(self._readers) >= self._max_readers:
                self._drop(next(iter(self._readers)))
            reader = VideoReader(Path(media_file), video.frame_count, video.width, video.height)
            self._readers[media_file] = NamedFrames(reader)
        self._readers.move_to_end(media_file)
        return self._readers[media_file]

    def _drop(self, media_file: str) -> None:
        reader = self._readers.pop(media_file, None)
        if reader is not None:
            reader.close()


def create() -> MediaHost:
    """The product's host."""
    return MediaHost()
