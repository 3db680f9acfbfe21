"""Weights of the proposal network on disk: safetensors in half precision, as the engine reads them."""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from masklet.training.network import ProposalNetwork


def write_weights(network: ProposalNetwork, path: Path) -> None:
    """Whole or not at all. Counters of the normalisation are left out."""
    kept = {
        name: value.half().contiguous().cpu()
        for name, value in network.state_dict().items()
        if value.is_floating_point()
    }
    part = path.with_suffix(".part")
    save_file(kept, part)
    part.replace(path)


def read_weights(path: Path) -> dict[str, torch.Tensor]:
    """Tensors by name, in single precision."""
    return {name: value.float() for name, value in load_file(path).items()}
