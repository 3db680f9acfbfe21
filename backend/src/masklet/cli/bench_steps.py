"""What `masklet bench` measures: the steps of a person's work, through the same services as the server's. Prints nothing."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from masklet.cli.bench_clip import BenchClip, Place
from masklet.domain.export_options import ExportOptions
from masklet.domain.prompt import OBJECT, Point
from masklet.domain.session import Direction
from masklet.domain.video import Video
from masklet.service.services import ServiceSet

STEP_S = 30.0  # a step ends after so long, with what was done by then
CLICKS = 5
EXPORTS = 3
STRETCHES = 5  # of a tracking, each with a rate of its own
FORMATS = ("coco", "mp4")
_CLOCK_S = 1e-6  # less cannot be told
_ASIDE = 0.02  # of the width: a correction lies so far from the first click
OnStep = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Figure:
    """`median` and what it lies between, in `unit` ("ms" or "frames/s"), of so many `runs`."""

    name: str
    unit: str
    median: float
    least: float
    most: float
    runs: int


@dataclass(frozen=True, slots=True)
class Steps:
    """One machine's work on one clip: `engine` and `image_size` as the person named them (None: the best here, its full size)."""

    services: ServiceSet
    video: Video
    places: Sequence[Place]
    engine: str | None
    image_size: int | None
    frames: int

    def session(self) -> str:
        """A new one; nothing is computed yet."""
        return self.services.sessions.start(self.video.path, self.engine, self.image_size).session_id

    def click(self, session_id: str, object_id: int, *places: Place) -> float:
        """Say all these points of an object on frame 0; milliseconds until its mask is stored."""
        points = [Point(x * self.video.width, y * self.video.height, OBJECT) for x, y in places]
        began = time.perf_counter()
        self.services.prompts.set_points(session_id, object_id, 0, points, clear_old=True)
        return 1000 * (time.perf_counter() - began)


def open_clip(services: ServiceSet, clip: BenchClip) -> tuple[Video, Figure]:
    """As an upload is opened, and how fast that was. Raises MaskletError."""
    began = time.perf_counter()
    video = services.uploads.open_from_folder(clip.file.name, None, None if clip.seconds is None else 0.0, clip.seconds)
    rate = video.frame_count / (time.perf_counter() - began)
    return video, Figure("opening the clip", "frames/s", rate, rate, rate, 1)


def figures(steps: Steps, folder: Path, on_step: OnStep) -> Iterator[Figure]:
    """One after the other; `folder` holds exports for a moment. Raises MaskletError."""
    on_step("clicks")
    yield _of("first click, engine just started", "ms", [steps.click(steps.session(), 0, steps.places[0])])
    yield from _clicks(steps)
    for objects in dict.fromkeys((1, len(steps.places))):
        on_step(f"tracking, {_counted(objects)}")
        session_id = steps.session()
        for object_id, place in enumerate(steps.places[:objects]):
            steps.click(session_id, object_id, place)
        yield _tracking(steps, session_id, objects)
    for name in FORMATS:
        on_step(f"export as {name}")
        yield _export(steps, session_id, name, folder)


def _clicks(steps: Steps) -> Iterator[Figure]:
    """Each first click in a session of its own, so that nothing of the frame is known; a correction after each."""
    first, further = [], []
    began = time.perf_counter()
    for place in islice(cycle(steps.places), CLICKS):
        session_id = steps.session()
        first.append(steps.click(session_id, 0, place))
        further.append(steps.click(session_id, 0, place, _aside(place)))
        steps.services.sessions.close(session_id)
        if time.perf_counter() - began > STEP_S:
            break
    yield _of("first click", "ms", first)
    yield _of("correction click", "ms", further)


def _aside(place: Place) -> Place:
    x, y = place
    return (x + _ASIDE if x < 0.5 else x - _ASIDE), y


def _tracking(steps: Steps, session_id: str, objects: int) -> Figure:
    propagations = steps.services.propagations
    last = min(steps.frames, steps.video.frame_count - 1)
    times = [time.perf_counter()]
    job = propagations.start(session_id, 0, last, Direction.FORWARD, None)
    for _ in filter(None, propagations.follow(job.job_id)):
        times.append(time.perf_counter())
        if times[-1] - times[0] > STEP_S:
            propagations.cancel(session_id)
    return _of(f"tracking, {_counted(objects)}", "frames/s", _rates(times))


def _rates(times: Sequence[float]) -> list[float]:
    """Frames a second in each of some stretches of equal length: frames come unevenly where they are read ahead."""
    stretch = max(1, (len(times) - 1) // STRETCHES)
    firsts = range(0, len(times) - stretch, stretch)
    return [stretch / max(times[first + stretch] - times[first], _CLOCK_S) for first in firsts]


def _export(steps: Steps, session_id: str, name: str, folder: Path) -> Figure:
    last = min(steps.frames, steps.video.frame_count - 1)
    rates: list[float] = []
    began = time.perf_counter()
    for _ in range(EXPORTS):
        start = time.perf_counter()
        request, _ = steps.services.write_export(
            session_id, name, ExportOptions({}, 0, last), folder, lambda done, total: None
        )
        rates.append((last + 1) / (time.perf_counter() - start))
        Path(request.out_file).unlink()
        if time.perf_counter() - began > STEP_S:
            break
    return _of(f"export as {name}", "frames/s", rates)


def _of(name: str, unit: str, values: Sequence[float]) -> Figure:
    return Figure(name, unit, median(values), min(values), max(values), len(values))


def _counted(objects: int) -> str:
    return f"{objects} object{'s' if objects > 1 else ''}"
