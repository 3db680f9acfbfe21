"""Opens session files: the whole of one is checked, its clip found or taken in, then the session is stored at once or not at all."""

import hashlib
import threading
from collections.abc import Container
from dataclasses import replace
from pathlib import Path

from masklet.domain.access import EVERYONE, Principal
from masklet.domain.effects import EffectStack, layers_text
from masklet.domain.errors import InvalidInput, LimitExceeded, UnknownExport
from masklet.domain.session import Session, TrackedObject
from masklet.domain.session_file import VIDEO, FiledObject, Manifest
from masklet.domain.tracking import engine_and_size
from masklet.domain.video import Video
from masklet.service.class_desk import class_named
from masklet.service.context import Context
from masklet.service.engine_list import EngineList
from masklet.service.session_file import SessionFile
from masklet.service.titles import MAX_NAME, MAX_TITLE, clean_name
from masklet.service.upload_desk import UploadDesk
from masklet.store.transaction import Transaction
from masklet.workers.computing import waiting


class SessionOpening:
    """Implements SessionFiles. One file after the other: reading one uses the machine well enough."""

    def __init__(self, context: Context, uploads: UploadDesk, engines: EngineList) -> None:
        self._context, self._uploads, self._engines = context, uploads, engines
        self._turn = threading.Lock()
        self._is_closed = threading.Event()

    def open(self, upload_id: str, asker: Principal = EVERYONE, seen: Container[str] | None = None) -> Session:
        """See SessionFiles. `seen`: the videos that whoever asks may see; None: all. No other is said to be here."""
        with self._uploads.claimed(upload_id, asker) as reception, waiting(), self._turn:
            with SessionFile(reception.source, self._context.limits.max_upload_bytes) as file:
                self._check(file)
                session = self._store(file, asker.owner, seen)
            reception.succeed(session.video_path)
        return session

    def close(self) -> None:
        """Break off."""
        self._is_closed.set()

    def _check(self, file: SessionFile) -> None:
        limits, manifest = self._context.limits, file.manifest
        if len(manifest.objects) > limits.max_objects:
            raise LimitExceeded(
                f"At most {limits.max_objects} objects are kept.", reason="objects", limit=limits.max_objects
            )
        self._check_effects(manifest.effects)
        points = file.check()
        if points > limits.max_points:
            raise LimitExceeded(
                f"At most {limits.max_points} points a frame are kept.", reason="points", limit=limits.max_points
            )

    def _check_effects(self, stack: EffectStack | None) -> None:
        if stack is None:
            return
        try:
            self._context.media_worker.check_effects(layers_text(stack))
        except UnknownExport as error:
            raise InvalidInput(
                f"The effects of this session file do not fit. {error.message}", part="effects"
            ) from error

    def _store(self, file: SessionFile, owner: str | None, seen: Container[str] | None) -> Session:
        """A clip that comes along is stored in one transaction with the session: kill -9 leaves both or none."""
        known = self._known_video(file.manifest, seen)
        if known is not None:
            return self._store_session(file, known, None, owner)
        video, video_id = self._take_in(file)
        try:
            return self._store_session(file, video, video_id, owner)
        except BaseException:
            self._context.media.delete(video_id)
            raise

    def _known_video(self, manifest: Manifest, seen: Container[str] | None) -> Video | None:
        """A clip of this server with the same bytes; only those of the same shape are read for it."""
        wanted = manifest.video
        shape = (wanted.width, wanted.height, wanted.frame_count, wanted.frame_rate)
        with self._context.database.read() as tx:
            known = [one for one in tx.videos.all() if seen is None or one.path in seen]
            alike = [(one, tx.videos.id_of(one.path)) for one in known if _shape(one) == shape]
        for video, video_id in alike:
            if _sha256(self._context.media.folder(video_id) / VIDEO) == manifest.video_sha256:
                return video
        return None

    def _take_in(self, file: SessionFile) -> tuple[Video, str]:
        """The files of the clip that is inside, as an upload's; no row yet. Raises InvalidInput when there is none."""
        context, wanted = self._context, file.manifest.video
        if not file.has_video:
            raise InvalidInput(_without_video(wanted), reason="noVideo", name=wanted.title[:MAX_TITLE])
        self._check_limits(wanted)
        video_id = context.new_id()
        path = f"uploads/{video_id}.mp4"
        with context.media.staging() as staged:
            pixels = context.limits.max_source_pixels
            with context.room.watched(self._is_closed.is_set) as is_cancelled:
                file.unpack_video(staged)
                found = context.media_worker.take_in(wanted, str(staged), pixels, is_cancelled)
            video = replace(found, path=path, title=clean_name(wanted.title[:MAX_TITLE]))
            context.media.publish(staged, video_id)
        return video, video_id

    def _check_limits(self, video: Video) -> None:
        limits = self._context.limits
        long, short = max(video.width, video.height), min(video.width, video.height)
        if long > limits.max_long_side + 1 or short > limits.max_short_side + 1:  # padding may add a pixel
            raise LimitExceeded(
                f"The clip of this session is {video.width} × {video.height} pixels; "
                f"this server takes up to {limits.max_long_side} × {limits.max_short_side}.",
                reason="clipSize",
                width=video.width,
                height=video.height,
                most_width=limits.max_long_side,
                most_height=limits.max_short_side,
            )
        if video.duration_s > limits.max_duration_s + 1:
            most = limits.max_duration_s
            raise LimitExceeded(
                f"The clip of this session is longer than {most:g} s.", reason="clipLength", limit_s=most
            )

    def _store_session(self, file: SessionFile, video: Video, new_video_id: str | None, owner: str | None) -> Session:
        context, manifest = self._context, file.manifest
        now = context.clock()
        name = clean_name(manifest.session_name[:MAX_NAME])
        session = Session(context.new_id(), video.path, self._engine(manifest.engine), name, now, now, owner)
        with context.database.write(durable=True) as tx:
            if new_video_id is not None:
                tx.videos.put(new_video_id, video, None, now, owner)
            tx.sessions.add(session, tx.videos.id_of(video.path))
            for filed in manifest.objects:
                tx.objects.add(session.session_id, self._object(tx, filed))
            if manifest.effects is not None:
                tx.effects.put(session.session_id, manifest.effects)
            for prompt in file.prompts():
                tx.prompts.put(session.session_id, prompt.object_id, prompt.frame_index, prompt.prompt)
            tx.masks.add_all(session.session_id, file.frames())
        return session

    def _object(self, tx: Transaction, filed: FiledObject) -> TrackedObject:
        """With a class of this server: of the same name, else made."""
        name = clean_name(filed.tracked.name[:MAX_NAME])
        if filed.object_class is None:
            return replace(filed.tracked, name=name)
        class_name, colour = filed.object_class
        its_class = class_named(self._context, tx, clean_name(class_name[:MAX_NAME]), colour.lower())
        return replace(filed.tracked, name=name, class_id=its_class.class_id)

    def _engine(self, kept: str) -> str:
        """The engine that the session had, if this server knows it; else what a new session gets."""
        name, size = engine_and_size(kept)
        known = next((one for one in self._engines.all() if one.name == name), None)
        if known is None or (size is not None and size not in known.image_sizes):
            return self._engines.choose(None)
        return kept


def _shape(video: Video) -> tuple[object, ...]:
    return video.width, video.height, video.frame_count, video.frame_rate


def _sha256(path: Path) -> str:
    """Empty where the file is missing."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _without_video(video: Video) -> str:
    clip = f"“{video.title[:MAX_TITLE]}” ({video.width} × {video.height}, {video.frame_count} frames)"
    return f"This session was saved without its video and needs the clip {clip}, which is not here. Save it with the video."
