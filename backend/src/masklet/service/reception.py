"""One file on its way in: its bytes on disk and where it stands. Knows not how it becomes a video."""

import threading
from collections.abc import Callable
from pathlib import Path

from masklet.domain.errors import InvalidInput, LimitExceeded, MaskletError
from masklet.service.context import Clock
from masklet.service.uploads import UploadProgress, UploadState
from masklet.store.media import storage_errors


class Reception:
    """Implements IncomingFile. Thread-safe: one thread writes or prepares, others ask for progress.

    `source` is what is to be prepared; it is ours to move and remove only if `is_ours` (a server folder's file is not).
    """

    def __init__(
        self,
        upload_id: str,
        file_name: str,
        source: Path,
        total_bytes: int | None,
        limit_bytes: int,
        clock: Clock,
        claim_room: Callable[[int], None],
    ) -> None:
        self.upload_id, self.file_name, self.source = upload_id, file_name, source
        self.is_ours = True
        self._total_bytes, self._limit_bytes = total_bytes, limit_bytes
        self._clock, self._claim_room = clock, claim_room
        self._guard = threading.RLock()
        self._state = UploadState.RECEIVING
        self._received = 0
        self._frames = (0, 0)
        self._duration_s: float | None = None
        self._video_path: str | None = None
        self._error: MaskletError | None = None
        self.owner: str | None = None  # whom the video will belong to
        self.touched_at = clock()

    @classmethod
    def of_server_file(cls, upload_id: str, source: Path, clock: Clock) -> "Reception":
        """A file or folder that is on this machine already and stays where it is."""
        reception = cls(upload_id, source.name, source, None, 0, clock, _nothing)
        reception.is_ours = False
        return reception

    @property
    def state(self) -> UploadState:
        """Where it stands."""
        return self._state

    def begin(self) -> None:
        """Make the empty file. Raises StorageFull."""
        with storage_errors():
            self.source.touch(exist_ok=False)

    def write(self, piece: bytes) -> None:
        """See IncomingFile. What came is removed when it raises."""
        with self._guard:
            if self._state is not UploadState.RECEIVING:
                raise InvalidInput("This upload has ended already.", reason="uploadEnded")
            try:
                if self._received + len(piece) > self._limit_bytes:
                    raise too_large(self._limit_bytes)
                self._claim_room(len(piece))
                with storage_errors(), self.source.open("ab") as file:
                    file.write(piece)
            except Exception as error:
                self.fail(error)
                raise
            self._received += len(piece)
            self.touched_at = self._clock()

    def abort(self, error: Exception) -> None:
        """See IncomingFile. Without effect once it is being prepared."""
        with self._guard:
            if self._state is UploadState.RECEIVING:
                self.fail(error)

    def claim(self) -> None:
        """Nothing more will be written; whoever claims it prepares it. Raises InvalidInput when another one does or did."""
        with self._guard:
            if self._state not in (UploadState.RECEIVING, UploadState.NEEDS_RANGE):
                raise InvalidInput("This upload is being prepared, or has ended already.", reason="uploadEnded")
            self._state = UploadState.PREPARING
            self._frames = (0, 0)
            self.touched_at = self._clock()

    def on_progress(self, done: int, total: int) -> None:
        """Frames prepared."""
        self._frames = (done, total)
        self.touched_at = self._clock()

    def succeed(self, video_path: str) -> None:
        """It is a video now."""
        with self._guard:
            self._state, self._video_path = UploadState.READY, video_path
        self.discard()

    def need_range(self, duration_s: float) -> None:
        """Too long: the file is kept until a range is chosen."""
        with self._guard:
            self._state, self._duration_s = UploadState.NEEDS_RANGE, duration_s

    def fail(self, error: Exception) -> None:
        """It will not become a video; nothing of it is kept but why."""
        known = error if isinstance(error, MaskletError) else MaskletError("The upload broke off.")
        with self._guard:
            self._state, self._error = UploadState.FAILED, known
            self.touched_at = self._clock()
        self.discard()

    def discard(self) -> None:
        """Remove the received file, if it is ours and still there."""
        if self.is_ours:
            self.source.unlink(missing_ok=True)

    def progress(self) -> UploadProgress:
        """As it is told."""
        with self._guard:
            error = self._error
            return UploadProgress(
                upload_id=self.upload_id,
                file_name=self.file_name,
                state=self._state,
                received_bytes=self._received,
                total_bytes=self._total_bytes,
                prepared_frames=self._frames[0],
                total_frames=self._frames[1],
                duration_s=self._duration_s,
                video_path=self._video_path,
                error_code=None if error is None else error.code,
                error=None if error is None else error.message,
            )


def _nothing(size: int) -> None:
    """Nothing is received."""


def too_large(limit_bytes: int) -> LimitExceeded:
    """The refusal of a file."""
    size = f"{limit_bytes / 1024**3:.3g} GiB" if limit_bytes >= 1024**3 else f"{limit_bytes / 1024**2:.3g} MiB"
    return LimitExceeded(f"The file is larger than the limit of {size}.", reason="file", limit_bytes=limit_bytes)
