"""The network that learns, its average and its optimizer: one step at a time. Knows nothing of files and time."""

from copy import deepcopy

import numpy as np
import torch
from torch import Tensor, nn

from masklet.engine.proposals.network import ProposalNetwork
from masklet.training.chance import Chance
from masklet.training.lessons import Lesson, draw_lesson
from masklet.training.parts import Parts
from masklet.training.pool import Pool
from masklet.training.practice import answer, correct, judge
from masklet.training.settings import TrainingSettings

ROUNDS = (0.5, 0.22, 0.14, 0.14)  # how often so many corrections come before the answer that is judged
LEAST_RATE = 1e-3  # of the full one
PART_SEED = 1_000_000_007  # far beyond any step: parts draw other lessons


class Learner:
    """`average` is what is kept of it: a moving average of the weights, which answers more evenly than any single step's."""

    def __init__(self, settings: TrainingSettings, device: torch.device) -> None:
        torch.manual_seed(settings.seed)
        self.settings, self.device, self.step = settings, device, 0
        self.network = ProposalNetwork().to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = deepcopy(self.network).eval()
        decayed = [p for p in self.network.parameters() if p.dim() > 1]
        others = [p for p in self.network.parameters() if p.dim() <= 1]
        groups = [{"params": decayed, "weight_decay": settings.weight_decay}, {"params": others, "weight_decay": 0.0}]
        self._optimizer = torch.optim.AdamW(groups, lr=settings.rate)
        self._parts = Parts(self.network, settings.parts)

    def start_from(self, weights: dict[str, Tensor]) -> None:
        """Begin with known weights and a fresh optimizer."""
        self.network.load_state_dict(weights, strict=False)  # counters of the normalisation are not kept
        self.average.load_state_dict(self.network.state_dict())

    def state(self) -> dict[str, object]:
        """All that is needed to go on."""
        return {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "step": self.step,
        }

    def load(self, state: dict[str, object]) -> None:
        """Go on from `state`."""
        network, average, optimizer, step = (state[name] for name in ("network", "average", "optimizer", "step"))
        assert isinstance(network, dict)
        assert isinstance(average, dict)
        assert isinstance(optimizer, dict)
        assert isinstance(step, int)
        self.network.load_state_dict(network)
        self.average.load_state_dict(average)
        self._optimizer.load_state_dict(optimizer)
        self.step = step

    def learn(self, pool: Pool, done: float) -> Tensor:
        """Draw lessons, practise, learn; `done` is the share of the run that is over. The loss."""
        s = self.settings
        windows = s.windows_at(done)
        height, width = windows[self.step % len(windows)]
        rounds = int(np.random.default_rng((s.seed, self.step)).choice(len(ROUNDS), p=ROUNDS))

        def practise(part: int, network: ProposalNetwork) -> Tensor:
            chance = Chance(s.seed * 7919 + self.step + part * PART_SEED, self.device)
            drawn = pool.take(chance.below(pool.held, (s.batch + part) // s.parts))
            return self._practise(network, chance, draw_lesson(chance, drawn, height, width), rounds)

        self._optimizer.zero_grad(set_to_none=True)
        loss = self._parts.each(practise)
        self._take_step(done)
        return loss

    def _practise(self, network: ProposalNetwork, chance: Chance, lesson: Lesson, rounds: int) -> Tensor:
        """So many corrections, then the loss of the answer; its gradients are the network's then."""
        network.train()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            said = lesson.said
            with torch.no_grad():
                for _ in range(rounds):
                    said = correct(chance, lesson, said, answer(network, lesson, said))
            judged = judge(lesson, said, answer(network, lesson, said))
        judged.loss.backward()
        return judged.loss.detach()

    def _take_step(self, done: float) -> None:
        for group in self._optimizer.param_groups:
            group["lr"] = self.settings.rate * self._share(done)
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimizer.step()
        self._follow()
        self.step += 1

    def _share(self, done: float) -> float:
        """Of the full rate: up at first, then down along a cosine."""
        falling = 0.5 + 0.5 * float(np.cos(np.pi * min(done, 1.0)))
        return min(1.0, (self.step + 1) / self.settings.warm_up) * falling + LEAST_RATE

    @torch.no_grad()
    def _follow(self) -> None:
        keep = min(self.settings.averaging, (self.step + 1) / (self.step + 10))
        theirs = self.network.state_dict()
        pairs = [(ours, theirs[name]) for name, ours in self.average.state_dict().items() if ours.is_floating_point()]
        torch._foreach_lerp_([ours for ours, _ in pairs], [new for _, new in pairs], 1 - keep)
