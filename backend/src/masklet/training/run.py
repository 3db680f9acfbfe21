"""One run of training: clips flow in, lessons are drawn from them, the network practises. The same seed on the same kind of
device takes the same way, also when it is taken up again in between.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing

import cv2
import torch
from torch import Tensor

from masklet.domain.errors import InvalidInput
from masklet.engine.proposals.weights import write_weights
from masklet.training.learner import Learner
from masklet.training.pool import Pool
from masklet.training.progress import Progress
from masklet.training.report import report_on
from masklet.training.samples import Samples
from masklet.training.scene import LAYERS
from masklet.training.settings import TrainingSettings
from masklet.training.source import BatchProcess, batches

KEEP_EVERY_S = 60.0
WEIGHTS_NAME = "proposals.safetensors"
Clock = Callable[[], float]


class Run:
    """Its learner, its clips, its time. `own` are a person's samples, mixed with generated ones; the weights are the caller's
    to write then, who judges them first.
    """

    def __init__(
        self, settings: TrainingSettings, progress: Progress, device: str, own: Samples | None, clock: Clock | None
    ) -> None:
        cv2.setNumThreads(1)  # pictures are spread over threads already
        self.settings, self.progress, self.own = settings, progress, own
        self.learner = Learner(settings, torch.device(device))
        self._clock = clock or time.monotonic
        self._spent, self._begun = 0.0, self._clock()
        self._losses = torch.zeros((), device=self.learner.device)
        self._learned_from = "" if own is None else _digest(own)

    def begin(self, resume: bool, weights: dict[str, Tensor] | None) -> None:
        """From the folder's state, else from weights, else from chance.

        Raises FileExistsError where the folder has a state that is not to be taken up, InvalidInput where that learned
        from other masklets.
        """
        state = self.progress.kept()
        if state is None:
            if weights is not None:
                self.learner.start_from(weights)
            return
        folder = self.progress.folder
        if not resume:
            raise FileExistsError(f"{folder} holds a training already: take it up again, or name another folder.")
        if state.pop("learned_from", "") != self._learned_from:
            raise InvalidInput(f"The training in {folder} began with other masklets: name another folder.")
        seconds = state.pop("seconds")
        assert isinstance(seconds, float)
        self._spent = seconds
        self.learner.load(state)

    def seconds(self) -> float:
        """Time spent, also before it was taken up again."""
        return self._spent + self._clock() - self._begun

    def go(self) -> None:
        """All steps that are left."""
        s, device = self.settings, self.learner.device
        pool = Pool(s.pool, s.fresh, s.clip_height, s.clip_width, LAYERS + 1, device)
        oldest = s.oldest(self.learner.step)
        with self._clips(oldest) as made:
            for number in range(oldest, s.newest(self.learner.step) + 1):
                pool.put(number, next(made))
            self._steps(pool, made)
        self._keep()

    def _steps(self, pool: Pool, made: Iterator[Samples]) -> None:
        s, learner = self.settings, self.learner
        kept_at = self.seconds()
        while learner.step < s.steps and (not s.seconds or self.seconds() < s.seconds):
            self._losses += learner.learn(pool, self._done())
            if s.newest(learner.step) > s.newest(learner.step - 1):
                pool.put(s.newest(learner.step), next(made))
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
        self.progress.keep({**self.learner.state(), "seconds": self.seconds(), "learned_from": self._learned_from})
        if self.own is None:
            write_weights(self.learner.average, self.progress.folder / WEIGHTS_NAME)

    def _clips(self, first: int) -> AbstractContextManager[Iterator[Samples]]:
        s, device = self.settings, self.learner.device
        if device.type == "cuda":
            return BatchProcess(s, device, first, self.own)
        return closing(batches(s, device, first, self.own))


def _digest(samples: Samples) -> str:
    digest = hashlib.sha256()
    for tensor in (samples.frame, samples.layers):
        digest.update(tensor.contiguous().numpy().tobytes())
    return digest.hexdigest()
