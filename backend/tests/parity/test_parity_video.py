"""The video predictor answers as the published one: same weights, same clip, every array, in the order of one session."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from video_calls import video_arrays
from weights import frames, state_dict

from masklet.sam2.config import PUBLISHED
from masklet.sam2.network import Sam2Network
from masklet.sam2_api import build_sam2_video_predictor

HERE = Path(__file__).parent
NAME = "sam2.1_hiera_tiny"
MOST, MOST_ON_AVERAGE = 2e-2, 2e-3  # as README.md says


@pytest.fixture
def encoded_once(monkeypatch):
    """Each picture goes through the image encoder once, however often the calls come back to its frame."""
    encode, known = Sam2Network.encode_image, {}

    def remembered(network, pixels):
        key = pixels.numpy().tobytes()
        if key not in known:
            known[key] = encode(network, pixels)
        return known[key]

    monkeypatch.setattr(Sam2Network, "encode_image", remembered)


@pytest.mark.timeout(1500)  # 45 looks of 4,096 places at the memory of 7 frames, on what may be a busy machine
def test_every_video_array_agrees(tmp_path, encoded_once):
    torch.save(
        {"model": {name: torch.from_numpy(x) for name, x in state_dict(HERE / f"keys_{NAME}.json").items()}},
        tmp_path / "w.pt",
    )
    predictor = build_sam2_video_predictor("configs/sam2.1/sam2.1_hiera_t.yaml", tmp_path / "w.pt", device="cpu")
    reference = np.load(HERE / f"reference_{NAME}.npz")
    seen = set()
    for name, ids, ours in video_arrays(predictor, frames()):
        theirs = reference[f"video/{name}/logits"].astype(np.float32)
        difference = np.abs(ours - theirs)
        print(f"video/{name:14} max {difference.max():.5f} mean {difference.mean():.6f}")
        assert list(reference[f"video/{name}/ids"]) == ids, name
        assert difference.max() <= MOST, name
        assert difference.mean() <= MOST_ON_AVERAGE, name
        seen.add(f"video/{name}")
    assert seen == {name.rpartition("/")[0] for name in reference.files if name.startswith("video/")}


def test_names_and_shapes_are_the_checkpoints_own():
    """Of all eight: the digest of name and shape of every tensor, taken from the published files' lists."""
    digests = json.loads((HERE / "key_digests.json").read_text())
    assert set(digests) == set(PUBLISHED)
    for name, config in PUBLISHED.items():
        with torch.device("meta"):
            tensors = Sam2Network(config).state_dict()
        assert digest({key: list(tensor.shape) for key, tensor in tensors.items()}) == digests[name], name


def digest(shapes):
    import hashlib

    return hashlib.sha256(json.dumps(sorted(shapes.items())).encode()).hexdigest()
