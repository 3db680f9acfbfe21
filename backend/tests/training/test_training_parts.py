"""Parts of a batch that are practised at once are one batch to the network, whoever is done first."""

import time

import torch
from torch import Tensor

from masklet.engine.proposals.network import CHANNELS_IN, ProposalNetwork
from masklet.training.parts import Parts
from masklet.training.settings import TrainingSettings, for_cpu, for_fine_tuning


def pictures(part: int) -> Tensor:
    return torch.randn(2 + part, CHANNELS_IN, 32, 32, generator=torch.Generator().manual_seed(part))


def gradients(network: ProposalNetwork) -> list[Tensor]:
    return [parameter.grad.clone() for parameter in network.parameters() if parameter.grad is not None]


def practised(waits: tuple[float, float]) -> tuple[ProposalNetwork, Tensor]:
    """Two parts, each of which takes so long."""
    torch.manual_seed(1)
    network = ProposalNetwork().train()

    def practise(part: int, theirs: ProposalNetwork) -> Tensor:
        time.sleep(waits[part])
        answer = theirs(pictures(part))
        loss: Tensor = answer.logits.square().mean() + answer.quality.mean()
        loss.backward()
        return loss.detach()

    return network, Parts(network, 2).each(practise)


def test_gradients_are_the_mean_of_the_parts() -> None:
    torch.manual_seed(1)
    alone, losses, each = ProposalNetwork().train(), [], []
    for part in (0, 1):
        alone.zero_grad()
        answer = alone(pictures(part))
        loss = answer.logits.square().mean() + answer.quality.mean()
        loss.backward()
        losses.append(loss.detach())
        each.append(gradients(alone))
    network, loss = practised((0.0, 0.0))
    torch.testing.assert_close(loss, torch.stack(losses).mean())
    torch.testing.assert_close(gradients(network), [(one + other) / 2 for one, other in zip(*each, strict=True)])


def test_who_is_done_first_makes_no_difference() -> None:
    networks = [practised(waits)[0] for waits in ((0.0, 0.1), (0.1, 0.0))]
    first, second = (gradients(network) for network in networks)
    assert all(torch.equal(one, other) for one, other in zip(first, second, strict=True))
    counters = [dict(network.named_buffers()) for network in networks]
    assert all(torch.equal(counters[0][name], counters[1][name]) for name in counters[0])


def test_a_step_of_the_optimizer_reaches_every_part() -> None:
    network = ProposalNetwork().train()
    parts = Parts(network, 2)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.fill_(0.25)

    def practise(_: int, theirs: ProposalNetwork) -> Tensor:
        mean = torch.stack([parameter.mean() for parameter in theirs.parameters()]).mean()
        mean.backward()
        return mean.detach()

    assert float(parts.each(practise)) == 0.25


def test_pictures_grow_with_the_run_and_a_part_has_a_lesson() -> None:
    settings = for_cpu(TrainingSettings())
    assert settings.windows_at(0.0) == settings.windows_at(0.59) == settings.first_windows
    assert settings.windows_at(0.6) == settings.windows_at(1.0) == settings.windows
    tuned = for_fine_tuning(settings)
    assert tuned.windows_at(0.0) == tuned.windows_at(1.0) == settings.first_windows
    assert for_fine_tuning(TrainingSettings()).windows == TrainingSettings().windows
    assert TrainingSettings().windows_at(0.0) == TrainingSettings().windows
    assert TrainingSettings(batch=1, side_by_side=2).parts == 1
