"""Wires the use cases together and ends them together."""

import time
from pathlib import Path

from masklet.domain.access import Principal
from masklet.domain.export import ExportRequest
from masklet.domain.export_options import ExportOptions
from masklet.domain.ids import IdSource, random_id
from masklet.domain.mask_import import ImportOptions, ImportReport
from masklet.domain.preparation import OnProgress
from masklet.domain.tracking import EngineInfo
from masklet.service.access_interfaces import Shares
from masklet.service.backup import clean_up
from masklet.service.changes import Changes
from masklet.service.checkpoint_desk import CheckpointDesk
from masklet.service.class_desk import ClassDesk
from masklet.service.config import Folders, Keeping, Limits, Weights
from masklet.service.context import Clock, Context
from masklet.service.data_lock import ServerMark
from masklet.service.effect_desk import EffectDesk
from masklet.service.engine_list import EngineList
from masklet.service.event_desk import EventDesk
from masklet.service.exporting import ExportDesk
from masklet.service.file_interfaces import Checkpoints, Exports, MaskImports, SessionFiles
from masklet.service.guarded.gate import Gate
from masklet.service.guarded.services import Desks, GuardedServices
from masklet.service.health_interfaces import Readiness, StudioStates
from masklet.service.history_desk import HistoryDesk
from masklet.service.interfaces import (
    Effects,
    Events,
    Overviews,
    Prompts,
    Propagations,
    Services,
    Sessions,
    Videos,
)
from masklet.service.loading import SessionLoader
from masklet.service.mark_desk import MarkDesk
from masklet.service.mask_imports import MaskImportDesk
from masklet.service.object_desk import ObjectDesk
from masklet.service.object_interfaces import Classes, History, Marks, Objects
from masklet.service.overviews import OverviewDesk
from masklet.service.prompting import PromptDesk
from masklet.service.propagating import PropagationDesk
from masklet.service.readiness import ReadinessDesk
from masklet.service.room import Room
from masklet.service.session_desk import SessionDesk
from masklet.service.session_locks import SessionLocks
from masklet.service.session_opening import SessionOpening
from masklet.service.share_desk import ShareDesk
from masklet.service.studio_state import StateDesk
from masklet.service.trash_desk import TrashDesk
from masklet.service.trash_interfaces import Trash
from masklet.service.upload_desk import UploadDesk
from masklet.service.uploads import Uploads
from masklet.service.video_desk import VideoDesk
from masklet.store.database import Database
from masklet.store.media import MediaFiles, storage_errors
from masklet.workers.interface import CheckpointWorker, EngineWorker, MediaWorker

DATABASE_NAME = "masklet.sqlite"
_CLOSE_TIMEOUT_S = 5.0
_DOWNLOAD_TIMEOUT_S = 0.5  # then it is broken off with its worker; what came is on the disk


class ServiceSet:
    """Implements Services. Owns the workers and the database it was built with."""

    limits: Limits
    keeping: Keeping
    videos: Videos
    uploads: Uploads
    sessions: Sessions
    overviews: Overviews
    session_files: SessionFiles
    mask_imports: MaskImports
    prompts: Prompts
    effects: Effects
    objects: Objects
    marks: Marks
    classes: Classes
    propagations: Propagations
    exports: Exports
    events: Events
    checkpoints: Checkpoints
    history: History
    readiness: Readiness
    states: StudioStates
    shares: Shares
    trash: Trash

    def __init__(
        self, context: Context, engine_list: EngineList, heartbeat_s: float, least_free_bytes: int = 0
    ) -> None:
        self._context = context
        loader = SessionLoader(context)
        self._engine_list = engine_list
        self._propagation_desk = PropagationDesk(context, loader, engine_list, heartbeat_s)
        self._export_desk = ExportDesk(context)
        self._upload_desk = UploadDesk(context)
        self._trash_desk = TrashDesk(context, loader, self._propagation_desk, self._export_desk)
        sessions = SessionDesk(context, loader, self._propagation_desk, self._trash_desk, self._engine_list)
        self._video_desk = VideoDesk(context, self._trash_desk)
        self.trash = self._trash_desk
        self.limits, self.keeping = context.limits, context.keeping
        self.videos, self.uploads, self.sessions = self._video_desk, self._upload_desk, sessions
        overviews = OverviewDesk(context)
        self.overviews = overviews
        self._opening = SessionOpening(context, self._upload_desk, engine_list)
        self.session_files = self._opening
        self._import_desk = MaskImportDesk(context, loader, self._propagation_desk, self._upload_desk)
        self.mask_imports = self._import_desk
        self.prompts = PromptDesk(context, loader, self._propagation_desk)
        self.effects = EffectDesk(context)
        self.objects = ObjectDesk(context, loader, self._propagation_desk)
        shares = ShareDesk(context)
        self.shares = shares
        self._desks = Desks(sessions, overviews, self._upload_desk, self._opening, self._import_desk, shares)
        self.marks, self.classes = MarkDesk(context, loader), ClassDesk(context)
        self.propagations, self.exports = self._propagation_desk, self._export_desk
        self.events = EventDesk(context, heartbeat_s)
        self.history = HistoryDesk(context, loader, self._propagation_desk)
        self._checkpoint_desk = CheckpointDesk(context.checkpoint_worker, context.clock, engine_list.refresh)
        self.checkpoints = self._checkpoint_desk
        self.readiness = ReadinessDesk(context, least_free_bytes)
        self.states = StateDesk(context, self._propagation_desk.count)
        self._server_mark = ServerMark(context.folders.data)

    def seen_by(self, principal: Principal) -> Services:
        """See Services."""
        if principal.sees_all:
            return self
        return GuardedServices(self, Gate(self._context.database, principal), self._desks)

    def adopt(self, owner: str) -> tuple[int, int]:
        """What is nobody's belongs to this person from now on. How many sessions and videos that were; samples stay as they are."""
        with self._context.database.write(durable=True) as tx:
            orphans = [session.session_id for session in tx.sessions.all(None) if session.owner is None]
            videos = tx.videos.owned_by(None)
            tx.sessions.adopt(orphans, owner)
            tx.videos.adopt(videos, owner)
        return len(orphans), len(videos)

    def engines(self) -> list[EngineInfo]:
        """See Services."""
        return self._engine_list.all()

    def default_engine(self) -> EngineInfo | None:
        """See Services."""
        return self._engine_list.default()

    def image_size_of(self, engine: EngineInfo) -> int | None:
        """See Services."""
        return self._engine_list.image_size_of(engine)

    def ensure_samples(self, on_progress: OnProgress) -> None:
        """Make the gallery's clips where they are missing; the server can serve meanwhile."""
        self._video_desk.ensure_samples(on_progress)

    def write_export(
        self, session_id: str, format_name: str, options: ExportOptions, folder: Path, on_progress: OnProgress
    ) -> tuple[ExportRequest, str]:
        """Without a job, for programs beside the server: see ExportDesk.write."""
        return self._export_desk.write(session_id, format_name, options, folder, on_progress)

    def import_file(self, session_id: str, source: Path, file_name: str, options: ImportOptions) -> ImportReport:
        """Of this machine, for programs beside the server: see MaskImportDesk.take_file."""
        return self._import_desk.take_file(session_id, source, file_name, options)

    def go_on(self) -> None:
        """At start, by the one process that serves: remove what a dead one left half done, go on with its jobs."""
        with storage_errors():
            self._server_mark.hold()
        with self._context.database.read() as tx:
            known = tx.videos.ids()
        self._context.media.sweep(known)
        clean_up(self._context.folders.data)
        self._upload_desk.sweep()
        self._propagation_desk.resume()
        self._export_desk.resume()
        self._trash_desk.start()

    def end_streams(self) -> None:
        """Whoever follows something is told that it is over."""
        self._context.changes.close()

    def close(self) -> None:
        """See Services. Ends in about ten seconds at most: a step that takes longer is broken off with its worker."""
        self._context.changes.close()
        self._trash_desk.close()
        self._upload_desk.close()
        self._opening.close()
        self._import_desk.close()
        self._checkpoint_desk.close(_DOWNLOAD_TIMEOUT_S)
        self._propagation_desk.close(_CLOSE_TIMEOUT_S)
        self._export_desk.close(_CLOSE_TIMEOUT_S)
        self._context.engine_worker.close()
        self._context.media_worker.close()
        self._context.checkpoint_worker.close()
        self._propagation_desk.close(_CLOSE_TIMEOUT_S)
        self._export_desk.close(_CLOSE_TIMEOUT_S)
        self._context.database.close()
        self._server_mark.release()


def build(
    *,
    folders: Folders,
    limits: Limits,
    engine_worker: EngineWorker,
    media_worker: MediaWorker,
    checkpoint_worker: CheckpointWorker,
    keeping: Keeping = Keeping(),  # noqa: B008 - frozen
    keep_originals: bool = True,
    default_engine: str | None = None,
    image_size: int | None = None,
    weights: Weights = Weights(),  # noqa: B008 - frozen
    clock: Clock = time.time,
    new_id: IdSource = random_id,
    heartbeat_s: float = 2.0,
    least_free_bytes: int = 0,
) -> ServiceSet:
    """All use cases on a data folder, its tables migrated. Starts nothing: call `go_on` where requests are served.

    `default_engine` and `image_size` are for sessions that name none (None: the best engine, its full size). `least_free_bytes` see ReadinessDesk. Raises DataTooNew, StorageFull.
    """
    for folder in (folders.data, folders.incoming, folders.exports):
        folder.mkdir(parents=True, exist_ok=True)
    database = Database(folders.data / DATABASE_NAME)
    database.migrate()
    context = Context(
        database=database,
        media=MediaFiles(folders.videos, new_id),
        engine_worker=engine_worker,
        media_worker=media_worker,
        checkpoint_worker=checkpoint_worker,
        folders=folders,
        limits=limits,
        keeping=keeping,
        room=Room(folders.data, keeping, lambda: _trash_size(database)),
        changes=Changes(),
        locks=SessionLocks(),
        clock=clock,
        new_id=new_id,
        keep_originals=keep_originals,
        weights=weights,
    )
    return ServiceSet(
        context, EngineList(engine_worker, clock, default_engine, image_size), heartbeat_s, least_free_bytes
    )


def _trash_size(database: Database) -> int:
    with database.read() as tx:
        return tx.trash.size()
