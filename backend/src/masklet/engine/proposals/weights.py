"""Weights of the proposal network on disk: safetensors in half precision, as the engine reads them.

The normalisation's statistics are in single precision: a variance may be larger than half precision can tell.
"""

from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from masklet.domain.errors import CheckpointUnreadable
from masklet.engine.proposals.network import ProposalNetwork

STATISTICS = ("running_mean", "running_var")


def write_weights(network: ProposalNetwork, path: Path) -> None:
    """Whole or not at all. Counters of the normalisation are left out."""
    kept = {name: _kept(name, value).contiguous().cpu() for name, value in _floats(network).items()}
    part = path.with_suffix(".part")
    save_file(kept, part)
    part.replace(path)


def read_weights(path: Path) -> dict[str, torch.Tensor]:
    """Tensors by name, in single precision. Raises CheckpointUnreadable where they are not the proposal network's, OSError."""
    try:
        found = {name: value.float() for name, value in load_file(path).items()}
    except SafetensorError as error:
        raise CheckpointUnreadable(f"{path.name} is no file of weights (safetensors), or it is damaged.") from error
    with torch.device("meta"):
        expected = {name: value.shape for name, value in _floats(ProposalNetwork()).items()}
    if {name: value.shape for name, value in found.items()} != expected:
        raise CheckpointUnreadable(f"{path.name} holds weights of another network than the one that proposes masks.")
    if not all(bool(value.isfinite().all()) for value in found.values()):
        raise CheckpointUnreadable(f"{path.name} holds values that are no numbers.")
    return found


def network_of(weights: dict[str, torch.Tensor], device: torch.device) -> ProposalNetwork:
    """The network with these weights, to answer with."""
    network = ProposalNetwork().to(device)
    network.load_state_dict(weights, strict=False)  # counters of the normalisation are not kept
    return network.eval()


def _kept(name: str, value: torch.Tensor) -> torch.Tensor:
    return value.float() if name.endswith(STATISTICS) else value.half()


def _floats(network: ProposalNetwork) -> dict[str, torch.Tensor]:
    return {name: value for name, value in network.state_dict().items() if value.is_floating_point()}
