"""What the client answers: frozen values. Knows no JSON and no request. Masks are numpy bool arrays, height x width."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from masklet.domain.deletion import DeletedKind
from masklet.domain.session import JobState, Run

BoolMask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Video:
    """A clip on the server. Sizes are pixels of the clip, which may be smaller than the file that was uploaded."""

    path: str
    title: str
    url: str
    width: int
    height: int
    frame_count: int
    frame_rate: Fraction
    duration_s: float
    is_sample: bool


@dataclass(frozen=True, slots=True)
class TrackedObject:
    """An object of a session. `runs` are the frames that have a mask of it."""

    object_id: int
    name: str
    colour: str
    class_id: int | None
    locked: bool
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectClass:
    """What kind of thing objects are; the list belongs to the whole server."""

    class_id: int
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What was said of an object on a frame. Points (x, y) and the box (x0, y0, x1, y1) are in pixels of the clip."""

    object_id: int
    frame_index: int
    points: tuple[tuple[float, float], ...]
    labels: tuple[int, ...]
    box: tuple[float, float, float, float] | None
    has_mask: bool


@dataclass(frozen=True, slots=True)
class Job:
    """A propagation or an export; `done` of `total` frames. `problem`: (code, sentence), also of frames passed over in one that is DONE."""

    job_id: str
    state: JobState
    done: int
    total: int
    problem: tuple[str, str] | None
    file_name: str | None
    download_url: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it was when it was asked for. Events after `cursor` happened later."""

    session_id: str
    name: str
    engine: str
    video: Video
    objects: tuple[TrackedObject, ...]
    prompts: tuple[Prompt, ...]
    propagation: Job | None
    cursor: int


@dataclass(frozen=True, slots=True)
class Deleted:
    """Something in the trash, until `gone_at`: a clip with its sessions, or a session. Times in UTC seconds, `size` in bytes."""

    trash_id: str
    kind: DeletedKind
    name: str
    deleted_at: float
    gone_at: float
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class FrameMasks:
    """Masks on one frame by object id, each H x W bool, with scores in [0, 1]: how surely the object is visible here."""

    frame_index: int
    masks: Mapping[int, BoolMask]
    scores: Mapping[int, float]
