"""Holds the trackers of open sessions where the device is. Not thread-safe: one call at a time, see CallQueue."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import DeviceOutOfMemory, MaskletError, SessionNotLoaded
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.prompt import Prompt
from masklet.domain.tracking import EngineInfo, Pass
from masklet.engine.protocol import Engine, Tracker
from masklet.workers.frames import NamedFrames, OwnedFrames
from masklet.workers.interface import SessionSpec

MAX_SESSIONS = 8
T = TypeVar("T")


@dataclass(slots=True)
class _Held:
    """One open session: its tracker, the frames it owns, and the rest of its pass (None: no pass)."""

    tracker: Tracker
    frames: NamedFrames
    steps: Iterator[FrameMasks] | None = None

    def close(self) -> None:
        self.steps = None
        try:
            self.tracker.close()
        finally:
            self.frames.close()


class EngineHost:
    """Implements EngineWorker without its order and its errors of processes.

    Holds at most `max_sessions`; one more puts away the one that was longest untouched, those without a pass first.
    A session in which an unforeseen error occurred is put away too: its state is not to be trusted. So is one that met
    a full device, and with it all sessions without a pass: where there were any, SessionNotLoaded asks the service to
    open it again and repeat the call; where there were none, it is DeviceOutOfMemory.
    """

    def __init__(
        self,
        list_engines: Callable[[], list[Engine]],
        get_engine: Callable[[str], Engine],
        open_frames: Callable[[SessionSpec], OwnedFrames],
        max_sessions: int = MAX_SESSIONS,
    ) -> None:
        self._list_engines, self._get_engine, self._open_frames = list_engines, get_engine, open_frames
        self._max_sessions = max_sessions
        self._sessions: OrderedDict[str, _Held] = OrderedDict()  # longest untouched first

    def engines(self) -> list[EngineInfo]:
        """See EngineWorker."""
        return [engine.info() for engine in self._list_engines()]

    def open(self, spec: SessionSpec) -> None:
        """See EngineWorker."""
        self.forget(spec.session_id)
        try:
            return self._open(spec)
        except DeviceOutOfMemory:
            if not self._put_idle_away(spec.session_id):
                raise
        self._open(spec)  # not in the handler: the error's trace holds on to what filled the device

    def prompt(
        self, session_id: str, object_id: int, frame_index: int, prompt: Prompt, previous: Rle | None
    ) -> ObjectMask:
        """See EngineWorker."""
        return self._with(
            session_id, lambda held: _plain(held.tracker.add_prompt(object_id, frame_index, prompt, previous))
        )

    def candidates(self, session_id: str, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        """See EngineWorker."""
        return self._with(
            session_id, lambda held: tuple(map(_plain, held.tracker.candidates(frame_index, prompt, most)))
        )

    def clear_prompt(self, session_id: str, object_id: int, frame_index: int) -> None:
        """See EngineWorker."""
        self._with(session_id, lambda held: held.tracker.clear_prompt(object_id, frame_index))

    def remove_object(self, session_id: str, object_id: int) -> None:
        """See EngineWorker."""
        self._with(session_id, lambda held: held.tracker.remove_object(object_id))

    def clear(self, session_id: str) -> None:
        """See EngineWorker."""
        self._with(session_id, lambda held: held.tracker.clear())

    def start_pass(self, session_id: str, run: Pass) -> None:
        """See EngineWorker."""

        def start(held: _Held) -> None:
            held.steps = held.tracker.propagate(run)

        self._with(session_id, start)

    def step(self, session_id: str) -> FrameMasks | None:
        """See EngineWorker. None too when no pass was started or it was stopped."""
        return self._with(session_id, _step)

    def stop_pass(self, session_id: str) -> None:
        """See EngineWorker."""

        def stop(held: _Held) -> None:
            held.steps = None

        self._with(session_id, stop)

    def forget(self, session_id: str) -> None:
        """See EngineWorker."""
        held = self._sessions.pop(session_id, None)
        if held is not None:
            held.close()

    def close(self) -> None:
        """Forget every session."""
        for session_id in list(self._sessions):
            self.forget(session_id)

    def _open(self, spec: SessionSpec) -> None:
        engine = self._get_engine(spec.engine)
        self._make_room()
        frames = NamedFrames(self._open_frames(spec))
        try:
            held = _Held(engine.open(frames), frames)
        except BaseException:
            frames.close()
            raise
        try:
            held.tracker.restore(spec.prompted)
        except BaseException:
            held.close()
            raise
        self._sessions[spec.session_id] = held

    def _with(self, session_id: str, act: Callable[[_Held], T]) -> T:
        held = self._sessions.get(session_id)
        if held is None:
            raise SessionNotLoaded("This session is not loaded.")
        self._sessions.move_to_end(session_id)
        try:
            return act(held)
        except DeviceOutOfMemory as error:
            self.forget(session_id)
            if not self._put_idle_away(session_id):
                raise
            raise SessionNotLoaded("Others made room for this session.") from error
        except MaskletError:
            raise
        except BaseException:
            self.forget(session_id)
            raise

    def _put_idle_away(self, but: str) -> bool:
        """Forget all sessions without a pass, longest untouched first; whether there were any."""
        idle = [key for key, held in self._sessions.items() if held.steps is None and key != but]
        for session_id in idle:
            self.forget(session_id)
        return bool(idle)

    def _make_room(self) -> None:
        while len(self._sessions) >= self._max_sessions:
            resting = (session_id for session_id, held in self._sessions.items() if held.steps is None)
            self.forget(next(resting, next(iter(self._sessions))))


def _step(held: _Held) -> FrameMasks | None:
    if held.steps is None:
        return None
    try:
        frame = next(held.steps, None)
    except BaseException:
        held.steps = None  # a generator that raised is over
        raise
    if frame is None:
        held.steps = None
        return None
    return FrameMasks(
        int(frame.frame_index), {int(key): _plain(mask) for key, mask in frame.masks.items()}, frame.problem
    )


def _plain(mask: ObjectMask) -> ObjectMask:
    """The mask in Python's own numbers: another kind would make the API's process import what it came from."""
    rle = Rle(int(mask.rle.height), int(mask.rle.width), str(mask.rle.counts))
    return ObjectMask(rle, float(mask.object_score))


def create(options: EngineOptions | None = None) -> EngineHost:
    """The product's host: the registered engines on normalised clips."""
    # Imported when made, not when this module is: a test with engines of its own needs neither.
    from masklet.engine.registry import Registry
    from masklet.video.reader import VideoReader

    registry = Registry(options or EngineOptions())

    def open_frames(spec: SessionSpec) -> OwnedFrames:
        video = spec.video
        return VideoReader(Path(spec.media_file), video.frame_count, video.width, video.height)

    return EngineHost(registry.all, registry.get, open_frames)
