"""All use cases behind one gate. A use case that is added to Services is missing here until somebody says who may use it."""

from dataclasses import dataclass

from masklet.domain.access import Principal
from masklet.domain.tracking import EngineInfo
from masklet.service.access_interfaces import Shares
from masklet.service.config import Keeping, Limits
from masklet.service.file_interfaces import Checkpoints, Exports, MaskImports, SessionFiles
from masklet.service.guarded import files, objects, sessions
from masklet.service.guarded.gate import Gate
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
from masklet.service.mask_imports import MaskImportDesk
from masklet.service.object_interfaces import Classes, History, Marks, Objects
from masklet.service.overviews import OverviewDesk
from masklet.service.session_desk import SessionDesk
from masklet.service.session_opening import SessionOpening
from masklet.service.share_desk import ShareDesk
from masklet.service.trash_interfaces import Trash
from masklet.service.upload_desk import UploadDesk
from masklet.service.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Desks:
    """Those that are told whom what they make belongs to."""

    sessions: SessionDesk
    overviews: OverviewDesk
    uploads: UploadDesk
    opening: SessionOpening
    imports: MaskImportDesk
    shares: ShareDesk


class GuardedServices:
    """Implements Services for a principal who does not see all. Holds nothing: the whole is made anew for each request."""

    limits: Limits
    keeping: Keeping

    def __init__(self, whole: Services, gate: Gate, desks: Desks) -> None:
        self._whole = whole
        self.limits, self.keeping = whole.limits, whole.keeping
        self.sessions: Sessions = sessions.GuardedSessions(gate, desks.sessions)
        self.overviews: Overviews = sessions.GuardedOverviews(gate, desks.overviews)
        self.effects: Effects = sessions.GuardedEffects(gate, whole.effects)
        self.prompts: Prompts = sessions.GuardedPrompts(gate, whole.prompts)
        self.propagations: Propagations = sessions.GuardedPropagations(gate, whole.propagations)
        self.events: Events = sessions.GuardedEvents(gate, whole.events)
        self.history: History = sessions.GuardedHistory(gate, whole.history)
        self.objects: Objects = objects.GuardedObjects(gate, whole.objects)
        self.marks: Marks = objects.GuardedMarks(gate, whole.marks)
        self.classes: Classes = objects.GuardedClasses(gate, whole.classes)
        self.videos: Videos = files.GuardedVideos(gate, whole.videos)
        self.uploads: Uploads = files.GuardedUploads(gate, desks.uploads)
        self.session_files: SessionFiles = files.GuardedSessionFiles(gate, desks.opening)
        self.mask_imports: MaskImports = files.GuardedMaskImports(gate, desks.imports)
        self.exports: Exports = files.GuardedExports(gate, whole.exports)
        self.checkpoints: Checkpoints = files.GuardedCheckpoints(gate, whole.checkpoints)
        self.trash: Trash = files.GuardedTrash(gate, whole.trash)
        self.shares: Shares = files.GuardedShares(gate, desks.shares)
        self.readiness, self.states = whole.readiness, whole.states  # the server's own health, nobody's work

    def seen_by(self, principal: Principal) -> Services:
        """See Services."""
        return self._whole.seen_by(principal)

    def engines(self) -> list[EngineInfo]:
        """See Services."""
        return self._whole.engines()

    def default_engine(self) -> EngineInfo | None:
        """See Services."""
        return self._whole.default_engine()

    def image_size_of(self, engine: EngineInfo) -> int | None:
        """See Services."""
        return self._whole.image_size_of(engine)

    def close(self) -> None:
        """See Services."""
        self._whole.close()
