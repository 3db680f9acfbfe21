"""Hosts for the tests' children: a real EngineHost over an engine that counts, and a media host that obeys orders."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from masklet.domain.checkpoint import CheckpointInfo, CheckpointState
from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import (
    Cancelled,
    DeviceOutOfMemory,
    EngineUnavailable,
    InvalidPrompt,
    LimitExceeded,
    UnknownExport,
    VideoUnreadable,
)
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.prompt import Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import EngineInfo, Pass, PromptedFrame
from masklet.domain.video import Video
from masklet.workers.engine_host import EngineHost
from masklet.workers.interface import SessionSpec
from masklet.workers.residents import Bounds

STEP_S = 0.05
BROKEN_FRAME = 7


class FakeFrames:
    """Black frames; one of them cannot be read, in a way that names nothing."""

    def __init__(self, video: Video) -> None:
        self.frame_count, self.width, self.height = video.frame_count, video.width, video.height
        self.closed = False

    def read(self, frame_index: int) -> np.ndarray:
        if frame_index == BROKEN_FRAME:
            raise VideoUnreadable("Something in there is broken.")
        return np.zeros((self.height, self.width, 3), np.uint8)

    def close(self) -> None:
        self.closed = True


def mask_of(object_id: int) -> ObjectMask:
    """As long as a real mask's counts at 720p; never decoded."""
    return ObjectMask(Rle(720, 1280, f"counts{object_id}" * 150), np.float32(0.5))


class FakeTracker:
    """Does what its kind says; scores are numpy's, as a careless engine's would be."""

    def __init__(self, kind: str, frames: FakeFrames) -> None:
        self.kind, self.frames, self.prompted = kind, frames, []

    def add_prompt(self, object_id: int, frame_index: int, prompt: Prompt, previous: Rle | None) -> ObjectMask:
        if prompt.is_empty:
            raise InvalidPrompt("Say something.", object_id=object_id)
        if object_id == 666:
            raise ZeroDivisionError("a bug in the engine")
        self.frames.read(frame_index)
        self.prompted.append(object_id)
        return mask_of(object_id)

    def candidates(self, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        if prompt.is_empty:
            raise InvalidPrompt("Say something.")
        self.frames.read(frame_index)
        return tuple(mask_of(number) for number in range(most))

    def restore(self, prompted: Sequence[PromptedFrame]) -> None:
        self.prompted = [frame.object_id for frame in prompted]

    def clear_prompt(self, object_id: int, frame_index: int) -> None:
        self.prompted.remove(object_id)

    def remove_object(self, object_id: int) -> None:
        self.prompted.remove(object_id)

    def clear(self) -> None:
        self.prompted = []

    def propagate(self, run: Pass) -> Iterator[FrameMasks]:
        step = 1 if run.direction is Direction.FORWARD else -1
        for frame_index in range(run.start, run.stop + step, step):
            self._work(frame_index)
            yield FrameMasks(frame_index, {object_id: mask_of(object_id) for object_id in run.object_ids})

    def _work(self, frame_index: int) -> None:
        if self.kind == "slow":
            time.sleep(STEP_S)
        if self.kind == "stuck":
            sum(range(10**12))  # native code that never lets go of Python's lock
        if self.kind == "crashing" and frame_index == 2:
            os.kill(os.getpid(), signal.SIGSEGV)
        if self.kind == "reading":
            self.frames.read(frame_index)

    def close(self) -> None:
        self.prompted = []


class FakeEngine:
    def __init__(self, kind: str) -> None:
        self.kind = kind

    def info(self) -> EngineInfo:
        threads = os.environ.get("OMP_NUM_THREADS", "unset")
        return EngineInfo(self.kind, self.kind, f"{threads} threads", True, "", "cpu", "")

    def open(self, frames: FakeFrames) -> FakeTracker:
        return FakeTracker(self.kind, frames)


KINDS = ("fast", "slow", "stuck", "crashing", "reading")


def get_engine(name: str) -> FakeEngine:
    if name not in KINDS:
        raise EngineUnavailable(f"There is no engine '{name}'.")
    return FakeEngine(name)


def engine(opened: list[FakeFrames] | None = None, bounds: Bounds = Bounds(4)) -> EngineHost:  # noqa: B008 - frozen
    def open_frames(spec: SessionSpec) -> FakeFrames:
        frames = FakeFrames(spec.video)
        if opened is not None:
            opened.append(frames)
        return frames

    return EngineHost(lambda: [FakeEngine(kind) for kind in KINDS], get_engine, open_frames, bounds)


def engine_of(options: EngineOptions) -> EngineHost:
    return engine(bounds=Bounds(4, options.idle_s))


class Room:
    """A device's memory in pieces: a tracker takes one at its birth and one with each prompt, and gives them back."""

    def __init__(self, pieces: int) -> None:
        self.left = pieces

    def take(self) -> None:
        if self.left == 0:
            raise DeviceOutOfMemory("The device is full.")
        self.left -= 1


class GreedyTracker(FakeTracker):
    """A step takes a piece too, on its frame 2."""

    def __init__(self, room: Room, frames: FakeFrames) -> None:
        super().__init__("fast", frames)
        self.room, self.taken = room, 0
        self._take()

    def add_prompt(self, object_id: int, frame_index: int, prompt: Prompt, previous: Rle | None) -> ObjectMask:
        self._take()
        return super().add_prompt(object_id, frame_index, prompt, previous)

    def candidates(self, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        self._take()
        return super().candidates(frame_index, prompt, most)

    def close(self) -> None:
        self.room.left += self.taken
        self.taken = 0

    def _work(self, frame_index: int) -> None:
        if frame_index == 2:
            self._take()

    def _take(self) -> None:
        self.room.take()
        self.taken += 1


class GreedyEngine(FakeEngine):
    def __init__(self, room: Room) -> None:
        super().__init__("greedy")
        self.room = room

    def open(self, frames: FakeFrames) -> FakeTracker:
        return GreedyTracker(self.room, frames)


def greedy(pieces: int) -> EngineHost:
    kind = GreedyEngine(Room(pieces))
    return EngineHost(lambda: [kind], lambda name: kind, lambda spec: FakeFrames(spec.video))


def dead_on_arrival() -> object:
    os.kill(os.getpid(), signal.SIGKILL)
    return None


class OwnLimit(LimitExceeded):
    """A subclass that the parent has never heard of."""


def use_memory(folder, on_progress) -> int:
    return len(np.ones(2 * 1024**3, np.uint8))


def use_processor(folder, on_progress) -> None:
    while True:
        pass


def work_on(folder, on_progress) -> str:
    """Two and a half processor seconds, with signs of life."""
    began = time.process_time()
    while time.process_time() - began < 2.5:
        on_progress(1, 0)
    return "done"


def write_much(folder, on_progress) -> None:
    with (folder / "much").open("wb") as file:
        for _ in range(64):
            file.write(bytes(1024**2))


def open_much(folder, on_progress) -> None:
    files = [Path("/dev/null").open() for _ in range(1000)]  # noqa: SIM115 - the point is to hold them
    raise AssertionError(len(files))


def connect(folder, on_progress) -> str:
    """What each way to another process or machine says."""
    ways = (
        lambda: socket.create_connection(("127.0.0.1", int(folder.name)), timeout=1),
        lambda: socket.socket(socket.AF_UNIX),
        lambda: subprocess.run(["/bin/true"], check=True),
    )
    said = []
    for way in ways:
        try:
            way()
            said.append("done")
        except OSError as error:
            said.append(type(error).__name__)
    return " ".join(said)


HOSTILE = {
    "memory": use_memory,
    "processor": use_processor,
    "silence": lambda folder, on_progress: time.sleep(600),
    "work": work_on,
    "output": write_much,
    "files": open_much,
    "connect": connect,
}


class FakeMedia:
    """`source` and `media_file` are orders rather than files."""

    def prepare(self, request, on_progress, is_cancelled) -> object:
        if request.source == "until-cancelled":
            while not is_cancelled():
                on_progress(1, 0)
                time.sleep(0.01)
            raise Cancelled("Cancelled.", kept=3)
        if request.source == "too-long":
            raise OwnLimit("Too long.", duration_s=99.5, limit_s=10)
        if request.source == "disk-full":
            raise OSError(28, "No space left on device")
        if request.source in HOSTILE:
            return HOSTILE[request.source](Path(request.out_dir), on_progress)
        if request.source == "unpicklable":
            return lambda: None
        for done in range(1, 4):
            on_progress(done, 3)
        return "prepared " + request.file_name

    def make_samples(self, out_dir, on_progress) -> list:
        on_progress(1, 1)
        return [out_dir]

    def frame_jpeg(self, media_file, video, frame_index) -> bytes:
        return bytes([frame_index])

    def export_formats(self) -> list:
        return [os.getpid()]

    def check_effects(self, stack: str) -> None:
        raise UnknownExport(f"{os.getpid()} {stack}")

    def export(self, request, on_progress, is_cancelled) -> None:
        on_progress(1, 1)

    def close(self) -> None:
        """Nothing to give back."""


def media() -> FakeMedia:
    return FakeMedia()


class FakeCheckpoints:
    """Knows one checkpoint, whose title is the options it was given; names are orders rather than files."""

    def __init__(self, options: EngineOptions) -> None:
        self.options = options

    def states(self) -> list[CheckpointInfo]:
        return [CheckpointInfo("x", repr(self.options), CheckpointState.PARTIAL, os.getpid(), 0)]

    def fetch(self, name, on_progress, is_cancelled) -> None:
        on_progress(1, 2)
        if name == "full":
            raise OSError(28, "No space left on device")
        while name == "until-cancelled":
            if is_cancelled():
                raise Cancelled("Cancelled.")
            time.sleep(0.01)
        on_progress(2, 2)

    def close(self) -> None:
        """Nothing to give back."""


def checkpoints(options: EngineOptions) -> FakeCheckpoints:
    return FakeCheckpoints(options)
