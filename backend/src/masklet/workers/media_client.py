"""A MediaWorker over four queues of calls, so that a frame never waits for a clip being prepared or exported."""

from masklet.domain.video import Video
from masklet.workers.call_queue import CallQueue, Link
from masklet.workers.interface import (
    ExportFormatInfo,
    ExportRequest,
    ImportFormatInfo,
    IsCancelled,
    MediaWorker,
    OnProgress,
    PrepareRequest,
    ReadMasks,
    ReadRequest,
    SampleClip,
)


class MediaClient:
    """Implements MediaWorker; the links say where the hosts are."""

    def __init__(self, prepare: Link, export: Link, frames: Link, imports: Link) -> None:
        self._prepare, self._export, self._frames = CallQueue(prepare), CallQueue(export), CallQueue(frames)
        self._imports = CallQueue(imports)
        self._formats: list[ExportFormatInfo] | None = None
        self._import_formats: list[ImportFormatInfo] | None = None

    def prepare(self, request: PrepareRequest, on_progress: OnProgress, is_cancelled: IsCancelled) -> Video:
        """See MediaWorker. Several wait for one another; one that waits can be cancelled too."""
        return self._prepare.ask(MediaWorker.prepare, request, on_progress=on_progress, is_cancelled=is_cancelled)

    def take_in(self, video: Video, folder: str, max_pixels: int, is_cancelled: IsCancelled) -> Video:
        """See MediaWorker."""
        return self._prepare.ask(MediaWorker.take_in, video, folder, max_pixels, is_cancelled=is_cancelled)

    def make_samples(self, out_dir: str, on_progress: OnProgress) -> list[SampleClip]:
        """See MediaWorker."""
        return self._prepare.ask(MediaWorker.make_samples, out_dir, on_progress=on_progress)

    def frame_jpeg(self, media_file: str, video: Video, frame_index: int) -> bytes:
        """See MediaWorker."""
        return self._frames.ask(MediaWorker.frame_jpeg, media_file, video, frame_index)

    def export_formats(self) -> list[ExportFormatInfo]:
        """See MediaWorker. Asked once, and of the frames' child: the export's may be busy for minutes."""
        if self._formats is None:
            self._formats = self._frames.ask(MediaWorker.export_formats)
        return list(self._formats)

    def check_effects(self, stack: str) -> None:
        """See MediaWorker. Asked of the frames' child, as the formats are: a person waits for it."""
        self._frames.ask(MediaWorker.check_effects, stack)

    def export(self, request: ExportRequest, on_progress: OnProgress, is_cancelled: IsCancelled) -> None:
        """See MediaWorker."""
        self._export.ask(MediaWorker.export, request, on_progress=on_progress, is_cancelled=is_cancelled)

    def import_formats(self) -> list[ImportFormatInfo]:
        """See MediaWorker. As the export formats."""
        if self._import_formats is None:
            self._import_formats = self._frames.ask(MediaWorker.import_formats)
        return list(self._import_formats)

    def read_masks(self, request: ReadRequest, is_cancelled: IsCancelled) -> ReadMasks:
        """See MediaWorker."""
        return self._imports.ask(MediaWorker.read_masks, request, is_cancelled=is_cancelled)

    def close(self) -> None:
        """See MediaWorker."""
        for calls in (self._prepare, self._export, self._frames, self._imports):
            calls.close()
