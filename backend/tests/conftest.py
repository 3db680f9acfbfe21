"""Clips that tests of several rooms use, generated once per run."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from usual_scheduling import scheduling, usual_scheduling


@dataclass(frozen=True)
class SquareClip:
    """A bright square that moves to the right over a dark pattern; `truth[k]` is its mask on frame k."""

    file: Path
    width: int
    height: int
    truth: list[NDArray[np.bool_]]

    def centre(self, frame_index: int) -> tuple[float, float]:
        """Of the square, normalised."""
        ys, xs = np.nonzero(self.truth[frame_index])
        return float(xs.mean() + 0.5) / self.width, float(ys.mean() + 0.5) / self.height


def pytest_configure() -> None:
    """A shell that runs the tests in the background ignores Ctrl+C, and programs that they start would inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def scheduled_as_before() -> Iterator[None]:
    """No test leaves its process more important than all others."""
    with usual_scheduling():
        before = scheduling()
        yield
        after = scheduling()
    assert after == before, "this test has left its process a realtime one: see bench/usual_scheduling.py"


@pytest.fixture(scope="session")
def square_clip(tmp_path_factory: pytest.TempPathFactory) -> SquareClip:
    """12 frames of 192 x 128 at 24 frames per second."""
    width, height, frames, side = 192, 128, 12, 36
    file = tmp_path_factory.mktemp("clips") / "moving square.mp4"
    background = np.random.default_rng(3).integers(20, 70, (height // 8, width // 8, 3), dtype=np.uint8)
    background = background.repeat(8, 0).repeat(8, 1)
    truth = []
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"crf": "18", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for index in range(frames):
            mask = np.zeros((height, width), bool)
            left = 20 + 5 * index
            mask[46 : 46 + side, left : left + side] = True
            picture = background.copy()
            picture[mask] = (240, 200, 40)
            truth.append(mask)
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return SquareClip(file, width, height, truth)
