"""Attention to memory on a CPU against the formula, in float64."""

from dataclasses import dataclass

import pytest
import torch
from torch import Tensor

from masklet.sam2 import cpu_attention, cpu_bfloat16, cpu_memory
from masklet.sam2.cpu_attention import recall
from masklet.sam2.cpu_bfloat16 import has_fast_bfloat16, recall_bfloat16
from masklet.sam2.cpu_memory import key_maps, prepare_memory

WIDTH, MEMORY_WIDTH = 256, 64


@dataclass(frozen=True)
class Case:
    """One layer and its objects; `queries` are rotated already."""

    side: int
    unplaced: int
    weight: Tensor
    bias: Tensor
    queries: Tensor
    keys: Tensor
    values: Tensor

    def expected(self) -> Tensor:
        """[B, N, c] float64."""
        return self.scores().softmax(-1) @ self.values.double()

    def scores(self) -> Tensor:
        """[B, N, M] float64."""
        key = self.keys.double() @ self.weight.double().t() + self.bias.double()
        placed = key.shape[1] - self.unplaced
        key = torch.cat((rotated(key[:, :placed], self.side), key[:, placed:]), dim=1)
        return self.queries.double() @ key.transpose(1, 2) / WIDTH**0.5

    def got(self) -> Tensor:
        """[B, N, c] float32."""
        objects = zip(self.keys, self.values, strict=True)
        memories = [prepare_memory(keys, values, self.unplaced, self.side) for keys, values in objects]
        return recall(self.queries, key_maps(self.weight, self.bias, self.side), memories)

    def got_in_bfloat16(self) -> Tensor:
        tensors = (self.queries, self.weight, self.bias, self.keys, self.values)
        return recall_bfloat16(*(tensor.bfloat16() for tensor in tensors), self.unplaced)


def case(side: int, frames: int, unplaced: int, objects: int = 1, shared: bool = False, strength: float = 1.0) -> Case:
    """Numbers that bfloat16 holds too."""
    random = torch.Generator().manual_seed(side + frames + unplaced)

    def normal(scale: float, *shape: int) -> Tensor:
        return (scale * torch.randn(*shape, generator=random)).bfloat16().float()

    tokens = (objects, frames * side * side + unplaced, MEMORY_WIDTH)
    return Case(
        side,
        unplaced,
        weight=normal(0.125, WIDTH, MEMORY_WIDTH),
        bias=normal(0.5, WIDTH),
        queries=normal(3 * strength, 1 if shared else objects, side * side, WIDTH),
        keys=normal(1, *tokens),
        values=normal(1, *tokens),
    )


def rotated(keys: Tensor, side: int) -> Tensor:
    """The rotary positions in complex numbers: 64 pairs turn with x, 64 with y."""
    place = torch.arange(keys.shape[1]) % (side * side)
    rate = 10000.0 ** (-torch.arange(64).double() / 64)
    angle = torch.cat([torch.outer(axis.double(), rate) for axis in (place % side, place // side)], dim=1)
    pairs = torch.view_as_complex(keys.unflatten(-1, (-1, 2)).contiguous())
    return torch.view_as_real(pairs * torch.polar(torch.ones_like(angle), angle)).flatten(-2)


def assert_agrees(some: Case) -> None:
    torch.testing.assert_close(some.got().double(), some.expected(), rtol=0, atol=2e-5)


def picks(some: Case, got: Tensor) -> float:
    """The share of queries, among those whose greatest score is far ahead, that got the value of that key."""
    two = some.scores().topk(2)
    sure = two.values[..., 0] - two.values[..., 1] > 30
    value = torch.stack([values[index] for values, index in zip(some.values, two.indices[..., 0], strict=True)])
    close = (got.float() - value).abs().amax(dim=-1) < 1e-2
    assert sure.sum() > 20
    return float(close[sure].double().mean())


@pytest.mark.parametrize(
    ("side", "frames", "unplaced"),
    [
        (8, 1, 0),
        (8, 3, 4),
        (8, 7, 64),
        (8, 2, 900),
        (8, 0, 5),
        (12, 5, 1),
        (16, 7, 64),
        (16, 4, 0),
        (20, 1, 16),
        (7, 3, 2),
    ],
)
def test_agrees_with_the_formula(side, frames, unplaced):
    assert_agrees(case(side, frames, unplaced))


@pytest.mark.parametrize("shared", [True, False])
def test_several_objects_with_one_query_or_their_own(shared):
    assert_agrees(case(8, 3, 8, objects=3, shared=shared))


def test_objects_that_remember_differently_many_frames_share_a_query():
    long, short = case(8, 5, 8, shared=True), case(8, 1, 2, shared=True)
    memories = [prepare_memory(some.keys[0], some.values[0], some.unplaced, 8) for some in (long, short)]
    together = recall(long.queries, key_maps(long.weight, long.bias, 8), memories)
    alone = recall(long.queries, key_maps(long.weight, long.bias, 8), memories[1:])
    torch.testing.assert_close(together, torch.cat((long.got(), alone)), rtol=0, atol=2e-5)


def test_frames_in_several_groups_and_queries_in_several_blocks(monkeypatch):
    monkeypatch.setattr(cpu_memory, "SCORES", 3 * 256 * 16 * 17)
    monkeypatch.setattr(cpu_attention, "BLOCK", 100)
    some = case(16, 7, 9)
    assert len(prepare_memory(some.keys[0], some.values[0], 9, 16).groups) == 3
    assert_agrees(some)


def test_scores_that_overflow_are_taken_less_the_greatest(monkeypatch):
    monkeypatch.setattr(cpu_memory, "SCORES", 2 * 256 * 8 * 9)
    some = case(8, 5, 3, strength=300.0)
    spread = some.scores().amax(dim=-1) - some.scores().median(dim=-1).values
    assert spread.max() > 1000
    assert picks(some, some.got()) > 0.99


def test_scores_far_below_nought_do_not_vanish():
    """Channel 126 hardly turns, so that a bias there lowers every score alike, and no softmax weight moves."""
    some = case(8, 2, 0)
    some.queries[..., 126] = 100
    some.bias[126] = -500
    assert some.scores().max() < -1000
    torch.testing.assert_close(some.got().double(), some.expected(), rtol=0, atol=5e-3)


def test_no_memory_at_all_is_refused():
    with pytest.raises(ValueError, match="no memory"):
        prepare_memory(torch.empty(0, 64), torch.empty(0, 64), 0, 8)


@pytest.mark.parametrize(("frames", "unplaced", "strength"), [(3, 8, 0.3), (1, 0, 0.3), (0, 5, 0.3), (2, 70, 0.6)])
@pytest.mark.parametrize("shared", [True, False])
def test_bfloat16_agrees_within_its_rounding(frames, unplaced, strength, shared):
    some = case(8, frames, unplaced, objects=2, shared=shared, strength=strength)
    torch.testing.assert_close(some.got_in_bfloat16().double(), some.expected(), rtol=0, atol=0.04)


def test_bfloat16_with_queries_in_several_blocks():
    some = case(20, 2, 3, strength=0.3)
    torch.testing.assert_close(some.got_in_bfloat16().double(), some.expected(), rtol=0, atol=0.04)


def test_bfloat16_scores_that_overflow_are_taken_less_the_greatest():
    some = case(8, 5, 3, strength=300.0)
    assert picks(some, some.got_in_bfloat16()) > 0.9


def test_a_torch_that_cannot_tell_has_no_fast_bfloat16(monkeypatch):
    monkeypatch.setattr(cpu_bfloat16.platform, "machine", lambda: "x86_64")
    for name in ("_is_amx_tile_supported", "_is_avx512_bf16_supported"):
        monkeypatch.delattr(torch.cpu, name, raising=False)
    assert has_fast_bfloat16.__wrapped__() is False


@pytest.mark.parametrize("name", ["_is_amx_tile_supported", "_is_avx512_bf16_supported"])
def test_either_extension_makes_bfloat16_fast(monkeypatch, name):
    monkeypatch.setattr(cpu_bfloat16.platform, "machine", lambda: "x86_64")
    for other in ("_is_amx_tile_supported", "_is_avx512_bf16_supported"):
        monkeypatch.setattr(torch.cpu, other, lambda answer=other == name: answer, raising=False)
    assert has_fast_bfloat16.__wrapped__() is True
