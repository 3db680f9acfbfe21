"""Workers that need no pictures: an object is one row of pixels that moves down by one with each frame of tracking.

The mask of a prompt is its drawn mask, the row of its first point (or of its box's top); frame k of a pass from frame s shows the
row of s plus (k - s), so where a mask came from can be read off it. Beyond the picture the object is gone.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from masklet.domain.checkpoint import CheckpointInfo, CheckpointState
from masklet.domain.errors import (
    Cancelled,
    LimitExceeded,
    MaskletError,
    SessionNotLoaded,
    VideoUnreadable,
    WorkerFailed,
)
from masklet.domain.export import ExportFormatInfo, ExportRequest, ParameterInfo, manifest_file
from masklet.domain.mask_import import ImportFormatInfo, ReadMasks, ReadRequest
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.preparation import IsCancelled, OnProgress, PrepareRequest, SampleClip
from masklet.domain.prompt import Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import EngineInfo, Pass
from masklet.domain.video import SourceMeta, Video
from masklet.export.effects.stack import check_stack
from masklet.export.imports import reading
from masklet.masks.masklet_file import read_masklets
from masklet.masks.rle import decode, empty, encode
from masklet.workers.interface import Holding, SessionSpec

HEIGHT, WIDTH = 40, 6


def a_video(path: str, frame_count: int = 20, title: str = "A clip") -> Video:
    source = SourceMeta("clip.mov", WIDTH, HEIGHT, 0, "h264", "mov", 0.0)
    return Video(path, title, WIDTH, HEIGHT, 0, 0, frame_count, Fraction(25), False, source)


def row_mask(row: int) -> ObjectMask:
    """One row of pixels; a row outside the picture is an empty mask."""
    if not 0 <= row < HEIGHT:
        return ObjectMask(empty(HEIGHT, WIDTH), 0.0)
    bits = np.zeros((HEIGHT, WIDTH), np.uint8)
    bits[row] = 1
    return ObjectMask(encode(bits), 0.75)


def row_of(rle: Rle) -> int | None:
    rows = np.flatnonzero(decode(rle).any(axis=1))
    return int(rows[0]) if rows.size else None


class FakeEngineWorker:
    """`gate` lets steps through; `before_step` and `before_prompt` may raise; `calls` is what was asked."""

    def __init__(self) -> None:
        self.held: dict[str, dict[tuple[int, int], ObjectMask]] = {}
        self.passes: dict[str, Iterator[FrameMasks]] = {}
        self.calls: list[tuple[str, object]] = []
        self.specs: list[SessionSpec] = []
        self.runs: list[Pass] = []
        self.weights: dict[str, float] = {}
        self.gate = threading.Event()
        self.gate.set()
        self.before_step: Callable[[str], None] = lambda session_id: None
        self.before_prompt: Callable[[str], None] = lambda session_id: None
        self.is_closed = False
        self.carries_corrections = False
        self._turn = threading.Lock()

    def engines(self) -> list[EngineInfo]:
        return [
            EngineInfo("big", "Big", "", False, "It needs a checkpoint.", "cpu", "a checkpoint"),
            EngineInfo("rows", "Rows", "", True, "", "cpu", "", carries_corrections=self.carries_corrections),
        ]

    def open(self, spec: SessionSpec) -> None:
        self.specs.append(spec)
        self.held[spec.session_id] = {
            (one.object_id, one.frame_index): one.mask or _answer(one.prompt) for one in spec.prompted
        }
        self.passes.pop(spec.session_id, None)

    def prompt(
        self, session_id: str, object_id: int, frame_index: int, prompt: Prompt, previous: Rle | None
    ) -> ObjectMask:
        self.before_prompt(session_id)
        held = self._session(session_id)
        self.calls.append(("prompt", (object_id, frame_index, prompt, previous and row_of(previous))))
        mask = _answer(prompt)
        held[object_id, frame_index] = mask
        return mask

    def candidates(self, session_id: str, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        """The row of the prompt and those under it."""
        self.before_prompt(session_id)
        self._session(session_id)
        self.calls.append(("candidates", (frame_index, prompt, most)))
        return tuple(row_mask(row_of(_answer(prompt).rle) + below) for below in range(most))

    def clear_prompt(self, session_id: str, object_id: int, frame_index: int) -> None:
        self.calls.append(("clear_prompt", (object_id, frame_index)))
        self._session(session_id).pop((object_id, frame_index), None)

    def remove_object(self, session_id: str, object_id: int) -> None:
        self.calls.append(("remove_object", object_id))
        held = self._session(session_id)
        for key in [key for key in held if key[0] == object_id]:
            del held[key]

    def clear(self, session_id: str) -> None:
        self.calls.append(("clear", session_id))
        self._session(session_id).clear()

    def start_pass(self, session_id: str, run: Pass) -> None:
        self._session(session_id)
        self.runs.append(run)
        self.passes[session_id] = self._track(session_id, run)

    def step(self, session_id: str) -> FrameMasks | None:
        assert self.gate.wait(20), "the test forgot to open the gate"
        if self.is_closed:
            raise WorkerFailed("It was closed.")
        self.before_step(session_id)
        with self._turn:
            self._session(session_id)
            steps = self.passes.get(session_id)
            return None if steps is None else next(steps, None)

    def stop_pass(self, session_id: str) -> None:
        self.passes.pop(session_id, None)

    def forget(self, session_id: str) -> None:
        self.calls.append(("forget", session_id))
        self.held.pop(session_id, None)
        self.passes.pop(session_id, None)

    def withdraw_step(self, session_id: str) -> None:
        """No step waits for others here."""

    def weigh(self, session_id: str, weight: float) -> None:
        self.weights[session_id] = weight

    def put_idle_away(self) -> None:
        """None of these tests waits that long."""

    def holding(self) -> Holding:
        return Holding(frozenset(self.held))

    def close(self) -> None:
        self.is_closed = True
        self.gate.set()

    def die(self) -> None:
        """As a process that is killed: all is gone."""
        self.held.clear()
        self.passes.clear()

    def _session(self, session_id: str) -> dict[tuple[int, int], ObjectMask]:
        if session_id not in self.held:
            raise SessionNotLoaded("It is not held.")
        return self.held[session_id]

    def _track(self, session_id: str, run: Pass) -> Iterator[FrameMasks]:
        step = -1 if run.direction is Direction.BACKWARD else 1
        known = {key: (row_of(rle), run.start) for key, rle in run.seeds.items()}
        for frame_index in range(run.start, run.stop + step, step):
            masks = {}
            for key in run.object_ids:
                prompted = self.held[session_id].get((key, frame_index))
                if prompted is not None:
                    known[key] = (row_of(prompted.rle), frame_index)
                row, since = known.get(key, (None, 0))
                masks[key] = row_mask(-1 if row is None else row + frame_index - since)
            yield FrameMasks(frame_index, masks)


def _answer(prompt: Prompt) -> ObjectMask:
    if prompt.mask is not None and not prompt.points:
        return ObjectMask(prompt.mask, 1.0)
    return row_mask(int(prompt.points[0].y if prompt.points else prompt.box.y0))  # type: ignore[union-attr]


class FakeCheckpointWorker:
    """Two checkpoints; a fetch tells bytes as the test puts them into `told`, until an error or None, which ends it well."""

    def __init__(self) -> None:
        self.files = {"small": 0, "large": 0}
        self.told: queue.SimpleQueue[int | MaskletError | None] = queue.SimpleQueue()
        self.looks = 0
        self.is_fetching = False
        self.is_closed = False

    def states(self) -> list[CheckpointInfo]:
        assert not self.is_fetching, "it would wait for the download's end"
        self.looks += 1
        return [self._info(name, size) for name, size in self.files.items()]

    def fetch(self, name: str, on_progress: OnProgress, is_cancelled: IsCancelled) -> None:
        self.is_fetching = True
        try:
            while True:
                self._take(name, on_progress, is_cancelled)
        except StopIteration:
            self.files[name] = 100
        finally:
            self.is_fetching = False

    def close(self) -> None:
        self.is_closed = True
        self.told.put(WorkerFailed("It was closed."))

    def _take(self, name: str, on_progress: OnProgress, is_cancelled: IsCancelled) -> None:
        try:
            told = self.told.get(timeout=0.005)
        except queue.Empty:
            if is_cancelled():
                raise Cancelled("It was cancelled.") from None
            return
        if told is None:
            raise StopIteration
        if isinstance(told, MaskletError):
            raise told
        self.files[name] = told
        on_progress(told, 100)

    def _info(self, name: str, size: int) -> CheckpointInfo:
        state = CheckpointState.READY if size == 100 else CheckpointState.PARTIAL if size else CheckpointState.MISSING
        return CheckpointInfo(name, name.title(), state, size, 0)


class FakeMediaWorker:
    """`prepare` reads a file of text: its length is its duration; "bad" is no video. `before_export` may raise or wait."""

    def __init__(self) -> None:
        self.frame_count = 20
        self.sample_runs = 0
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()
        self.before_prepare: Callable[[PrepareRequest], None] = lambda request: None
        self.before_export: Callable[[], None] = lambda: None
        self.before_read: Callable[[], None] = lambda: None
        self.requests: list[PrepareRequest] = []
        self.taken_in: list[Video] = []

    def prepare(self, request: PrepareRequest, on_progress: OnProgress, is_cancelled: IsCancelled) -> Video:
        self.requests.append(request)
        self.entered.set()
        on_progress(1, self.frame_count)
        (Path(request.out_dir) / "video.mp4").write_bytes(b"half")
        self.before_prepare(request)
        assert self.gate.wait(20), "the test forgot to open the gate"
        if is_cancelled():
            raise Cancelled("The server stops.")
        source = Path(request.source)
        text = source.read_bytes() if source.is_file() else b"images"
        if text == b"bad":
            raise VideoUnreadable("This file is no video.")
        duration = request.duration_s or float(len(text))
        if duration > request.max_duration_s:
            raise LimitExceeded("Too long.", duration_s=duration, limit_s=request.max_duration_s)
        for name in ("video.mp4", "poster.jpg", "filmstrip.jpg", "frame_times.json"):
            (Path(request.out_dir) / name).write_bytes(text)
        on_progress(self.frame_count, self.frame_count)
        return replace(a_video(request.video_path, self.frame_count), title="unset")

    def take_in(self, video: Video, folder: str, max_pixels: int, is_cancelled: IsCancelled) -> Video:
        """ "other" is not the clip that is told."""
        content = (Path(folder) / "video.mp4").read_bytes()
        if content == b"other":
            raise VideoUnreadable("It is another clip.")
        self.taken_in.append(video)
        for name in ("poster.jpg", "filmstrip.jpg", "frame_times.json"):
            (Path(folder) / name).write_bytes(content)
        return video

    def make_samples(self, out_dir: str, on_progress: OnProgress) -> list[SampleClip]:
        self.sample_runs += 1
        clips = []
        for name in ("pond", "street"):
            folder = Path(out_dir) / name
            folder.mkdir(exist_ok=True)
            for file in ("video.mp4", "poster.jpg", "filmstrip.jpg", "frame_times.json"):
                (folder / file).write_bytes(b"sample")
            clips.append(SampleClip(name, a_video(f"gallery/{name}.mp4", title=name.title())))
            on_progress(len(clips), 2)
        return clips

    def frame_jpeg(self, media_file: str, video: Video, frame_index: int) -> bytes:
        assert Path(media_file).is_file()
        return f"frame {frame_index}".encode()

    def export_formats(self) -> list[ExportFormatInfo]:
        options = (
            ParameterInfo("strength", "Strength", "number", 0.5, 0.0, 1.0),
            ParameterInfo("tint", "Tint", "colour", "#ffffff"),
            ParameterInfo("shape", "Shape", "choice", "round", choices=("round", "square")),
            ParameterInfo("inverted", "Inverted", "toggle", False),
        )
        return [ExportFormatInfo("rows", "Rows", "", ".txt", options)]

    def check_effects(self, stack: str) -> None:
        check_stack(stack)

    def import_formats(self) -> list[ImportFormatInfo]:
        return reading.formats()

    def read_masks(self, request: ReadRequest, is_cancelled: IsCancelled) -> ReadMasks:
        self.before_read()
        return reading.read(request, is_cancelled)

    def export(self, request: ExportRequest, on_progress: OnProgress, is_cancelled: IsCancelled) -> None:
        lines = []
        out = Path(request.out_file)
        for frame in read_masklets(Path(request.masklets_file)):
            self.entered.set()
            out.write_text("half")
            self.before_export()
            assert self.gate.wait(20), "the test forgot to open the gate"
            if is_cancelled():
                raise Cancelled("It was cancelled.")
            on_progress(frame.frame_index, request.video.frame_count)
            lines.append(f"{frame.frame_index}: " + " ".join(str(row_of(m.rle)) for m in frame.masks.values()))
        out.write_text("\n".join(lines))
        manifest_file(out).write_text("{}")

    def close(self) -> None:
        self.gate.set()
