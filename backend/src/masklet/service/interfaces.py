"""The use cases as the API calls them. Every method is thread-safe, takes parsed values, and raises MaskletError.

Points, boxes: pixels of the normalised video. Every change is committed before a method returns.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from masklet.domain.access import Principal, Right
from masklet.domain.history import Edit
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.session import Direction, Job, Session, TrackedObject
from masklet.domain.tracking import EngineInfo
from masklet.domain.video import Video
from masklet.service.access_interfaces import Shares
from masklet.service.config import Keeping, Limits
from masklet.service.file_interfaces import Checkpoints, Exports, MaskImports, SessionFiles
from masklet.service.health_interfaces import Readiness, StudioStates
from masklet.service.object_interfaces import Classes, History, Marks, Objects
from masklet.service.trash_interfaces import Trash
from masklet.service.uploads import Uploads


@dataclass(frozen=True, slots=True)
class PromptRow:
    """One object's prompt on one frame, as stored."""

    object_id: int
    frame_index: int
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class MaskSummary:
    """Where an object has masks: `runs` of [first, last] frames with a non-empty mask."""

    object_id: int
    runs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SessionSnapshot:
    """A session read back whole, without its masks. `cursor`: follow events after it and nothing is missed."""

    session: Session
    video: Video
    objects: tuple[TrackedObject, ...]
    prompts: tuple[PromptRow, ...]
    masks: tuple[MaskSummary, ...]
    job: Job | None  # the newest propagation, running or ended
    cursor: int


@dataclass(frozen=True, slots=True)
class PlannedStretch:
    """Frames of an object, both included, that tracking would compute and might change."""

    object_id: int
    first_frame: int
    last_frame: int


@dataclass(frozen=True, slots=True)
class SessionOverview:
    """A session as a list shows it. `masked_frames` counts masks: one for each object on each frame that has one. `edited`:
    it has a history, if an undone one. `asleep`: the device holds nothing of it, the next touch brings it back. `right`:
    what whoever asks may do in it.

    `cursor` is as old as all this: what is read of the session later may be newer, which events after it repeat.
    """

    session: Session
    video: Video
    objects: tuple[TrackedObject, ...]
    masked_frames: int
    edited: bool
    job: Job | None  # the newest propagation, running or ended
    cursor: int
    asleep: bool
    right: Right = Right.OWN


# ---- events: what a follower of a session is told, in order; each carries its cursor


@dataclass(frozen=True, slots=True)
class FrameMasksChanged:
    """Masks of a frame as they are now; holds every object of the session that has a mask row there (empty ones too)."""

    cursor: int
    frame: FrameMasks


@dataclass(frozen=True, slots=True)
class ObjectsChanged:
    """The objects and prompts as they are now. Masks of objects no longer listed are gone."""

    cursor: int
    objects: tuple[TrackedObject, ...]
    prompts: tuple[PromptRow, ...]


@dataclass(frozen=True, slots=True)
class MasksCleared:
    """All masks of these objects are gone (`clearPointsInVideo`)."""

    cursor: int
    object_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A propagation or export of this session moved on. Progress is sent at most some times a second."""

    cursor: int
    job: Job


@dataclass(frozen=True, slots=True)
class HistoryChanged:
    """The history as it is now: something was done, undone or redone. `session_name` may have changed with it."""

    cursor: int
    edits: tuple[Edit, ...]
    session_name: str


@dataclass(frozen=True, slots=True)
class EffectsChanged:
    """The stack of effects as it is now, see Effects."""

    cursor: int
    effects: str | None


@dataclass(frozen=True, slots=True)
class SessionDeleted:
    """The last event of a deleted session."""

    cursor: int


SessionEvent = (
    FrameMasksChanged | ObjectsChanged | MasksCleared | JobChanged | HistoryChanged | EffectsChanged | SessionDeleted
)


class Videos(Protocol):
    def default(self) -> Video: ...
    def all(self) -> list[Video]:
        """Gallery samples first, then uploads, newest first."""
        ...

    def get(self, path: str) -> Video: ...
    def right(self, path: str) -> Right:
        """OWN: whoever asks may rename and delete it; else READ, as for samples. Raises VideoNotFound."""
        ...

    def rename(self, path: str, title: str) -> Video: ...
    def delete(self, path: str) -> str | None:
        """Put an upload with its sessions into the trash; answers its id there, None: gone at once. Gallery clips: InvalidInput."""
        ...

    def media_file(self, path: str) -> Path:
        """video.mp4 of a known video."""
        ...

    def poster_file(self, path: str) -> Path: ...
    def filmstrip_file(self, path: str) -> Path: ...
    def frame_jpeg(self, path: str, frame_index: int) -> bytes: ...


class Sessions(Protocol):
    def start(self, video_path: str, engine: str | None, image_size: int | None = None) -> Session:
        """None: the server's choice. Raises EngineUnavailable, InvalidInput for a size that the engine has not."""
        ...

    def duplicate(self, session_id: str, name: str | None) -> Session:
        """A new session with the same objects, prompts, masks and effects; None: named after the old one."""
        ...

    def all(self, video_path: str | None) -> list[Session]: ...
    def get(self, session_id: str) -> Session: ...
    def snapshot(self, session_id: str) -> SessionSnapshot: ...
    def rename(self, session_id: str, name: str) -> Session: ...
    def close(self, session_id: str) -> bool:
        """Free the device; nothing is lost. False for an unknown id."""
        ...

    def delete(self, session_id: str) -> str | None:
        """Into the trash; answers its id there, None: gone at once."""
        ...

    def update_object(self, session_id: str, object_id: int, name: str | None, colour: str | None) -> TrackedObject:
        """Name or recolour; an unknown id creates the object (numbered name, next palette colour)."""
        ...

    def remove_object(self, session_id: str, object_id: int) -> list[FrameMasks]:
        """One item per frame where the removed object had prompts, with the other objects' masks. Only or unknown object: []."""
        ...

    def masks(self, session_id: str, object_ids: Sequence[int] | None, start: int, stop: int) -> Iterator[FrameMasks]:
        """Stored masks of frames start..stop inclusive, ascending; frames without any are left out."""
        ...

    def frame_masks(self, session_id: str, frame_index: int) -> FrameMasks:
        """Every object of the session on the frame: an empty mask with score 0 where it has none."""
        ...


class Overviews(Protocol):
    def all(self, video_path: str | None) -> list[SessionOverview]:
        """Most recently changed first; of one video or of all."""
        ...

    def get(self, session_id: str) -> SessionOverview: ...


class Effects(Protocol):
    """The stack of effects of a session, as JSON: see domain/effects.py."""

    def get(self, session_id: str) -> str | None:
        """None where none was ever chosen."""
        ...

    def set(self, session_id: str, stack: str) -> None:
        """Instead of the one it has. Raises UnknownExport for what does not fit, LimitExceeded, ObjectNotFound."""
        ...


class Prompts(Protocol):
    """What a person says of an object on a frame. A locked object takes no word (ObjectLocked), nor does an accepted
    frame (FrameAccepted); a word on a frame where the object was marked as absent takes that mark away."""

    def set_points(
        self, session_id: str, object_id: int, frame_index: int, points: Sequence[Point], clear_old: bool
    ) -> FrameMasks:
        """Replace (or add to) the object's points there; answers every object on the frame. No points left: as clear_frame."""
        ...

    def set_box(self, session_id: str, object_id: int, frame_index: int, box: Box) -> FrameMasks: ...
    def set_mask(self, session_id: str, object_id: int, frame_index: int, mask: Rle) -> FrameMasks:
        """A drawn mask of the clip's size, `check`ed: it replaces what was said of the object there."""
        ...

    def candidates(self, session_id: str, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        """The masks that a prompt for a new object may mean (Tracker.candidates), best first, at most so many: 1 to
        MOST_CANDIDATES, else InvalidInput. Nothing is stored."""
        ...

    def clear_frame(self, session_id: str, object_id: int, frame_index: int) -> FrameMasks: ...
    def clear_video(self, session_id: str) -> None:
        """All prompts, masks and marks of the session; the objects stay. Raises ObjectLocked where one is locked."""
        ...


class Propagations(Protocol):
    def start(
        self,
        session_id: str,
        start: int,
        stop: int | None,
        direction: Direction,
        object_ids: Sequence[int] | None,
        first: int | None = None,
    ) -> Job:
        """Queue a propagation; PropagationRunning if one is active and not being cancelled, NothingToPropagate without
        prompts, or where all is locked or accepted. `first`: how far back BOTH goes, None: to the clip's beginning."""
        ...

    def plan(
        self,
        session_id: str,
        start: int,
        stop: int | None,
        direction: Direction,
        object_ids: Sequence[int] | None,
        first: int | None = None,
    ) -> tuple[PlannedStretch, ...]:
        """What `start` would track; quick, asks no worker. Empty where there is nothing to track."""
        ...

    def cancel(self, session_id: str) -> bool:
        """Stop the accepted propagation at its next frame; False if there is none (nothing is remembered)."""
        ...

    def follow(self, job_id: str) -> Iterator[tuple[FrameMasks, int, int] | None]:
        """(frame with every object of the session, done, total) of a job in the order computed, until it ends.

        None now and then when nothing happens, as in Events.

        Does not cancel the job when the iterator is dropped. Raises the job's error after its last frame.
        """
        ...


class Events(Protocol):
    def follow(self, session_id: str, after: int) -> Iterator[SessionEvent | None]:
        """What happened after the cursor, then what happens. None every few seconds when nothing does,
        and when whoever follows had better look whether they still may."""
        ...


class Services(Protocol):
    """Everything the API needs; built by bootstrap."""

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
    trash: Trash
    shares: Shares

    def seen_by(self, principal: Principal) -> "Services":
        """The same use cases for whoever asks: what they may not see is not found, what they may not do is refused."""
        ...

    def engines(self) -> list[EngineInfo]:
        """The engines of the worker, best first, available or not."""
        ...

    def default_engine(self) -> EngineInfo | None:
        """What a session uses that names none: the settings' engine if available, else the best; None where none is."""
        ...

    def image_size_of(self, engine: EngineInfo) -> int | None:
        """The image size of a session that names none; None where the engine has none to choose."""
        ...

    def close(self) -> None:
        """Cancel nothing durable: stop jobs between two frames (they go on at the next start), end workers."""
        ...
