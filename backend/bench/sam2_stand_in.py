"""Weights and pictures that stand in for a checkpoint and a video: the same numbers everywhere, from names and shapes alone."""

import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from masklet.sam2.config import CONFIGS
from masklet.sam2.network import Sam2Network

_FOLDERS = (Path(__file__).parents[1] / "tests/parity", Path(__file__).parents[3] / "shared/parity")


@cache
def _weights() -> Any:  # noqa: ANN401 - the module weights.py of the parity check
    sys.path.insert(0, str(next(folder for folder in _FOLDERS if (folder / "weights.py").exists())))
    import weights

    return weights


def tensors_of(name: str) -> dict[str, Tensor]:
    """All tensors of a configuration by the checkpoints' names, float32."""
    shapes = {key: tuple(tensor.shape) for key, tensor in Sam2Network(CONFIGS[name]).state_dict().items()}
    return {key: torch.from_numpy(_weights().tensor(key, shape)) for key, shape in shapes.items()}


def network_of(name: str, tensors: dict[str, Tensor]) -> Sam2Network:
    """Float32, on the CPU."""
    network = Sam2Network(CONFIGS[name])
    network.load_state_dict(tensors)
    return network.requires_grad_(False).eval()


@cache
def clip(height: int = 144, width: int = 256) -> NDArray[np.uint8]:
    """[8, height, width, 3]: two discs over a smooth texture, the first at (60, 70) of frame 0."""
    frames: NDArray[np.uint8] = _weights().frames(height=height, width=width)
    return frames
