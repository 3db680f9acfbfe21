"""Parts of a batch that are practised at once, each on a core: a network's small pictures leave two threads of one forward waiting."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

import torch
from torch import Tensor

from masklet.engine.proposals.network import ProposalNetwork

Practise = Callable[[int, ProposalNetwork], Tensor]


class Parts:
    """So many networks with one set of weights. Gradients and the normalisation's counters are each one's own, so that the
    outcome does not depend on who is done first; the first is the network itself.
    """

    def __init__(self, network: ProposalNetwork, count: int) -> None:
        self._networks = [network, *(_sharing(network) for _ in range(count - 1))]
        self._threads = (
            ThreadPoolExecutor(count, initializer=torch.set_num_threads, initargs=(1,)) if count > 1 else None
        )

    def each(self, practise: Practise) -> Tensor:
        """`practise`, which leaves gradients, of each part; their mean is the network's then. The mean loss."""
        if self._threads is None:
            return practise(0, self._networks[0])
        losses = list(self._threads.map(practise, range(len(self._networks)), self._networks))
        self._join_gradients()
        return torch.stack(losses).mean()

    def _join_gradients(self) -> None:
        joined, *others = (_gradients(network) for network in self._networks)
        for gradients in others:
            torch._foreach_add_(joined, gradients)
        torch._foreach_div_(joined, len(self._networks))
        for network in self._networks[1:]:
            network.zero_grad(set_to_none=True)


def _gradients(network: ProposalNetwork) -> list[Tensor]:
    return [parameter.grad for parameter in network.parameters() if parameter.grad is not None]


def _sharing(network: ProposalNetwork) -> ProposalNetwork:
    other = deepcopy(network)
    for parameter, shared in zip(other.parameters(), network.parameters(), strict=True):
        parameter.data = shared.data
    return other
