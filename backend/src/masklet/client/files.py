"""Files that the client reads and writes: an upload that tells how far it is, a download that is there whole or not at all."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from masklet.client.errors import ExportFailed, FileInTheWay, JobCancelled
from masklet.client.model import Job
from masklet.domain.session import JobState

OnProgress = Callable[[int, int], None]


class Watched:
    """A file for reading that tells (bytes read, all bytes); it looks enough like a file for httpx, which asks its number for its size."""

    def __init__(self, file: BinaryIO, on_progress: OnProgress | None) -> None:
        self._file = file
        self._on_progress = on_progress
        self._total = os.fstat(file.fileno()).st_size

    def fileno(self) -> int:
        """Of the file itself."""
        return self._file.fileno()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        if self._on_progress is not None and piece:
            self._on_progress(self._file.tell(), self._total)
        return piece


class Download:
    """A file under a temporary name beside its own until all of it is there."""

    def __init__(self, path: Path, overwrite: bool) -> None:
        self._path = path
        self._overwrite = overwrite
        self._part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        self._file: BinaryIO | None = None
        self.check()

    def check(self) -> None:
        """Raises FileInTheWay, and FileNotFoundError without its folder: before the server works for nothing."""
        if not self._path.parent.is_dir():
            raise FileNotFoundError(f"There is no folder {self._path.parent}.")
        if self._path.exists() and not self._overwrite:
            raise FileInTheWay(f"{self._path} exists already; overwrite=True replaces it.")

    def __enter__(self) -> "Download":
        self._file = self._part.open("xb")
        return self

    def write(self, piece: bytes) -> None:
        """The next bytes."""
        assert self._file is not None, "a download is a context manager"
        self._file.write(piece)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._file is not None, "a download is a context manager"
        self._file.close()
        try:
            if kind is None:
                self.check()
                self._part.replace(self._path)
        finally:
            self._part.unlink(missing_ok=True)


def finished_url(job: Job) -> str | None:
    """Where a finished export is fetched; None while it is made. Raises ExportFailed, JobCancelled."""
    if job.state is JobState.CANCELLED:
        raise JobCancelled(job.job_id, "CANCELLED", "The export was cancelled.")
    if job.state is JobState.DONE and job.download_url is not None:
        return job.download_url
    if job.state.is_final:
        raise ExportFailed(job.job_id, *(job.problem or ("INTERNAL", "The export ended without a file.")))
    return None
