"""Checkpoint files with random weights, as the published ones are laid out."""

from pathlib import Path

import torch

from masklet.sam2.checkpoint import random_network
from masklet.sam2.config import CONFIGS

PICO = "sam2.1_hiera_pico"


def write_checkpoint(folder: Path, name: str = PICO, seed: int = 0, weights_of: str | None = None) -> Path:
    """NAME.pt in the folder, with the weights of a configuration (None: its own)."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.pt"
    torch.save({"model": random_network(CONFIGS[weights_of or name], seed).state_dict()}, file)
    return file
