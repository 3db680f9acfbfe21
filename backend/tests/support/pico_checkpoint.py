"""Writes sam2.1_hiera_pico.pt, random weights that see an object everywhere: `python pico_checkpoint.py FOLDER`."""

import sys
from pathlib import Path

import torch

from masklet.sam2.checkpoint import random_network
from masklet.sam2.config import PICO
from masklet.sam2.network import Sam2Network

SEES_OBJECTS = 4.0  # what the object logit is raised by


def pico_network(seed: int = 1) -> Sam2Network:
    """The small network; without this its objects would come and go at random."""
    network = random_network(PICO, seed)
    network.sam_mask_decoder.pred_obj_score_head.layers[2].bias += SEES_OBJECTS
    return network


def write_pico(folder: Path) -> Path:
    """The file in the folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{PICO.name}.pt"
    torch.save({"model": pico_network().state_dict()}, file)
    return file


if __name__ == "__main__":
    print(write_pico(Path(sys.argv[1])))
