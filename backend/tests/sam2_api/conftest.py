"""The parity case for the drop-in API, and a small model."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from masklet.sam2_api import build_sam2

PARITY = Path(__file__).parents[1] / "parity"
NAME = "sam2.1_hiera_tiny"


@pytest.fixture(scope="session")
def parity():
    """`frames`, `reference` by array, and `weights` of the reference's network."""
    spec = importlib.util.spec_from_file_location("parity_weights", PARITY / "weights.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    tensors = made.state_dict(PARITY / f"keys_{NAME}.json")
    return SimpleNamespace(
        name=NAME,
        frames=made.frames(),
        reference=np.load(PARITY / f"reference_{NAME}.npz"),
        weights={key: torch.from_numpy(value) for key, value in tensors.items()},
    )


@pytest.fixture(scope="session")
def pico():
    return build_sam2("sam2.1_hiera_pico", device="cpu")
