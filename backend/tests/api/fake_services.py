"""A small Services in memory: one sample, one upload, masks made from constants. Implements the Protocols, computes nothing."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from fake_checkpoints import FakeCheckpoints
from fake_effects import FakeEffects
from fake_engines import ENGINES
from fake_events import FakeEvents
from fake_health import FakeReadiness, FakeStates
from fake_history import EDITS, FakeHistory
from fake_media import FRAMES, HEIGHT, SAMPLE, WIDTH, FakeUploads, FakeVideos
from fake_objects import FakeClasses, FakeMarks, FakeObjects
from fake_shares import FakeShares
from fake_trash import FakeTrash

from masklet.domain.deletion import DeletedKind
from masklet.domain.errors import (
    EngineUnavailable,
    InvalidInput,
    JobNotFound,
    NothingToPropagate,
    PropagationRunning,
    SessionNotFound,
    UnknownExport,
)
from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.domain.mask_import import (
    ImportedObject,
    ImportFormatInfo,
    ImportProblem,
    ImportReport,
    ProblemKind,
    Problems,
)
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.prompt import Prompt
from masklet.domain.session import Job, JobKind, JobState, Session, TrackedObject
from masklet.service.config import Keeping, Limits
from masklet.service.frames import check_frame
from masklet.service.interfaces import (
    EffectsChanged,
    FrameMasksChanged,
    HistoryChanged,
    JobChanged,
    MasksCleared,
    MaskSummary,
    ObjectsChanged,
    PlannedStretch,
    PromptRow,
    SessionDeleted,
    SessionOverview,
    SessionSnapshot,
)
from masklet.service.prompting import check_count, check_question

MASK = ObjectMask(Rle(HEIGHT, WIDTH, "PQ1"), 0.5)


def masks(frame_index, object_ids):
    return FrameMasks(frame_index, dict.fromkeys(object_ids, MASK))


class FakeSessions:
    def __init__(self, videos):
        self.videos, self.rows, self.snapshots = videos, {}, 0

    def start(self, video_path, engine, image_size=None):
        if engine not in (None, "flow"):
            raise EngineUnavailable("There is no such engine.")
        if image_size is not None:
            raise InvalidInput("It has no image size to choose.")
        self.videos.get(video_path)
        made = Session(f"s{len(self.rows)}", video_path, engine or "flow", "A session", 1.0, 2.0)
        self.rows[made.session_id] = made
        return made

    def duplicate(self, session_id, name):
        source = self.get(session_id)
        made = replace(source, session_id=f"s{len(self.rows)}", name=name or f"{source.name} copy")
        self.rows[made.session_id] = made
        return made

    def all(self, video_path):
        return [row for row in self.rows.values() if video_path in (None, row.video_path)]

    def get(self, session_id):
        if session_id not in self.rows:
            raise SessionNotFound("There is no such session.")
        return self.rows[session_id]

    def check_frame(self, session_id, frame_index):
        check_frame(frame_index, self.videos.get(self.get(session_id).video_path))

    def snapshot(self, session_id):
        self.snapshots += 1
        session = self.get(session_id)
        prompt = PromptRow(1, 3, Prompt())
        objects = (TrackedObject(1, "Fish", "#112233"),)
        runs = (MaskSummary(1, ((0, 4), (6, 9))),)
        return SessionSnapshot(session, self.videos.get(session.video_path), objects, (prompt,), runs, None, 7)

    def rename(self, session_id, name):
        self.rows[session_id] = replace(self.get(session_id), name=name)
        return self.rows[session_id]

    def close(self, session_id):
        return session_id in self.rows

    def delete(self, session_id):
        self.get(session_id)
        return self.trash.take(DeletedKind.SESSION, self.rows[session_id].name, self.rows, session_id)

    def update_object(self, session_id, object_id, name, colour):
        self.get(session_id)
        return TrackedObject(object_id, name or "Object 1", colour or "#445566")

    def remove_object(self, session_id, object_id):
        self.get(session_id)
        return [masks(3, [0])] if object_id == 1 else []

    def masks(self, session_id, object_ids, start, stop):
        self.check_frame(session_id, start)
        self.check_frame(session_id, stop)
        return (masks(index, object_ids or [1, 2]) for index in range(start, stop + 1))

    def frame_masks(self, session_id, frame_index):
        return masks(frame_index, [1])


class FakeOverviews:
    def __init__(self, sessions):
        self.sessions, self.readings = sessions, 0
        self.asleep = set()

    def all(self, video_path):
        self.readings += 1
        return [self._of(row) for row in self.sessions.all(video_path)]

    def get(self, session_id):
        self.readings += 1
        return self._of(self.sessions.get(session_id))

    def _of(self, row):
        objects = (TrackedObject(1, "Fish", "#112233"),)
        return SessionOverview(
            row, self.sessions.videos.get(row.video_path), objects, 8, True, None, 5, row.session_id in self.asleep
        )


class FakeSessionFiles:
    def __init__(self, uploads, sessions):
        self.uploads, self.sessions, self.opened = uploads, sessions, []

    def open(self, upload_id):
        if self.uploads.incoming[upload_id].received == b"bad":
            raise InvalidInput("This is no session file.")
        self.uploads.incoming[upload_id].claimed = True
        self.opened.append(upload_id)
        return self.sessions.start(SAMPLE, None)


class FakeMaskImports:
    """ "bad" is no file of masks; of any other two masks are taken, and one is not."""

    def __init__(self, uploads, sessions):
        self.uploads, self.sessions, self.taken = uploads, sessions, []

    def formats(self):
        return [ImportFormatInfo("coco", "COCO JSON", "Instances.", (".json", ".zip"))]

    def take(self, session_id, upload_id, options):
        self.sessions.get(session_id)
        if self.uploads.incoming[upload_id].received == b"bad":
            raise InvalidInput("It holds no masks.", reason="noMasks", name="a.json")
        self.uploads.incoming[upload_id].claimed = True
        self.taken.append((upload_id, options))
        problem = ImportProblem("annotation 3", ProblemKind.FRAME, {"number": 99, "last": 19})
        return ImportReport("coco", (ImportedObject(4, "koi", True, 2, 0, 1),), 2, Problems((problem,), 1))


class FakePrompts:
    def __init__(self, sessions, limits):
        self.sessions, self.limits, self.calls, self.questions = sessions, limits, [], []

    def set_points(self, session_id, object_id, frame_index, points, clear_old):
        self.sessions.check_frame(session_id, frame_index)
        check_count(points, self.limits.max_points)
        self.calls.append((session_id, object_id, frame_index, list(points), clear_old))
        return masks(frame_index, [2, object_id])

    def candidates(self, session_id, frame_index, prompt, most):
        self.sessions.check_frame(session_id, frame_index)
        check_question(prompt, most, self.limits.max_points)
        self.questions.append((session_id, frame_index, prompt, most))
        return (MASK, replace(MASK, object_score=0.25))[:most]

    def set_box(self, session_id, object_id, frame_index, box):
        self.calls.append((session_id, object_id, frame_index, box))
        return masks(frame_index, [object_id])

    def set_mask(self, session_id, object_id, frame_index, mask):
        self.sessions.check_frame(session_id, frame_index)
        self.calls.append((session_id, object_id, frame_index, mask))
        return masks(frame_index, [object_id])

    def clear_frame(self, session_id, object_id, frame_index):
        return masks(frame_index, [object_id])

    def clear_video(self, session_id):
        self.sessions.get(session_id)


def job(session_id, kind=JobKind.PROPAGATION, state=JobState.RUNNING, **more):
    values = {"rate": 12.5, "error_code": None, "error": None, "file_name": None, "finished_at": None, **more}
    return Job("j1", session_id, kind, state, 3, FRAMES, created_at=1.0, **values)


class FakePropagations:
    """`follow` yields the frames at once, or waits before each for `pace` to be released."""

    def __init__(self, sessions):
        self.sessions, self.started, self.running, self.pace, self.error = sessions, [], False, None, None
        self.objects, self.planned, self.first = [1, 2], [], None
        self.followers = 0
        self.frames = [*range(3, FRAMES), 2, 1, 0]

    def plan(self, session_id, start, stop, direction, object_ids, first=None):
        self.sessions.check_frame(session_id, start)
        self.planned.append((start, stop, direction, object_ids, first))
        return (PlannedStretch(1, start + 1, stop or FRAMES - 1),)

    def start(self, session_id, start, stop, direction, object_ids, first=None):
        self.sessions.check_frame(session_id, start)
        if stop is not None:
            self.sessions.check_frame(session_id, stop)
        if self.running:
            raise PropagationRunning("The session is being tracked.")
        if self.error is not None:
            raise NothingToPropagate(self.error)
        self.first = first
        self.started.append((session_id, start, stop, direction, object_ids))
        return job(session_id)

    def cancel(self, session_id):
        return bool(self.started)

    def follow(self, job_id):
        self.followers += 1
        try:
            for done, frame_index in enumerate(self.frames, 1):
                if self.pace is not None:
                    self.pace.acquire()
                self.told = done
                yield masks(frame_index, self.objects), done, len(self.frames)
        finally:
            self.followers -= 1


class FakeExports:
    def __init__(self, folder):
        self.path, self.name, self.done = folder / "export.bin", "résumé ☃/../x.json", None
        self.path.write_bytes(b"{}" * 50)

    def formats(self):
        options = (ParameterInfo("scale", "Scale", "number", 1.0, 0.5, 2.0), ParameterInfo("on", "On", "toggle", True))
        return [ExportFormatInfo("coco", "COCO JSON", "Masks.", ".json", options)]

    def start(self, session_id, format_name, options):
        if format_name != "coco":
            raise UnknownExport("There is no such format.")
        self.options = options
        return job(session_id, JobKind.EXPORT, JobState.QUEUED)

    def get(self, job_id):
        if job_id != "j1":
            raise JobNotFound("There is no such job.")
        return job("s0", JobKind.EXPORT, JobState.DONE, file_name="x.json", finished_at=4.0)

    def of_session(self, session_id):
        return [job(session_id, JobKind.EXPORT, JobState.FAILED, error_code="STORAGE_FULL", error="The disk is full.")]

    def cancel(self, job_id):
        return False

    def file(self, job_id):
        self.get(job_id)
        return self.path, self.name

    def manifest(self, job_id):
        self.get(job_id)
        return self.path, "x.manifest.json"


def events_of(session_id):
    return [
        FrameMasksChanged(1, masks(3, [1])),
        ObjectsChanged(2, (TrackedObject(1, "Fish", "#112233"),), ()),
        MasksCleared(3, (1,)),
        JobChanged(4, job(session_id)),
        HistoryChanged(5, EDITS, "Pond"),
        EffectsChanged(6, "[]"),
        SessionDeleted(7),
    ]


@dataclass
class FakeServices:
    folder: Path
    limits: Limits = field(default_factory=lambda: Limits(max_upload_bytes=100_000, max_points=20))
    keeping: Keeping = field(default_factory=lambda: Keeping(keep_deleted_s=5400.0))

    def __post_init__(self):
        self.videos = FakeVideos(self.folder)
        self.uploads = FakeUploads(self.limits, self.videos)
        self.sessions = FakeSessions(self.videos)
        self.overviews = FakeOverviews(self.sessions)
        self.session_files = FakeSessionFiles(self.uploads, self.sessions)
        self.mask_imports = FakeMaskImports(self.uploads, self.sessions)
        self.prompts = FakePrompts(self.sessions, self.limits)
        self.objects, self.marks = FakeObjects(self.sessions), FakeMarks(self.sessions)
        self.effects, self.classes = FakeEffects(self.sessions), FakeClasses()
        self.propagations = FakePropagations(self.sessions)
        self.exports = FakeExports(self.folder)
        self.events = FakeEvents(self.sessions, events_of)
        self.checkpoints = FakeCheckpoints()
        self.history = FakeHistory(self.sessions)
        self.readiness, self.states = FakeReadiness(), FakeStates()
        self.trash = FakeTrash(self.videos, self.sessions)
        self.shares = FakeShares(self.sessions)

    def seen_by(self, principal):
        return self

    def engines(self):
        return ENGINES

    def default_engine(self):
        return next(engine for engine in self.engines() if engine.available)

    def image_size_of(self, engine):
        return engine.image_sizes[0] if engine.image_sizes else None

    def go_on(self):
        """Nothing was left."""

    def ensure_samples(self, on_progress):
        on_progress(0, 10)
        on_progress(5, 10)

    def end_streams(self):
        self.events.idle.set()

    def close(self):
        """Nothing to close."""
