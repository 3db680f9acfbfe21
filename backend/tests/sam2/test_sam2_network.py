"""The network's own promises: quick ways give the plain ways' results, precision is chosen soundly, what is derived follows its weights."""

import copy

import pytest
import torch
from pico_checkpoint import pico_network

from masklet.sam2 import network as network_file
from masklet.sam2.chunks import in_chunks
from masklet.sam2.config import CONFIGS, PICO
from masklet.sam2.mask_choice import choose_mask, ordered_masks
from masklet.sam2.mask_decoder import DecodedMasks
from masklet.sam2.network import Recollection, Sam2Network


@pytest.fixture
def network():
    return pico_network()


@pytest.fixture
def picture():
    return torch.randn(1, 3, PICO.image_size, PICO.image_size, generator=torch.Generator().manual_seed(1))


def recollection(network, objects=1, frames=4, side=8):
    random = torch.Generator().manual_seed(2)
    memories = [
        (torch.randn(objects, side * side, 64, generator=random).to(network.dtype), torch.tensor([slot] * objects))
        for slot in range(frames)
    ]
    return Recollection(
        memories, torch.randn(objects, 5, 256, generator=random), torch.rand(objects, 5, generator=random)
    )


@torch.no_grad()
def tracked(network, picture, objects=1):
    features = network.encode_image(picture)
    image = network.with_memory(network.look(features), recollection(network, objects))
    output = network.track(image, features, None)
    return output, network.remember(features, output.mask_logits, output.object_logit, is_clear=False)


def test_the_quick_ways_of_a_cpu_give_the_plain_results(network, picture):
    """Gradients switch them off, so this compares the two."""
    features = network.encode_image(picture)
    plain = network.with_memory(network.look(features), recollection(network))
    with torch.no_grad():
        quick_features = network.encode_image(picture)
        quick = network.with_memory(network.look(quick_features), recollection(network))
    assert torch.allclose(features.coarse, quick_features.coarse, atol=1e-4)
    assert torch.allclose(plain, quick, atol=1e-4)


def test_several_objects_at_once_are_each_alone(network, picture):
    together, memories = tracked(network, picture, objects=3)
    whole = recollection(network, 3)
    for place in range(3):
        at = slice(place, place + 1)
        one = Recollection([(m[at], s[at]) for m, s in whole.frames], whole.pointers[at], whole.distances[at])
        with torch.no_grad():
            features = network.encode_image(picture)
            alone = network.track(network.with_memory(network.look(features), one), features, None)
        assert torch.allclose(alone.mask_logits, together.mask_logits[at], atol=1e-4)
    assert memories.shape == (3, 64, 64)


@pytest.mark.parametrize("name", ["sam2.1_hiera_pico"])
def test_what_is_derived_follows_its_weights(network, picture, name):
    tracked(network, picture)
    other = Sam2Network(CONFIGS[name]).requires_grad_(False).eval()
    other.load_state_dict(pico_network(seed=9).state_dict())
    network.load_state_dict(other.state_dict())
    assert torch.equal(tracked(network, picture)[0].mask_logits, tracked(other, picture)[0].mask_logits)
    assert torch.equal(tracked(copy.deepcopy(network), picture)[0].mask_logits, tracked(other, picture)[0].mask_logits)


@pytest.mark.parametrize("size", [64, 96, 256])
def test_other_image_sizes(network, size):
    output, memory = tracked_at(network, size)
    assert output.mask_logits.shape == (1, 1, size // 4, size // 4)
    assert memory.shape == (1, (size // 16) ** 2, 64)


@torch.no_grad()
def tracked_at(network, size):
    features = network.encode_image(torch.randn(1, 3, size, size))
    image = network.with_memory(network.look(features), recollection(network, side=size // 16))
    output = network.track(image, features, None)
    return output, network.remember(features, output.mask_logits, output.object_logit, is_clear=True)


def test_bfloat16_where_it_is_emulated_is_rounded_weights(network, picture, monkeypatch):
    monkeypatch.setattr(network_file, "has_fast_bfloat16", lambda: False)
    exact = tracked(network, picture)[0].mask_logits
    rounded = copy.deepcopy(network).to(torch.bfloat16)
    assert rounded.dtype is torch.float32
    assert torch.equal(rounded.no_mem_embed, network.no_mem_embed.bfloat16().float())
    assert 0 < (tracked(rounded, picture)[0].mask_logits - exact).abs().mean() < 0.1


def test_bfloat16_in_earnest_keeps_decoding_in_float32(network, picture):
    exact = tracked(network, picture)[0].mask_logits
    network.with_precision(torch.bfloat16, even_if_slow=True)
    assert network.dtype is torch.bfloat16
    assert network.sam_mask_decoder.iou_token.weight.dtype is torch.float32
    output, memory = tracked(network, picture)
    assert (output.mask_logits.dtype, memory.dtype) == (torch.float32, torch.bfloat16)
    assert (output.mask_logits - exact).abs().mean() < 0.1
    assert network.float().dtype is torch.float32


@pytest.mark.parametrize("rows", [0, 1, 7, 8, 9, 23])
def test_chunks(rows):
    x = torch.randn(rows, 3)
    with torch.no_grad():
        assert torch.equal(in_chunks(x, lambda part: part * 2, most=8), x * 2)


def test_the_choice_among_four_masks():
    logits = torch.full((1, 4, 8, 8), -1.0)
    logits[0, 0, :4] = 1.0  # stable
    logits[0, 1:, :2] = 1.0
    decoded = DecodedMasks(
        logits, torch.tensor([[0.1, 0.2, 0.9, 0.3]]), torch.arange(4.0).reshape(1, 4, 1), torch.ones(1)
    )
    assert choose_mask(decoded, is_doubtful=True).token.item() == 2.0
    assert choose_mask(decoded, is_doubtful=False).iou.item() == pytest.approx(0.1)
    logits[0, 0, 4:6] = 0.0  # within the margin: unstable
    shaky = choose_mask(decoded, is_doubtful=False)
    assert shaky.iou.item() == pytest.approx(0.9)
    assert shaky.token.item() == 0.0, "the pointer is made of the first token even then"
    logits[0, 0] = -1.0  # nothing at all is stable
    assert choose_mask(decoded, is_doubtful=False).iou.item() == pytest.approx(0.1)


def test_the_order_of_what_may_be_meant():
    logits = torch.arange(4.0).reshape(1, 4, 1, 1) * torch.ones(1, 4, 8, 8) - 1  # mask k is k - 1 everywhere
    decoded = DecodedMasks(logits, torch.tensor([[0.1, 0.2, 0.9, 0.3]]), torch.zeros(1, 4, 1), torch.ones(1))
    for is_doubtful, order in ((True, [2, 3, 1]), (False, [0, 2, 3, 1])):
        ordered, iou = ordered_masks(decoded, is_doubtful)
        assert (ordered[:, 0, 0] + 1).tolist() == order
        assert torch.equal(iou, decoded.iou[0, order])
        assert torch.equal(ordered[0], choose_mask(decoded, is_doubtful).logits[0, 0])


def test_only_torch_and_numpy():
    import subprocess
    import sys

    code = "import sys, masklet.sam2.network; print([m for m in ('torchvision', 'hydra', 'PIL', 'cv2', 'av') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
