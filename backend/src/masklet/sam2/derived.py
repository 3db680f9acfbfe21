"""Values computed from parameters once, and anew where these have changed. The network has no other memory."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import torch
from torch import Tensor

T = TypeVar("T")
MOST_KINDS = 4


class Derived(Generic[T]):
    """One value for each `kind` (such as the side of the grid), made by `make` without gradients."""

    def __init__(self) -> None:
        # with the tensors themselves, so that nothing new comes to lie at their addresses
        self._known: dict[Hashable, tuple[tuple[Hashable, ...], T, list[Tensor]]] = {}

    def get(self, parameters: Sequence[Tensor], kind: Hashable, make: Callable[[], T]) -> T:
        """The value; made where it is missing or a parameter is not what it was."""
        state = tuple(_identity(parameter) for parameter in parameters)
        known = self._known.pop(kind, None)
        if known is None or known[0] != state:
            with torch.no_grad():
                known = state, make(), [parameter.detach() for parameter in parameters]
        self._known[kind] = known  # the newest last
        if len(self._known) > MOST_KINDS:
            del self._known[next(iter(self._known))]
        return known[1]

    def __deepcopy__(self, memo: dict[int, object]) -> "Derived[T]":
        return Derived()

    def __getstate__(self) -> dict[str, object]:
        return {"_known": {}}


def _identity(parameter: Tensor) -> tuple[Hashable, ...]:
    # a tensor of inference mode keeps no version
    version = 0 if parameter.is_inference() else parameter._version
    return parameter.data_ptr(), version, parameter.dtype, parameter.device
