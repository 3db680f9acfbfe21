"""One run of the memory bench: tracks some objects through a clip and looks, frame by frame, at what the process holds."""

import gc
import os
import sys
import tracemalloc
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psutil
import torch
from sam2_stand_in import network_of, tensors_of

from masklet.domain.engine_options import EngineOptions
from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass
from masklet.engine.sam2.tracker import Sam2Tracker
from masklet.sam2.network import Sam2Network
from masklet.sam2_api.video_predictor import SAM2VideoPredictor
from masklet.video import exact_decoder
from masklet.video.reader import VideoReader

WAYS = ("predictor", "tracker")
WIDTH, HEIGHT = 640, 360
PLACES = ((0.3, 0.5), (0.7, 0.2), (0.8, 0.8), (0.2, 0.1), (0.5, 0.9))
MOST_SAMPLES = 100


@dataclass(frozen=True)
class Sample:
    """Bytes after a frame (-2: session open, -1: first click): resident, Python's heap, tensors beside the weights, files."""

    frame: int
    resident: int
    heap: int
    tensors: int
    disk: int
    decoded: int


class Watch:
    """Looks at this process. The weights of `network` do not count."""

    def __init__(self, network: Sam2Network) -> None:
        self._process = psutil.Process()
        self._weights = {each.untyped_storage().data_ptr() for each in [*network.parameters(), *network.buffers()]}
        self.decoded = 0
        tracemalloc.start()

    def sample(self, frame: int, archive: Any) -> Sample:  # noqa: ANN401 - a LogitArchive of either kind
        """Now. An ExactArchive's file is told by its descriptor."""
        gc.collect()
        file = getattr(archive, "_file", None)
        return Sample(
            frame,
            self._process.memory_info().rss,
            tracemalloc.get_traced_memory()[0],
            self._tensor_bytes(),
            os.fstat(file.fileno()).st_size if file else 0,
            self.decoded,
        )

    def _tensor_bytes(self) -> int:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some of torch's own objects warn when they are looked at
            tensors = [each for each in gc.get_objects() if issubclass(type(each), torch.Tensor)]
        storages = {each.untyped_storage().data_ptr(): each.untyped_storage().nbytes() for each in tensors}
        return sum(size for place, size in storages.items() if place not in self._weights)


def measure(way: str, config: str, objects: int, clip: Path, frames: int) -> Iterator[Sample]:
    """Open, click for each object on frame 0, track to the end. `clip` is written where it is missing."""
    torch.set_num_threads(1)
    _write(clip, frames)
    network = network_of(config, tensors_of(config))
    watch = Watch(network)
    steps = _predictor(network, clip, objects, watch) if way == "predictor" else _tracker(network, clip, objects, watch)
    every = max(1, frames // MOST_SAMPLES)
    for frame, archive in steps:
        if frame < 0 or frame % every == 0 or frame == frames - 1:
            yield watch.sample(frame, archive)


def _write(clip: Path, frames: int) -> None:
    if not clip.exists():
        sys.path.insert(0, str(Path(__file__).parents[1] / "tests/support"))
        from disc_clip import disc_clip

        disc_clip(clip, frames, WIDTH, HEIGHT)


def _predictor(network: Sam2Network, clip: Path, objects: int, watch: Watch) -> Iterator[tuple[int, object]]:
    decode = exact_decoder._decode

    def counted(*arguments: Any) -> Any:  # noqa: ANN401 - as the function that it stands for
        pictures = decode(*arguments)
        watch.decoded += len(pictures or ())
        return pictures

    with patch.object(exact_decoder, "_decode", counted):
        predictor = SAM2VideoPredictor(network)
        state = predictor.init_state(clip)
        archive = state.tracking._archive
        yield -2, archive
        for number, (x, y) in enumerate(PLACES[:objects]):
            predictor.add_new_points_or_box(state, 0, number, points=[[x * WIDTH, y * HEIGHT]], labels=[1])
            if number == 0:
                yield -1, archive
        for frame, _, _ in predictor.propagate_in_video(state):
            yield frame, archive
        state.close()


class _Counted:
    """A clip that says how often it is read."""

    def __init__(self, reader: VideoReader, watch: Watch) -> None:
        self._reader, self._watch = reader, watch
        self.frame_count, self.width, self.height = reader.frame_count, WIDTH, HEIGHT

    def read(self, frame_index: int) -> Any:  # noqa: ANN401 - a frame
        """A frame."""
        self._watch.decoded += 1
        return self._reader.read(frame_index)


def _tracker(network: Sam2Network, clip: Path, objects: int, watch: Watch) -> Iterator[tuple[int, object]]:
    frames = int(clip.stem)
    reader = VideoReader(clip, frames, WIDTH, HEIGHT)
    tracker = Sam2Tracker(network, _Counted(reader, watch), network.config.image_size, EngineOptions())
    yield -2, None
    for number, (x, y) in enumerate(PLACES[:objects]):
        tracker.add_prompt(number, 0, Prompt((Point(x * WIDTH, y * HEIGHT, 1),)), None)
        if number == 0:
            yield -1, None
    for step in tracker.propagate(Pass(0, frames - 1, Direction.FORWARD, tuple(range(objects)))):
        yield step.frame_index, None
    tracker.close()
    reader.close()
