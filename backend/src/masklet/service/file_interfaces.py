"""What goes in and out as files, as the API calls it: session files, masks, exports, checkpoints. See interfaces.py."""

from pathlib import Path
from typing import Protocol

from masklet.domain.checkpoint import CheckpointInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.mask_import import ImportFormatInfo, ImportOptions, ImportReport
from masklet.domain.session import Job, Session
from masklet.workers.interface import ExportFormatInfo


class SessionFiles(Protocol):
    def open(self, upload_id: str) -> Session:
        """A received session file as a new session, on the clip inside unless that is here already.

        Raises InvalidInput for anything that is no whole session file, or that lacks a clip which is not here;
        VideoUnreadable, LimitExceeded, StorageFull. Nothing is kept then.
        """
        ...


class MaskImports(Protocol):
    """Masks of other programs, or of another session, into a session."""

    def formats(self) -> list[ImportFormatInfo]:
        """Every import format, in the order a person sees them."""
        ...

    def take(self, session_id: str, upload_id: str, options: ImportOptions) -> ImportReport:
        """A received file's masks, in one edit; what does not fit is told item by item. A propagation under way is cancelled.

        Raises SessionNotFound, UploadNotFound; InvalidInput (no known format, damaged, or nothing of it fits),
        UnknownExport (no such format), LimitExceeded, StorageFull, VideoUnreadable. Nothing is kept then.
        """
        ...


class Exports(Protocol):
    def formats(self) -> list[ExportFormatInfo]: ...
    def start(self, session_id: str, format_name: str, options: ExportOptions) -> Job:
        """Raises UnknownExport, FrameOutOfRange, ObjectNotFound, QuotaExceeded, StorageFull; InvalidInput for a session without masks and for a range
        or a choice that holds nothing.
        """
        ...

    def get(self, job_id: str) -> Job: ...
    def of_session(self, session_id: str) -> list[Job]: ...
    def cancel(self, job_id: str) -> bool: ...
    def file(self, job_id: str) -> tuple[Path, str]:
        """The finished file and its download name; JobNotFound before it is done."""
        ...

    def manifest(self, job_id: str) -> tuple[Path, str]:
        """The manifest of a finished export that is a single file, and its download name; JobNotFound for a package, which has it inside."""
        ...


class Checkpoints(Protocol):
    def all(self) -> list[CheckpointInfo]:
        """Every checkpoint that can be here, with the download that runs; cheap."""
        ...

    def start(self, name: str) -> CheckpointInfo:
        """Begin or go on with a download. Raises CheckpointNotFound, DownloadRunning."""
        ...

    def cancel(self, name: str) -> CheckpointInfo:
        """Stop it, keeping what came; none running is no error. Raises CheckpointNotFound."""
        ...
