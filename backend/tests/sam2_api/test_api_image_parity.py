"""The image predictor answers as the published one: same weights, same picture, every array."""

import numpy as np
import torch
from image_calls import image_arrays

from masklet.sam2_api import SAM2ImagePredictor, build_sam2

MOST, MOST_ON_AVERAGE = 2e-2, 2e-3  # as the arrays' README says


def test_every_image_array_agrees(parity, tmp_path):
    torch.save({"model": parity.weights}, tmp_path / "weights.pt")
    model = build_sam2("configs/sam2.1/sam2.1_hiera_t.yaml", tmp_path / "weights.pt", device="cpu")
    seen = set()
    for name, ours in image_arrays(SAM2ImagePredictor(model), parity.frames[0]):
        difference = np.abs(np.asarray(ours, np.float32) - parity.reference[f"image/{name}"].astype(np.float32))
        print(f"image/{name:20} max {difference.max():.5f} mean {difference.mean():.6f}")
        assert difference.max() <= MOST, name
        assert difference.mean() <= MOST_ON_AVERAGE, name
        seen.add(f"image/{name}")
    assert seen == {name for name in parity.reference.files if name.startswith("image/")}


def test_shapes_of_three_masks(parity, pico):
    predictor = SAM2ImagePredictor(pico)
    predictor.set_image(parity.frames[0])
    masks, iou, low = predictor.predict(np.array([[60, 70]]), np.array([1]))
    side = pico.image_size // 4
    assert (masks.shape, iou.shape, low.shape) == ((3, 144, 256), (3,), (3, side, side))
