"""Holds the trackers of open sessions where the device is. Not thread-safe: one call at a time, see CallQueue."""

import time
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
from masklet.workers.interface import Holding, SessionSpec
from masklet.workers.memory import machine_bytes, resident_bytes
from masklet.workers.residents import Bounds, Clock, Residents

T = TypeVar("T")


@dataclass(slots=True)
class _Held:
    """One open session: its tracker, the frames it owns, and the rest of its pass (None: no pass). Implements Guest."""

    tracker: Tracker
    frames: NamedFrames
    steps: Iterator[FrameMasks] | None = None
    calls: int = 0
    steps_made: int = 0

    @property
    def is_tracking(self) -> bool:
        return self.steps is not None

    @property
    def was_of_use(self) -> bool:
        return self.steps_made > 0 if self.is_tracking else self.calls > 0

    def close(self) -> None:
        self.steps = None
        try:
            self.tracker.close()
        finally:
            self.frames.close()


class EngineHost:
    """Implements EngineWorker without its order and its errors of processes.

    `bounds` say how many sessions stay, how long and in how much memory (see Bounds). A session in which an unforeseen error occurred is put away too: its state is not to be trusted. So is one that met
    a full device, and with it all sessions without a pass: where there were any, SessionNotLoaded asks the service to
    open it again and repeat the call; where there were none, it is DeviceOutOfMemory.
    """

    def __init__(
        self,
        list_engines: Callable[[], list[Engine]],
        get_engine: Callable[[str], Engine],
        open_frames: Callable[[SessionSpec], OwnedFrames],
        bounds: Bounds | None = None,
        clock: Clock = time.monotonic,
        measure: Callable[[], int] = resident_bytes,
        device_bytes: Callable[[], int] = lambda: 0,
    ) -> None:
        self._list_engines, self._get_engine, self._open_frames = list_engines, get_engine, open_frames
        self._residents: Residents[_Held] = Residents(bounds or Bounds(), clock, measure)
        self._measure, self._device_bytes = measure, device_bytes

    def engines(self) -> list[EngineInfo]:
        """See EngineWorker."""
        return [engine.info() for engine in self._list_engines()]

    def open(self, spec: SessionSpec) -> None:
        """See EngineWorker."""
        self.forget(spec.session_id)
        try:
            return self._open(spec)
        except DeviceOutOfMemory:
            if not self._residents.put_resting_away(spec.session_id):
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
        self._residents.put_away(session_id)

    def put_idle_away(self) -> None:
        """See EngineWorker."""
        self._residents.put_idle_away()
        self._residents.keep_below_ceiling(but="")

    def holding(self) -> Holding:
        """See EngineWorker."""
        return Holding(frozenset(self._residents), self._measure(), self._device_bytes())

    def close(self) -> None:
        """Forget every session."""
        for session_id in list(self._residents):
            self.forget(session_id)

    def _open(self, spec: SessionSpec) -> None:
        engine = self._get_engine(spec.engine)
        self._residents.make_room()
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
        self._residents.add(spec.session_id, held)
        self._residents.keep_below_ceiling(but=spec.session_id)

    def _with(self, session_id: str, act: Callable[[_Held], T]) -> T:
        held = self._residents.touch(session_id)
        if held is None:
            raise SessionNotLoaded("This session is not loaded.")
        try:
            result = act(held)
        except DeviceOutOfMemory as error:
            self.forget(session_id)
            if not self._residents.put_resting_away(session_id):
                raise
            raise SessionNotLoaded("Others made room for this session.") from error
        except MaskletError:
            raise
        except BaseException:
            self.forget(session_id)
            raise
        held.calls += 1
        self._residents.keep_below_ceiling(but=session_id)
        return result


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
    held.steps_made += 1
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

    options = options or EngineOptions()
    registry = Registry(options)

    def open_frames(spec: SessionSpec) -> OwnedFrames:
        video = spec.video
        return VideoReader(Path(spec.media_file), video.frame_count, video.width, video.height)

    ceiling = options.worker_bytes or machine_bytes() // 2
    bounds = Bounds(options.max_sessions, options.idle_s, ceiling)
    return EngineHost(registry.all, registry.get, open_frames, bounds, device_bytes=registry.device_bytes)
