"""Files on their way in: received in pieces, written to disk, prepared in a worker, then videos."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from masklet.domain.video import Video


class UploadState(StrEnum):
    """An upload's life. NEEDS_RANGE: longer than the limit; the person chooses a range and calls `prepare` again."""

    RECEIVING = "receiving"
    PREPARING = "preparing"
    NEEDS_RANGE = "needs_range"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class UploadProgress:
    """Where an upload is. Bytes while receiving (total None if not told), frames while preparing (total 0 unknown)."""

    upload_id: str
    file_name: str
    state: UploadState
    received_bytes: int
    total_bytes: int | None
    prepared_frames: int
    total_frames: int
    duration_s: float | None
    video_path: str | None
    error_code: str | None
    error: str | None


class IncomingFile(Protocol):
    """A file being received. `write` raises LimitExceeded past the limit, QuotaExceeded and StorageFull; `abort` removes what came."""

    upload_id: str

    def write(self, piece: bytes) -> None: ...
    def abort(self, error: Exception) -> None: ...


class Uploads(Protocol):
    """Receives, prepares, tells progress. Thread-safe."""

    def begin(self, upload_id: str | None, file_name: str, total_bytes: int | None) -> IncomingFile:
        """Start receiving. `upload_id`: a UUID by the client, or None. InvalidInput if malformed or already used."""
        ...

    def prepare(self, upload_id: str, start_s: float | None, duration_s: float | None) -> Video:
        """Finish receiving, make the clip and answer when it is ready. May be called again after NEEDS_RANGE."""
        ...

    def progress(self, upload_id: str) -> UploadProgress:
        """UploadNotFound for strangers."""
        ...

    def folder_entries(self) -> Iterator[str]:
        """Names of the videos and image folders in the server folder of the settings (none set: nothing)."""
        ...

    def open_from_folder(
        self, name: str, upload_id: str | None, start_s: float | None, duration_s: float | None
    ) -> Video:
        """Prepare a video of the server folder; `name` is looked up among the entries, never joined."""
        ...
