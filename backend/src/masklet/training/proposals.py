"""Training of the proposal network: clips flow in, lessons are drawn from them, the network practises. The same seed on the
same kind of device takes the same way, also when it is taken up again in between.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import cv2
import torch

from masklet.training.learner import Learner
from masklet.training.pool import Pool
from masklet.training.progress import Progress
from masklet.training.report import report_on
from masklet.training.scene import LAYERS
from masklet.training.settings import TrainingSettings
from masklet.training.source import Batch, BatchProcess, batches
from masklet.training.weights import read_weights, write_weights

KEEP_EVERY_S = 60.0
WEIGHTS_NAME = "proposals.safetensors"


def train_proposals(
    settings: TrainingSettings,
    folder: Path,
    device: str,
    resume: bool = False,
    start: Path | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Until the steps or the time are over. Writes curves.csv, pictures, state.pt and proposals.safetensors into the folder.

    `resume` goes on from the folder's state, `start` begins with other weights. Raises FileExistsError where the folder
    has a state that is neither taken up nor to be written over.
    """
    cv2.setNumThreads(1)  # pictures are spread over threads already
    run = _Run(settings, Progress(folder), Learner(settings, torch.device(device)), clock)
    state = run.progress.kept()
    if state is not None and not resume:
        raise FileExistsError(f"{folder} holds a training already: take it up again, or name another folder.")
    if state is not None:
        run.take_up(state)
    elif start is not None:
        run.learner.start_from(read_weights(start))
    run.go()


class _Run:
    """One run: its learner, its clips, its time."""

    def __init__(
        self, settings: TrainingSettings, progress: Progress, learner: Learner, clock: Callable[[], float]
    ) -> None:
        self.settings, self.progress, self.learner, self._clock = settings, progress, learner, clock
        self._spent, self._begun = 0.0, clock()
        self._losses = torch.zeros((), device=learner.device)

    def seconds(self) -> float:
        """Time spent, also before it was taken up again."""
        return self._spent + self._clock() - self._begun

    def take_up(self, state: dict[str, object]) -> None:
        """Go on from a kept state."""
        seconds = state.pop("seconds")
        assert isinstance(seconds, float)
        self._spent = seconds
        self.learner.load(state)

    def go(self) -> None:
        """All steps that are left."""
        s, device = self.settings, self.learner.device
        pool = Pool(s.pool, s.fresh, s.clip_height, s.clip_width, LAYERS + 1, device)
        oldest = s.oldest(self.learner.step)
        with _clips(s, device, oldest) as made:
            for number in range(oldest, s.newest(self.learner.step) + 1):
                pool.put(number, *next(made))
            self._steps(pool, made)
        self._keep()

    def _steps(self, pool: Pool, made: Iterator[Batch]) -> None:
        s, learner = self.settings, self.learner
        kept_at = self.seconds()
        while learner.step < s.steps and (not s.seconds or self.seconds() < s.seconds):
            self._losses += learner.learn(pool, self._done())
            if s.newest(learner.step) > s.newest(learner.step - 1):
                pool.put(s.newest(learner.step), *next(made))
            if learner.step % s.report_every == 0:
                self._tell(pool)
            if self.seconds() - kept_at > KEEP_EVERY_S:
                self._keep()
                kept_at = self.seconds()

    def _done(self) -> float:
        """What share of the run is over."""
        s = self.settings
        return max(self.learner.step / s.steps, self.seconds() / s.seconds if s.seconds else 0.0)

    def _tell(self, pool: Pool) -> None:
        s, learner = self.settings, self.learner
        report, lesson, logits = report_on(learner.average, pool, s, learner.device)
        self.progress.tell(report(learner.step, self.seconds(), float(self._losses) / s.report_every))
        self.progress.draw(lesson, logits, learner.step)
        self._losses.zero_()

    def _keep(self) -> None:
        self.progress.keep({**self.learner.state(), "seconds": self.seconds()})
        write_weights(self.learner.average, self.progress.folder / WEIGHTS_NAME)


def _clips(settings: TrainingSettings, device: torch.device, first: int) -> AbstractContextManager[Iterator[Batch]]:
    if device.type == "cuda":
        return BatchProcess(settings, device, first)
    return closing(batches(settings, device, first))  # type: ignore[type-var]
