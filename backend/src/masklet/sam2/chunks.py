"""Work on many rows a few at a time: on a CPU the intermediate results then stay in its cache, and no memory is asked of the system."""

from collections.abc import Callable

import torch
from torch import Tensor

ROWS = 1024


def in_chunks(rows_NC: Tensor, work: Callable[[Tensor], Tensor], most: int = ROWS) -> Tensor:
    """`work` on [N, ...], which treats each row for itself; [N, ...]. Whole where that is as quick: on a GPU, for few
    rows, or where gradients are kept."""
    if rows_NC.device.type != "cpu" or len(rows_NC) <= most or torch.is_grad_enabled():
        return work(rows_NC)
    first = work(rows_NC[:most])
    out = first.new_empty(len(rows_NC), *first.shape[1:])
    out[:most] = first
    for start in range(most, len(rows_NC), most):
        out[start : start + most] = work(rows_NC[start : start + most])
    return out
