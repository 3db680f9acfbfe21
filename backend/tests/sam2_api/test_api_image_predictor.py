"""The image predictor's arguments, shapes, kinds of numbers and refusals, as SAM 2's users know them."""

import numpy as np
import pytest
import torch
from PIL import Image

from masklet.domain.errors import InvalidInput, InvalidPrompt
from masklet.sam2.config import PICO
from masklet.sam2_api import SAM2ImagePredictor, build_sam2, build_sam2_video_predictor

HEIGHT, WIDTH, LOW = 20, 30, PICO.image_size // 4
PICTURE = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
POINT = {"point_coords": np.array([[10, 8]]), "point_labels": np.array([1])}
BOX = np.array([4, 3, 20, 15])


@pytest.fixture
def predictor(pico):
    predictor = SAM2ImagePredictor(pico)
    predictor.set_image(PICTURE)
    return predictor


def shapes(answer):
    assert all(isinstance(part, np.ndarray) and part.dtype == np.float32 for part in answer)
    return [part.shape for part in answer]


PROMPTS = {
    "point": POINT,
    "points": {"point_coords": [[10, 8], [2, 3]], "point_labels": [1, 0]},
    "tensors": {"point_coords": torch.tensor([[10.0, 8.0]]), "point_labels": torch.tensor([1])},
    "box": {"box": BOX},
    "box in a row": {"box": BOX[None]},
    "box and point": {"box": BOX, **POINT},
    "mask": {"mask_input": np.zeros((1, LOW, LOW), np.float32)},
    "mask and point": {"mask_input": np.zeros((1, 1, LOW, LOW)), **POINT},
    "nothing": {},
}


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)
@pytest.mark.parametrize("count", [3, 1])
def test_one_prompt(predictor, prompt, count):
    answer = predictor.predict(**prompt, multimask_output=count == 3)
    assert shapes(answer) == [(count, HEIGHT, WIDTH), (count,), (count, LOW, LOW)]
    assert set(np.unique(answer[0])) <= {0.0, 1.0}
    assert np.abs(answer[2]).max() <= 32


@pytest.mark.parametrize("count", [3, 1])
def test_several_prompts_are_as_one_by_one(predictor, count):
    boxes = np.stack([BOX, BOX + 3, BOX + 5])
    points = np.array([[[10, 8]], [[12, 9]], [[14, 10]]])
    labels = np.ones((3, 1))
    many = predictor.predict(points, labels, boxes, multimask_output=count == 3, return_logits=True)
    assert shapes(many) == [(3, count, HEIGHT, WIDTH), (3, count), (3, count, LOW, LOW)]
    for index in range(3):
        one = predictor.predict(
            points[index], labels[index], boxes[index], multimask_output=count == 3, return_logits=True
        )
        assert all(
            np.allclose(each, alone, atol=1e-3) for each, alone in zip((p[index] for p in many), one, strict=True)
        )


def test_logits_and_masks_agree(predictor):
    logits = predictor.predict(**POINT, return_logits=True)[0]
    assert ((logits > 0) == predictor.predict(**POINT)[0]).all()


def test_a_threshold(pico):
    plain, strict = SAM2ImagePredictor(pico), SAM2ImagePredictor(pico, mask_threshold=0.5)
    for predictor in (plain, strict):
        predictor.set_image(PICTURE)
    logits = plain.predict(**POINT, return_logits=True)[0]
    assert ((logits > 0.5) == strict.predict(**POINT)[0]).all()


def test_coordinates_in_shares(predictor):
    size = np.array([WIDTH, HEIGHT])
    pixels = predictor.predict(**POINT, box=BOX)
    point = {**POINT, "point_coords": POINT["point_coords"] / size}
    shares = predictor.predict(**point, box=BOX / np.tile(size, 2), normalize_coords=False)
    assert all(np.allclose(a, b, atol=1e-4) for a, b in zip(pixels, shares, strict=True))


def test_pictures_of_all_kinds_are_seen_alike(predictor, pico):
    embedding = predictor.get_image_embedding()
    assert embedding.shape == (1, 256, pico.image_size // 16, pico.image_size // 16)
    flipped = PICTURE[:, :, ::-1].copy()[:, :, ::-1]  # as people turn BGR into RGB
    for same in (Image.fromarray(PICTURE), Image.fromarray(PICTURE).convert("RGBA"), PICTURE / 255, flipped):
        predictor.set_image(same)
        assert torch.allclose(predictor.get_image_embedding(), embedding, atol=1e-4)


def test_one_pixel(predictor):
    predictor.set_image(np.array([[[200, 100, 0]]], np.uint8))
    assert shapes(predictor.predict(np.array([[0.5, 0.5]]), [1])) == [(3, 1, 1), (3,), (3, LOW, LOW)]


def test_a_batch_is_as_one_by_one(pico):
    predictor, alone = SAM2ImagePredictor(pico), SAM2ImagePredictor(pico)
    pictures = [PICTURE, PICTURE[:10, :12]]
    predictor.set_image_batch(pictures)
    boxes = [BOX, np.array([[1, 1, 6, 6], [2, 2, 9, 9]])]
    answers = predictor.predict_batch(
        [np.array([[10, 8]]), None], [np.array([1]), None], boxes, multimask_output=False, return_logits=True
    )
    assert all(isinstance(each, list) for each in answers)
    assert [mask.shape for mask in answers[0]] == [(1, HEIGHT, WIDTH), (2, 1, 10, 12)]
    for index, picture in enumerate(pictures):
        alone.set_image(picture)
        said = POINT if index == 0 else {}
        one = alone.predict(**said, box=boxes[index], multimask_output=False, return_logits=True)
        assert all(np.allclose(a[index], b, atol=1e-3) for a, b in zip(answers, one, strict=True))


def test_before_an_image_and_after_a_reset(pico):
    predictor = SAM2ImagePredictor(pico)
    calls = [predictor.predict, predictor.predict_batch, predictor.get_image_embedding]
    for call in calls:
        with pytest.raises(RuntimeError, match="must be set"):
            call()
    predictor.set_image(PICTURE)
    with pytest.raises(InvalidInput, match=r"set_image_batch"):
        predictor.predict_batch()
    predictor.reset_predictor()
    with pytest.raises(RuntimeError, match="must be set"):
        predictor.predict(**POINT)


def blob(predictor, monkeypatch):
    """A mask with a hole of 4 pixels and a speck of 2, whatever is asked."""
    logits = torch.full((1, 1, LOW, LOW), -5.0)
    logits[..., 4:20, 4:20] = 5
    logits[..., 8:10, 8:10] = -5
    logits[..., 28, 28:30] = 5
    answer = (logits, torch.ones(1, 1))
    monkeypatch.setattr("masklet.sam2_api.image_predictor.candidates", lambda *_: answer)
    predictor.set_image(np.zeros((LOW, LOW, 3), np.uint8))
    return predictor.predict(**POINT, multimask_output=False)[0][0] > 0


@pytest.mark.parametrize(("hole", "speck"), [(0, 0), (4, 0), (0, 2), (4, 2), (3, 1)])
def test_small_holes_and_specks(pico, monkeypatch, hole, speck):
    mask = blob(SAM2ImagePredictor(pico, max_hole_area=hole, max_sprinkle_area=speck), monkeypatch)
    assert mask[8:10, 8:10].all() == (hole >= 4)
    assert mask[28, 28:30].any() == (speck < 2)
    assert mask[4:8, 4:20].all()


def test_a_video_predictor_is_a_model_too():
    video, image = (build("sam2.1_hiera_pico", device="cpu") for build in (build_sam2_video_predictor, build_sam2))
    predictor, other = SAM2ImagePredictor(video), SAM2ImagePredictor(image)
    for each in (predictor, other):
        each.set_image(PICTURE)
    assert np.allclose(predictor.predict(**POINT)[2], other.predict(**POINT)[2], atol=1e-5)


def test_an_unstable_single_mask_gives_way_unless_told_otherwise():
    model = build_sam2("sam2.1_hiera_pico", device="cpu")
    plain = build_sam2("sam2.1_hiera_pico", device="cpu", apply_postprocessing=False)
    answers = []
    for each in (model, plain):
        predictor = SAM2ImagePredictor(each)
        predictor.set_image(PICTURE)
        answers.append((predictor.predict(box=BOX, multimask_output=False), predictor.predict(box=BOX)))
    ((single, three), (bare, _)) = answers
    assert not np.allclose(single[2], bare[2])
    assert np.allclose(single[2][0], three[2][three[1].argmax()], atol=1e-5)


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode, torch.enable_grad])
def test_in_other_modes(pico, mode):
    predictor = SAM2ImagePredictor(pico)
    predictor.set_image(PICTURE)
    plain = predictor.predict(**POINT)[2]
    with mode():
        predictor.set_image(PICTURE)
        assert np.allclose(predictor.predict(**POINT)[2], plain, atol=1e-5)
    assert np.allclose(predictor.predict(**POINT)[2], plain, atol=1e-5)


def test_under_autocast_and_after_it(pico):
    predictor = SAM2ImagePredictor(pico)
    predictor.set_image(PICTURE)
    plain = predictor.predict(**POINT)
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        predictor.set_image(PICTURE)
        low = predictor.predict(**POINT)
    assert shapes(low) == shapes(plain)
    assert np.abs(low[2] - plain[2]).mean() < 0.1 * plain[2].std()
    predictor.set_image(PICTURE)
    assert np.allclose(predictor.predict(**POINT)[2], plain[2], atol=1e-5)


BAD_PICTURES = {
    "grey": PICTURE[..., 0],
    "with alpha": np.zeros((4, 4, 4), np.uint8),
    "nothing": PICTURE[:0],
    "whole numbers": PICTURE.astype(int),
    "floats up to 255": PICTURE.astype(float),
    "no numbers": np.full((2, 2, 3), np.nan),
    "a tensor": torch.zeros(4, 4, 3),
    "a path": "picture.png",
}


@pytest.mark.parametrize("picture", BAD_PICTURES.values(), ids=BAD_PICTURES)
def test_bad_pictures(pico, picture):
    with pytest.raises(InvalidInput):
        SAM2ImagePredictor(pico).set_image(picture)


BAD_PROMPTS = {
    "no labels": {"point_coords": [[1, 2]]},
    "too many labels": {"point_coords": [[1, 2]], "point_labels": [1, 0]},
    "one number": {"point_coords": [3], "point_labels": [1]},
    "three coordinates": {"point_coords": [[1, 2, 3]], "point_labels": [1]},
    "unknown label": {"point_coords": [[1, 2]], "point_labels": [7]},
    "nan": {"point_coords": [[1, np.nan]], "point_labels": [1]},
    "words": {"point_coords": [["a", "b"]], "point_labels": [1]},
    "no area": {"box": [3, 3, 3, 9]},
    "turned over": {"box": [9, 9, 3, 3]},
    "outside": {"box": [WIDTH, 0, WIDTH + 9, 9]},
    "before": {"box": [-9, 0, -1, 9]},
    "infinite": {"box": [0, 0, np.inf, 9]},
    "three numbers": {"box": [1, 2, 3]},
    "mask of another size": {"mask_input": np.zeros((1, LOW, LOW + 1))},
    "mask of no numbers": {"mask_input": np.full((1, LOW, LOW), np.nan)},
    "two boxes, three points": {
        "box": np.stack([BOX, BOX]),
        "point_coords": np.ones((3, 1, 2)),
        "point_labels": np.ones((3, 1)),
    },
}


@pytest.mark.parametrize("prompt", BAD_PROMPTS.values(), ids=BAD_PROMPTS)
def test_bad_prompts(predictor, prompt):
    with pytest.raises(InvalidPrompt):
        predictor.predict(**prompt)


def test_a_batch_of_another_length(pico):
    predictor = SAM2ImagePredictor(pico)
    predictor.set_image_batch([PICTURE, PICTURE])
    with pytest.raises(InvalidPrompt, match="2 images and prompts for 1"):
        predictor.predict_batch(box_batch=[BOX])
    with pytest.raises(InvalidInput):
        predictor.set_image_batch([])


def test_another_precision():
    model = build_sam2("sam2.1_hiera_pico", device="cpu")
    predictor = SAM2ImagePredictor(model)
    predictor.set_image(PICTURE)
    plain = predictor.predict(**POINT)
    assert model.to(torch.bfloat16) is model
    predictor.set_image(PICTURE)
    low = predictor.predict(**POINT)
    assert shapes(low) == shapes(plain)
    assert np.abs(low[2] - plain[2]).mean() < 0.1 * plain[2].std()
