"""The image predictor answers as the published one: same weights, same picture, every array."""

import numpy as np
import pytest
import torch

from masklet.sam2_api import SAM2ImagePredictor, build_sam2

MOST, MOST_ON_AVERAGE = 2e-2, 2e-3  # as the arrays' README says
PROMPTS = {
    "two_points": {"point_coords": [[60, 70], [190, 60]], "point_labels": [1, 0]},
    "box": {"box": [160, 35, 215, 85]},
    "box_point": {"box": [160, 35, 215, 85], "point_coords": [[190, 60]], "point_labels": [1]},
}


@pytest.fixture(scope="module")
def predictor(parity, tmp_path_factory):
    file = tmp_path_factory.mktemp("parity") / "weights.pt"
    torch.save({"model": parity.weights}, file)
    predictor = SAM2ImagePredictor(build_sam2("configs/sam2.1/sam2.1_hiera_t.yaml", file, device="cpu"))
    predictor.set_image(parity.frames[0])
    return predictor


@pytest.fixture(scope="module")
def agrees(parity):
    def check(name, ours):
        difference = np.abs(np.asarray(ours, np.float32) - parity.reference[f"image/{name}"].astype(np.float32))
        print(f"image/{name:20} max {difference.max():.5f} mean {difference.mean():.6f}")
        assert difference.max() <= MOST
        assert difference.mean() <= MOST_ON_AVERAGE

    return check


def test_every_array_is_looked_at(parity):
    here = {"embed", "high_res_0", "high_res_1"}
    here |= {f"{name}/{part}" for name in ("one_point", "mask_input", *PROMPTS) for part in ("low", "iou")}
    assert {name.removeprefix("image/") for name in parity.reference.files if name.startswith("image/")} == here


def test_features(predictor, parity, agrees):
    agrees("embed", predictor.get_image_embedding()[0, ::8, ::4, ::4])
    features = predictor.model.encode_image(_pixels(predictor, parity))
    agrees("high_res_0", features.fine[0, ::8, ::16, ::16])
    agrees("high_res_1", features.middle[0, ::8, ::16, ::16])


def _pixels(predictor, parity):
    from masklet.sam2_api.image_pixels import squared_pixels

    return squared_pixels(parity.frames[0], predictor.model.image_size, predictor.device)[None]


def test_three_masks_and_one_of_them_as_a_prompt(predictor, agrees):
    point = {"point_coords": np.array([[60, 70]]), "point_labels": np.array([1])}
    masks, iou, low = predictor.predict(**point)
    assert (masks.shape, iou.shape, low.shape) == ((3, 144, 256), (3,), (3, 256, 256))
    agrees("one_point/low", low)
    agrees("one_point/iou", iou)
    _, iou, low = predictor.predict(**point, mask_input=low[:1], multimask_output=False)
    agrees("mask_input/low", low)
    agrees("mask_input/iou", iou)


@pytest.mark.parametrize("name", PROMPTS)
def test_one_mask(predictor, agrees, name):
    prompt = {key: np.array(value) for key, value in PROMPTS[name].items()}
    _, iou, low = predictor.predict(**prompt, multimask_output=False)
    agrees(f"{name}/low", low)
    agrees(f"{name}/iou", iou)
