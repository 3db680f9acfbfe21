"""A tensor on its way from the device to the host: the copy is begun now and waited for when it is needed."""

from collections.abc import Callable

import torch
from torch import Tensor


class HostCopy:
    """On a GPU the copy runs beside what is computed next; elsewhere there is nothing to wait for."""

    def __init__(self, tensor: Tensor) -> None:
        if tensor.device.type != "cuda":
            self._copy, self._wait = tensor.detach().to("cpu"), _nothing
            return
        self._copy = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
        self._copy.copy_(tensor.detach(), non_blocking=True)
        event: Callable[..., torch.cuda.Event] = torch.cuda.Event
        arrived = event()
        arrived.record()
        self._wait = arrived.synchronize

    def get(self) -> Tensor:
        """The tensor on the CPU."""
        self._wait()
        return self._copy


def _nothing() -> None:
    """It is here already."""
