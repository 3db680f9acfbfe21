"""Owns the folder of videos on disk: one folder a video, whole or not there at all. Knows nothing of rows."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from masklet.domain.errors import VideoUnreadable
from masklet.domain.ids import IdSource
from masklet.store.faults import file_fault_of

_STAGING, _TRASH = ".staging-", ".trash-"


class MediaFiles:
    """videos/<video_id>/{video.mp4, poster.jpg, filmstrip.jpg, frame_times.json, original.*}."""

    def __init__(self, root: Path, new_id: IdSource) -> None:
        self._root = root
        self._new_id = new_id
        root.mkdir(parents=True, exist_ok=True)

    @property
    def root(self) -> Path:
        """The folder of all videos."""
        return self._root

    def folder(self, video_id: str) -> Path:
        """Where a video's files are; the id comes from the store, never from a person."""
        return self._root / video_id

    def clip(self, video_id: str) -> Path:
        """The clip itself. Raises VideoUnreadable where somebody removed it by hand."""
        file = self.folder(video_id) / "video.mp4"
        if not file.is_file():
            raise VideoUnreadable(
                "The file of this video is missing on the server: put it back from a backup, or delete the video.",
                reason="fileMissing",
            )
        return file

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """An empty folder to fill. What was not published by the end of the block is removed."""
        folder = self._root / f"{_STAGING}{self._new_id()}"
        with storage_errors():
            folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def publish(self, staged: Path, video_id: str) -> None:
        """Move a filled folder into its place, on the disk before it is seen. Raises StorageFull."""
        with storage_errors():
            for file in staged.iterdir():
                _flush(file)
            staged.rename(self.folder(video_id))
            _flush(self._root)

    def delete(self, video_id: str) -> None:
        """Gone at once for everyone, even if removing the files takes a while. Missing is no error."""
        trash = self._root / f"{_TRASH}{self._new_id()}"
        try:
            self.folder(video_id).rename(trash)
        except FileNotFoundError:
            return
        shutil.rmtree(trash, ignore_errors=True)

    def sweep(self, known: set[str]) -> None:
        """Remove what a dead process left: half-made folders, half-removed ones, and uploads without a row."""
        for folder in self._root.iterdir():
            if folder.name.startswith((_STAGING, _TRASH)) or (_is_upload(folder.name) and folder.name not in known):
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn the system's words for a disk that is full or may not be written to into StorageFull, StorageUnavailable."""
    try:
        yield
    except OSError as error:
        fault = file_fault_of(error)
        if fault is None:
            raise
        raise fault from error


def _is_upload(name: str) -> bool:
    return len(name) == 32 and all(character in "0123456789abcdef" for character in name)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
