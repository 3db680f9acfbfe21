"""Receives files, has them prepared one after the other, and tells how far they are. Progress lives in memory only."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from masklet.domain.access import EVERYONE, Principal
from masklet.domain.errors import InvalidInput, LimitExceeded, UploadNotFound, WorkerFailed
from masklet.domain.preparation import PrepareRequest
from masklet.domain.video import Video
from masklet.service import server_folder
from masklet.service.context import Context
from masklet.service.reception import Reception, too_large
from masklet.service.titles import suffix_of, title_from
from masklet.service.uploads import UploadProgress, UploadState
from masklet.store.media import storage_errors
from masklet.workers.computing import waiting

KEPT_S = 24 * 3600.0


class UploadDesk:
    """Implements Uploads. Preparations wait for each other: one uses the machine well enough."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._guard = threading.Lock()
        self._receptions: dict[tuple[str, str], Reception] = {}  # by who holds it, and id
        self._turn = threading.Lock()
        self._is_closed = threading.Event()

    def begin(
        self, upload_id: str | None, file_name: str, total_bytes: int | None, asker: Principal = EVERYONE
    ) -> Reception:
        """See Uploads. Raises LimitExceeded, QuotaExceeded and StorageFull before the first byte where the size is told."""
        context = self._context
        key = context.new_id() if upload_id is None else _parse_id(upload_id)
        limit = context.limits.max_upload_bytes
        part = context.folders.incoming / f"{context.new_id()}.part"  # the id is a client's, and perhaps another's too
        reception = Reception(key, file_name, part, total_bytes, limit, context.clock, context.room.claim)
        self._register(reception, asker)
        try:
            self._check_size(total_bytes)
            reception.begin()
        except Exception as error:
            reception.fail(error)
            raise
        return reception

    def prepare(
        self, upload_id: str, start_s: float | None, duration_s: float | None, asker: Principal = EVERYONE
    ) -> Video:
        """See Uploads."""
        reception = self._get(upload_id, asker)
        reception.claim()
        try:
            with waiting(), self._turn:
                video = self._make(reception, start_s, duration_s)
        except LimitExceeded as error:
            duration = error.details.get("duration_s")
            if isinstance(duration, int | float):
                reception.need_range(float(duration))
            else:
                reception.fail(error)
            raise
        except BaseException as error:
            reception.fail(error if isinstance(error, Exception) else RuntimeError("The server stops."))
            raise
        reception.succeed(video.path)
        return video

    @contextmanager
    def claimed(self, upload_id: str, asker: Principal = EVERYONE) -> Iterator[Reception]:
        """A received file that becomes something else than a video; whoever takes it says when it succeeded."""
        reception = self._get(upload_id, asker)
        reception.claim()
        try:
            yield reception
        except BaseException as error:
            reception.fail(error if isinstance(error, Exception) else RuntimeError("The server stops."))
            raise

    def progress(self, upload_id: str, asker: Principal = EVERYONE) -> UploadProgress:
        """See Uploads."""
        return self._get(upload_id, asker).progress()

    def folder_entries(self) -> Iterator[str]:
        """See Uploads."""
        return (path.name for path in server_folder.entries(self._context.folders.imports))

    def open_from_folder(
        self,
        name: str,
        upload_id: str | None,
        start_s: float | None,
        duration_s: float | None,
        asker: Principal = EVERYONE,
    ) -> Video:
        """See Uploads. The file stays where it is and is not kept a second time. Raises VideoNotFound."""
        source = server_folder.find(self._context.folders.imports, name)
        key = self._context.new_id() if upload_id is None else _parse_id(upload_id)
        self._register(Reception.of_server_file(key, source, self._context.clock), asker)
        return self.prepare(key, start_s, duration_s, asker)

    def sweep(self) -> None:
        """At start: remove what a dead process was receiving."""
        for file in self._context.folders.incoming.iterdir():
            if file.is_file():
                file.unlink()

    def close(self) -> None:
        """Break off preparations."""
        self._is_closed.set()

    def _get(self, upload_id: str, asker: Principal = EVERYONE) -> Reception:
        held = asker.holder
        with self._guard:
            reception = self._receptions.get((held, upload_id)) or self._receptions.get((held, upload_id.lower()))
        if reception is None:
            raise UploadNotFound("There is no such upload; it may be too long ago.")
        return reception

    def _register(self, reception: Reception, asker: Principal) -> None:
        """Raises InvalidInput for an id that was used. Old uploads that nobody came back for go."""
        now = self._context.clock()
        with self._guard:
            for key, old in list(self._receptions.items()):
                if old.state is not UploadState.PREPARING and now - old.touched_at > KEPT_S:
                    old.discard()
                    del self._receptions[key]
            if (asker.holder, reception.upload_id) in self._receptions:
                raise InvalidInput("This upload id was used already.")
            reception.owner = asker.owner
            self._receptions[asker.holder, reception.upload_id] = reception

    def _check_size(self, total_bytes: int | None) -> None:
        limit = self._context.limits.max_upload_bytes
        if total_bytes is not None and total_bytes > limit:
            raise too_large(limit)
        self._context.room.check(total_bytes or 1)

    def _make(self, reception: Reception, start_s: float | None, duration_s: float | None) -> Video:
        """Once more where the worker died: its death may have had nothing to do with this file."""
        try:
            return self._make_once(reception, start_s, duration_s)
        except WorkerFailed:
            if self._is_closed.is_set():
                raise
            return self._make_once(reception, start_s, duration_s)

    def _make_once(self, reception: Reception, start_s: float | None, duration_s: float | None) -> Video:
        context = self._context
        video_id = context.new_id()
        path = f"uploads/{video_id}.mp4"
        with context.media.staging() as staged:
            request = self._request(reception, path, staged, start_s, duration_s)
            with context.room.watched(self._is_closed.is_set) as is_cancelled:
                made = context.media_worker.prepare(request, reception.on_progress, is_cancelled)
            video = replace(made, path=path, title=title_from(reception.file_name))
            if context.keep_originals and reception.is_ours:
                with storage_errors():
                    reception.source.rename(staged / f"original{suffix_of(reception.file_name)}")
            context.media.publish(staged, video_id)
        try:
            with context.database.write(durable=True) as tx:
                tx.videos.put(video_id, video, None, context.clock(), reception.owner)
        except BaseException:
            context.media.delete(video_id)
            raise
        return video

    def _request(
        self, reception: Reception, path: str, staged: Path, start_s: float | None, duration_s: float | None
    ) -> PrepareRequest:
        limits = self._context.limits
        return PrepareRequest(
            source=str(reception.source),
            file_name=reception.file_name,
            video_path=path,
            out_dir=str(staged),
            start_s=start_s,
            duration_s=duration_s,
            max_duration_s=limits.max_duration_s,
            max_long_side=limits.max_long_side,
            max_short_side=limits.max_short_side,
            max_source_pixels=limits.max_source_pixels,
            image_rate=limits.image_rate,
        )


def _parse_id(upload_id: str) -> str:
    """A UUID in its usual form. Raises InvalidInput."""
    try:
        return str(uuid.UUID(upload_id))
    except ValueError as error:
        raise InvalidInput("An upload id is a UUID.") from error
