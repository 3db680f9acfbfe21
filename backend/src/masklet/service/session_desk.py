"""Sessions and their objects: started, read back, named, closed, deleted."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from masklet.domain.effects import without_object
from masklet.domain.errors import InvalidInput
from masklet.domain.history import EditKind, EditNote
from masklet.domain.masklet import FrameMasks
from masklet.domain.session import JobKind, Session, TrackedObject
from masklet.service.context import Context
from masklet.service.effect_desk import change_effects
from masklet.service.engine_list import EngineList
from masklet.service.event_desk import prompt_rows
from masklet.service.frames import all_masks, check_frame, size_of
from masklet.service.history_notes import note_of_update
from masklet.service.interfaces import MaskSummary, SessionSnapshot
from masklet.service.loading import SessionLoader
from masklet.service.marking import refuse_locked
from masklet.service.prompting import check_room, new_object
from masklet.service.propagating import PropagationDesk
from masklet.service.session_copy import duplicate
from masklet.service.trash_desk import TrashDesk

_FRAMES_A_READ = 32


class SessionDesk:
    """Implements Sessions."""

    def __init__(
        self,
        context: Context,
        loader: SessionLoader,
        propagations: PropagationDesk,
        trash: TrashDesk,
        engines: EngineList,
    ) -> None:
        self._context = context
        self._loader = loader
        self._propagations = propagations
        self._trash = trash
        self._engines = engines

    def start(
        self, video_path: str, engine: str | None, image_size: int | None = None, owner: str | None = None
    ) -> Session:
        """See Sessions. The worker opens it at the first prompt. It belongs to `owner`."""
        context = self._context
        with context.database.read() as tx:
            video = tx.videos.get(video_path)
        chosen = self._engines.choose(engine, image_size)
        now = context.clock()
        session = Session(context.new_id(), video_path, chosen, video.title, now, now, owner)
        with context.database.write(durable=True) as tx:
            tx.sessions.add(session, tx.videos.id_of(video_path))
        return session

    def duplicate(self, session_id: str, name: str | None, owner: str | None = None) -> Session:
        """See Sessions. The copy belongs to `owner`."""
        return duplicate(self._context, session_id, name, owner)

    def all(self, video_path: str | None) -> list[Session]:
        """See Sessions. Raises VideoNotFound."""
        with self._context.database.read() as tx:
            if video_path is not None:
                tx.videos.get(video_path)
            return tx.sessions.all(video_path)

    def get(self, session_id: str) -> Session:
        """See Sessions."""
        with self._context.database.read() as tx:
            return tx.sessions.get(session_id)

    def snapshot(self, session_id: str) -> SessionSnapshot:
        """See Sessions."""
        with self._context.database.read() as tx:
            session = tx.sessions.get(session_id)
            runs = tx.masks.runs(session_id)
            objects = tx.objects.all(session_id)
            return SessionSnapshot(
                session=session,
                video=tx.videos.get(session.video_path),
                objects=objects,
                prompts=prompt_rows(tx, session_id),
                masks=tuple(MaskSummary(o.object_id, tuple(runs.get(o.object_id, ()))) for o in objects),
                job=tx.jobs.newest(session_id, JobKind.PROPAGATION),
                cursor=tx.sessions.cursor(session_id),
            )

    def rename(self, session_id: str, name: str) -> Session:
        """See Sessions."""
        note = EditNote(EditKind.RENAME_SESSION, detail=name)
        with self._context.edit(session_id, note) as tx:
            tx.sessions.rename(session_id, name, self._context.clock())
            return tx.sessions.get(session_id)

    def close(self, session_id: str) -> bool:
        """See Sessions. A propagation under way keeps the device and goes on."""
        with self._context.database.read() as tx:
            if tx.sessions.find(session_id) is None:
                return False
        if not self._propagations.is_running(session_id):
            self._loader.forget(session_id)
        return True

    def delete(self, session_id: str) -> str | None:
        """See Sessions."""
        return self._trash.put_session(session_id)

    def update_object(self, session_id: str, object_id: int, name: str | None, colour: str | None) -> TrackedObject:
        """See Sessions. Raises LimitExceeded."""
        context = self._context
        with context.locks.hold(session_id), context.database.read() as tx:
            note = note_of_update(object_id, tx.objects.find(session_id, object_id), name, colour)
        with context.locks.hold(session_id), context.edit(session_id, note) as tx:
            check_room(tx, session_id, object_id, context.limits.max_objects)
            if tx.objects.find(session_id, object_id) is None:
                tx.objects.add(session_id, new_object(object_id))
            known = tx.objects.get(session_id, object_id)
            tracked = replace(known, name=name or known.name, colour=colour or known.colour)
            tx.objects.replace(session_id, tracked)
            tx.events.objects_changed(session_id, context.clock())
        return tracked

    def remove_object(self, session_id: str, object_id: int) -> list[FrameMasks]:
        """See Sessions."""
        context = self._context
        with context.locks.hold(session_id):
            with context.edit(session_id, EditNote(EditKind.REMOVE_OBJECT, object_id)) as tx:
                size = size_of(tx.sessions.video(session_id))
                known = tx.objects.find(session_id, object_id)
                if known is None:
                    return []
                refuse_locked(known)
                prompted = tx.prompts.frames_of(session_id).get(object_id, [])
                tx.objects.remove(session_id, object_id)
                change_effects(tx, session_id, lambda stack: without_object(stack, object_id), context.clock())
                tx.events.masks_cleared(session_id, object_id, context.clock())
                tx.events.objects_changed(session_id, context.clock())
                others = tx.objects.count(session_id)
                frames = [all_masks(tx, session_id, at, size) for at in prompted] if others else []
            self._loader.tell(session_id, lambda worker: worker.remove_object(session_id, object_id))
        return frames

    def masks(self, session_id: str, object_ids: Sequence[int] | None, start: int, stop: int) -> Iterator[FrameMasks]:
        """See Sessions. Raises FrameOutOfRange, InvalidInput at once. Read a few frames at a time, whoever reads them slowly."""
        with self._context.database.read() as tx:
            video = tx.sessions.video(session_id)
        check_frame(start, video)
        check_frame(stop, video)
        if stop < start:
            raise InvalidInput("The last frame lies before the first.")
        return self._masks(session_id, object_ids, start, stop, size_of(video))

    def frame_masks(self, session_id: str, frame_index: int) -> FrameMasks:
        """See Sessions."""
        with self._context.database.read() as tx:
            video = tx.sessions.video(session_id)
            check_frame(frame_index, video)
            return all_masks(tx, session_id, frame_index, size_of(video))

    def _masks(
        self, session_id: str, object_ids: Sequence[int] | None, start: int, stop: int, size: tuple[int, int]
    ) -> Iterator[FrameMasks]:
        for first in range(start, stop + 1, _FRAMES_A_READ):
            last = min(stop, first + _FRAMES_A_READ - 1)
            with self._context.database.read() as tx:
                frames = list(tx.masks.frames(session_id, object_ids, first, last, size))
            yield from frames
