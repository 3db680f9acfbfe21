"""The one interface behind which engines and media work run. The service sees only this; only RLE masks, scores and paths cross.

Served in-process (tests), by a subprocess per device (default), later by a cluster. Imports neither engine, video nor export.
"""

from dataclasses import dataclass
from typing import Protocol

from masklet.domain.checkpoint import CheckpointCheck, CheckpointInfo
from masklet.domain.export import ExportFormatInfo, ExportRequest, ParameterInfo
from masklet.domain.mask_import import ImportFormatInfo, ReadMasks, ReadRequest
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.preparation import IsCancelled, OnProgress, PrepareRequest, SampleClip
from masklet.domain.prompt import Prompt
from masklet.domain.tracking import EngineInfo, Pass, PromptedFrame
from masklet.domain.video import Video

__all__ = [
    "CheckpointCheck",
    "CheckpointInfo",
    "CheckpointWorker",
    "EngineWorker",
    "ExportFormatInfo",
    "ExportRequest",
    "Holding",
    "ImportFormatInfo",
    "IsCancelled",
    "MediaWorker",
    "OnProgress",
    "ParameterInfo",
    "PrepareRequest",
    "ReadMasks",
    "ReadRequest",
    "SampleClip",
    "SessionSpec",
]


@dataclass(frozen=True, slots=True)
class SessionSpec:
    """All that a worker needs to hold a session: `media_file` is the normalised clip on disk."""

    session_id: str
    engine: str
    media_file: str
    video: Video
    prompted: tuple[PromptedFrame, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """What a host held when it last answered: sessions by id, and bytes of its process and of its device in use."""

    session_ids: frozenset[str] = frozenset()
    resident_bytes: int = 0
    device_bytes: int = 0


class EngineWorker(Protocol):
    """Runs trackers on one device. Every method may raise WorkerFailed (died; already started again).

    Methods that take a session raise SessionNotLoaded when this worker does not hold it. Thread-safe: one call runs at
    a time; interactive calls overtake waiting `step` calls.
    """

    def engines(self) -> list[EngineInfo]:
        """The engines this worker knows, available or not."""
        ...

    def open(self, spec: SessionSpec) -> None:
        """Hold this session, replacing what was held of it. Reads no frame."""
        ...

    def prompt(
        self, session_id: str, object_id: int, frame_index: int, prompt: Prompt, previous: Rle | None
    ) -> ObjectMask:
        """See Tracker.add_prompt."""
        ...

    def candidates(self, session_id: str, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        """See Tracker.candidates."""
        ...

    def clear_prompt(self, session_id: str, object_id: int, frame_index: int) -> None:
        """See Tracker.clear_prompt."""
        ...

    def remove_object(self, session_id: str, object_id: int) -> None:
        """See Tracker.remove_object."""
        ...

    def clear(self, session_id: str) -> None:
        """See Tracker.clear."""
        ...

    def start_pass(self, session_id: str, run: Pass) -> None:
        """Begin a pass; one at a time per session: an unfinished one is dropped."""
        ...

    def step(self, session_id: str) -> FrameMasks | None:
        """The next frame of the pass, or None after its last."""
        ...

    def withdraw_step(self, session_id: str) -> None:
        """A step that still waits for its turn raises Cancelled; one under way is not touched. Waits for nobody."""
        ...

    def weigh(self, session_id: str, weight: float) -> None:
        """How many steps this session gets where one of weight 1 gets one. Waits for nobody."""
        ...

    def stop_pass(self, session_id: str) -> None:
        """Drop the pass, if any."""
        ...

    def forget(self, session_id: str) -> None:
        """Free what is held of the session. Unknown ones are no error."""
        ...

    def put_idle_away(self) -> None:
        """Forget the sessions that nobody touched for long, and more where memory is above its ceiling."""
        ...

    def holding(self) -> Holding:
        """As of its last answer, nothing where it died since. Asks nothing of the worker, waits for nobody."""
        ...

    def close(self) -> None:
        """End the process and wait for it."""
        ...


class CheckpointWorker(Protocol):
    """Knows the checkpoint files of this machine and fetches them, away from the API: checking one needs its tensors.

    Every method may raise WorkerFailed. One call at a time: the others wait.
    """

    def states(self) -> list[CheckpointInfo]:
        """Every checkpoint that can be here, in the order a person sees them; looks at files, reads no tensor."""
        ...

    def fetch(self, name: str, on_progress: OnProgress, is_cancelled: IsCancelled) -> None:
        """Download the checkpoint, going on where an earlier attempt stopped, check it and put it in its place.

        `on_progress` is told bytes; all of them means that checking has begun. What came is kept when this raises:
        CheckpointNotFound, CheckpointUnreadable (the only one where nothing is kept), NetworkUnavailable, StorageFull,
        DownloadRunning, EngineUnavailable, Cancelled.
        """
        ...

    def check(self, name: str) -> CheckpointCheck:
        """Read all of a checkpoint that is here: bytes against the record of what came, tensors against its network.

        Raises CheckpointNotFound, CheckpointUnreadable, EngineUnavailable without PyTorch.
        """
        ...

    def close(self) -> None:
        """End the process and wait for it; a fetch under way is broken off."""
        ...


class MediaWorker(Protocol):
    """Decodes and encodes, away from the API. Raises VideoUnreadable, LimitExceeded, StorageFull, Cancelled, WorkerFailed."""

    def prepare(self, request: PrepareRequest, on_progress: OnProgress, is_cancelled: IsCancelled) -> Video:
        """Make the files of a clip (see PrepareRequest) and describe it; when this raises, `out_dir` is empty again."""
        ...

    def take_in(self, video: Video, folder: str, max_pixels: int, is_cancelled: IsCancelled) -> Video:
        """Check that `folder`/video.mp4 is the normalised clip that is described, and make what stands beside it."""
        ...

    def make_samples(self, out_dir: str, on_progress: OnProgress) -> list[SampleClip]:
        """Generate each sample clip that is missing under `out_dir`/<name>/ and describe all of them."""
        ...

    def frame_jpeg(self, media_file: str, video: Video, frame_index: int) -> bytes:
        """One frame as JPEG, for browsers without WebCodecs; neighbouring frames are the fast path."""
        ...

    def export_formats(self) -> list[ExportFormatInfo]:
        """Every export format, in the order a person sees them."""
        ...

    def check_effects(self, stack: str) -> None:
        """Raises UnknownExport, LimitExceeded where a stack (domain/effects.py) is none, or does not fit its effects."""
        ...

    def export(self, request: ExportRequest, on_progress: OnProgress, is_cancelled: IsCancelled) -> None:
        """Write the request's `out_file`; no file is left when this raises. Also raises UnknownExport, InvalidInput."""
        ...

    def import_formats(self) -> list[ImportFormatInfo]:
        """Every import format, in the order a person sees them."""
        ...

    def read_masks(self, request: ReadRequest, is_cancelled: IsCancelled) -> ReadMasks:
        """Write the request's `out_file` from a file of masks. Also raises InvalidInput, UnknownExport."""
        ...

    def close(self) -> None:
        """End the processes and wait for them."""
        ...
