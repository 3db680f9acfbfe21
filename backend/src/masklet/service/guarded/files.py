"""Clips, files on their way in, exports, downloads of checkpoints and share links, guarded."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from masklet.domain.access import Right, ShareLink
from masklet.domain.checkpoint import CheckpointInfo
from masklet.domain.deletion import Deleted, Deletion, StorageUse
from masklet.domain.export_options import ExportOptions
from masklet.domain.mask_import import ImportFormatInfo, ImportOptions, ImportReport
from masklet.domain.session import Job, Session
from masklet.domain.video import Video
from masklet.service.file_interfaces import Checkpoints, Exports
from masklet.service.guarded.gate import Gate
from masklet.service.interfaces import Videos
from masklet.service.mask_imports import MaskImportDesk
from masklet.service.session_opening import SessionOpening
from masklet.service.share_desk import ShareDesk
from masklet.service.trash_interfaces import Trash
from masklet.service.upload_desk import UploadDesk
from masklet.service.uploads import IncomingFile, UploadProgress
from masklet.store.videos import no_video
from masklet.workers.interface import ExportFormatInfo

READ, EDIT, OWN = Right.READ, Right.EDIT, Right.OWN


class GuardedVideos:
    """Implements Videos."""

    def __init__(self, gate: Gate, desk: Videos) -> None:
        self._gate, self._desk = gate, desk

    def default(self) -> Video:
        videos = self.all()
        if not videos:
            raise no_video()
        return videos[0]

    def all(self) -> list[Video]:
        seen = self._gate.videos()
        return [video for video in self._desk.all() if video.path in seen]

    def get(self, path: str) -> Video:
        self._gate.video(path, READ)
        return self._desk.get(path)

    def right(self, path: str) -> Right:
        return self._gate.video(path, READ)

    def rename(self, path: str, title: str) -> Video:
        self._gate.video(path, OWN)
        return self._desk.rename(path, title)

    def delete(self, path: str) -> str | None:
        self._gate.video(path, OWN)
        return self._desk.delete(path)

    def media_file(self, path: str) -> Path:
        self._gate.video(path, READ)
        return self._desk.media_file(path)

    def poster_file(self, path: str) -> Path:
        self._gate.video(path, READ)
        return self._desk.poster_file(path)

    def filmstrip_file(self, path: str) -> Path:
        self._gate.video(path, READ)
        return self._desk.filmstrip_file(path)

    def frame_jpeg(self, path: str, frame_index: int) -> bytes:
        self._gate.video(path, READ)
        return self._desk.frame_jpeg(path, frame_index)


class GuardedUploads:
    """Implements Uploads: whoever sends a file holds it, and nobody else finds it."""

    def __init__(self, gate: Gate, desk: UploadDesk) -> None:
        self._gate, self._desk = gate, desk

    def begin(self, upload_id: str | None, file_name: str, total_bytes: int | None) -> IncomingFile:
        self._gate.some_file()
        return self._desk.begin(upload_id, file_name, total_bytes, self._gate.principal)

    def prepare(self, upload_id: str, start_s: float | None, duration_s: float | None) -> Video:
        self._gate.something_of_their_own()
        return self._desk.prepare(upload_id, start_s, duration_s, self._gate.principal)

    def progress(self, upload_id: str) -> UploadProgress:
        return self._desk.progress(upload_id, self._gate.principal)

    def folder_entries(self) -> Iterator[str]:
        return iter(()) if self._gate.principal.is_guest else self._desk.folder_entries()

    def open_from_folder(
        self, name: str, upload_id: str | None, start_s: float | None, duration_s: float | None
    ) -> Video:
        self._gate.something_of_their_own()
        return self._desk.open_from_folder(name, upload_id, start_s, duration_s, self._gate.principal)


class GuardedSessionFiles:
    """Implements SessionFiles."""

    def __init__(self, gate: Gate, desk: SessionOpening) -> None:
        self._gate, self._desk = gate, desk

    def open(self, upload_id: str) -> Session:
        self._gate.something_of_their_own()
        return self._desk.open(upload_id, self._gate.principal, self._gate.videos())


class GuardedMaskImports:
    """Implements MaskImports."""

    def __init__(self, gate: Gate, desk: MaskImportDesk) -> None:
        self._gate, self._desk = gate, desk

    def formats(self) -> list[ImportFormatInfo]:
        return self._desk.formats()

    def take(self, session_id: str, upload_id: str, options: ImportOptions) -> ImportReport:
        self._gate.session(session_id, EDIT)
        if self._gate.principal.is_guest:
            options = replace(options, new_classes=False)
        return self._desk.take(session_id, upload_id, options, self._gate.principal)


class GuardedExports:
    """Implements Exports. Whoever may read a session may take it away; an export that runs is not only theirs to cancel."""

    def __init__(self, gate: Gate, desk: Exports) -> None:
        self._gate, self._desk = gate, desk

    def formats(self) -> list[ExportFormatInfo]:
        return self._desk.formats()

    def start(self, session_id: str, format_name: str, options: ExportOptions) -> Job:
        self._gate.session(session_id, READ)
        return self._desk.start(session_id, format_name, options)

    def get(self, job_id: str) -> Job:
        self._gate.job(job_id, READ)
        return self._desk.get(job_id)

    def of_session(self, session_id: str) -> list[Job]:
        self._gate.session(session_id, READ)
        return self._desk.of_session(session_id)

    def cancel(self, job_id: str) -> bool:
        self._gate.job(job_id, EDIT)
        return self._desk.cancel(job_id)

    def file(self, job_id: str) -> tuple[Path, str]:
        self._gate.job(job_id, READ)
        return self._desk.file(job_id)

    def manifest(self, job_id: str) -> tuple[Path, str]:
        self._gate.job(job_id, READ)
        return self._desk.manifest(job_id)


class GuardedCheckpoints:
    """Implements Checkpoints: they are the whole server's; guests start no downloads."""

    def __init__(self, gate: Gate, desk: Checkpoints) -> None:
        self._gate, self._desk = gate, desk

    def all(self) -> list[CheckpointInfo]:
        return self._desk.all()

    def start(self, name: str) -> CheckpointInfo:
        self._gate.something_of_their_own()
        return self._desk.start(name)

    def cancel(self, name: str) -> CheckpointInfo:
        self._gate.something_of_their_own()
        return self._desk.cancel(name)


class GuardedTrash:
    """Implements Trash: of what was theirs. How full the server is concerns those who have something in it."""

    def __init__(self, gate: Gate, desk: Trash) -> None:
        self._gate, self._desk = gate, desk

    def with_video(self, path: str) -> Deletion:
        self._gate.video(path, OWN)
        return self._desk.with_video(path)

    def with_session(self, session_id: str) -> Deletion:
        self._gate.session(session_id, OWN)
        return self._desk.with_session(session_id)

    def all(self) -> list[Deleted]:
        theirs = self._gate.deletions()
        return [one for one in self._desk.all() if one.trash_id in theirs]

    def restore(self, trash_id: str) -> None:
        self._gate.deletion(trash_id)
        self._desk.restore(trash_id)

    def delete_forever(self, trash_id: str) -> None:
        self._gate.deletion(trash_id)
        self._desk.delete_forever(trash_id)

    def storage(self) -> StorageUse:
        self._gate.something_of_their_own()
        return self._desk.storage()


class GuardedShares:
    """Implements Shares."""

    def __init__(self, gate: Gate, desk: ShareDesk) -> None:
        self._gate, self._desk = gate, desk

    def all(self, session_id: str) -> list[ShareLink]:
        self._gate.session(session_id, OWN)
        return self._desk.all(session_id)

    def create(self, session_id: str, right: Right) -> ShareLink:
        self._gate.session(session_id, OWN)
        return self._desk.create(session_id, right)

    def remove(self, share_id: str) -> None:
        self._gate.share(share_id)
        self._desk.remove(share_id)

    def known(self, share_ids: Sequence[str]) -> tuple[str, ...]:
        return self._desk.known(share_ids)

    def of_secret(self, secret: str) -> ShareLink:
        return self._desk.of_secret(secret)
