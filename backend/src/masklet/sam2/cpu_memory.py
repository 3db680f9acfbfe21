"""How memory and a layer's key map are laid out for attention on a CPU; cpu_attention.py has the reason and the sum.

Legend: M memory tokens, F frames, X Y columns and rows of the square grid, N = Y * X, C channels (256), c memory
channels (64), e = c + 1: a token with a one behind it, so that a bias is one more weight.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from masklet.sam2.rotary import THETA

# Queries at a time: matrices below some 200 columns are slow, and the scores of one group must stay in a 32 MB cache.
BLOCK = 256
SCORES = 30 * 2**20 // 4


@dataclass(frozen=True, slots=True)
class KeyMaps:
    """A layer's key map (weight and bias, scaled so that exp2 of a score is its softmax weight), turned to each
    column and row: [side * e, C / 2] for either half of the channels, and unturned [e, C]."""

    side: int
    columns: Tensor
    rows: Tensor
    unturned: Tensor


@dataclass(frozen=True, slots=True)
class FrameGroup:
    """Some frames of memory, each token with a one behind it. `by_column` [X, F * (Y + 1), e] and `by_row`
    [Y, X * F, e] are the same keys; `values` [X * F * (Y + 1), e] lie like `by_column`. Every column of a frame ends
    with a row of zeros."""

    by_column: Tensor
    by_row: Tensor
    values: Tensor


@dataclass(frozen=True, slots=True)
class PreparedMemory:
    """One object's memory for all layers: frames in groups, and the tokens without a place, keys and values [T, e]."""

    groups: tuple[FrameGroup, ...]
    pointer_keys: Tensor
    pointer_values: Tensor


@torch.no_grad()
def key_maps(weight_Cc: Tensor, bias_C: Tensor, side: int) -> KeyMaps:
    """Once for each layer and grid: 2 * side * e * C / 2 numbers, 4 MB at 64 x 64."""
    scale = math.log2(math.e) / math.sqrt(len(bias_C))
    map_Ce = scale * torch.cat((weight_Cc, bias_C[:, None]), dim=1).double()
    columns, rows = (_turned(half, side).to(weight_Cc.dtype) for half in map_Ce.chunk(2))
    return KeyMaps(side, columns, rows, map_Ce.t().to(weight_Cc.dtype).contiguous())


def _turned(half_He: Tensor, side: int) -> Tensor:
    """[side * e, H]: the map to half the channels, followed by the rotation of each place along its axis."""
    pairs = len(half_He) // 2
    rate = THETA ** (-torch.arange(pairs, dtype=torch.float64, device=half_He.device) / pairs)
    angle_XP = torch.outer(torch.arange(side, device=half_He.device).double(), rate)
    map_Pe = torch.complex(half_He[0::2], half_He[1::2])
    turned_XPe = map_Pe * torch.polar(torch.ones_like(angle_XP), angle_XP)[:, :, None]
    return torch.view_as_real(turned_XPe.transpose(1, 2)).flatten(2).flatten(0, 1)


@torch.no_grad()
def prepare_memory(keys_Mc: Tensor, values_Mc: Tensor, unplaced: int, side: int) -> PreparedMemory:
    """Keys are values with their position in space and time; the last `unplaced` tokens have no place on the grid, the
    others are whole frames, row by row. About 10 ms for seven frames of 64 x 64, once for all layers."""
    if len(keys_Mc) == 0:
        raise ValueError("attention to no memory at all has no value")
    placed = len(keys_Mc) - unplaced
    frames_of = [_frame_groups(tokens[:placed], side) for tokens in (keys_Mc, values_Mc)]
    return PreparedMemory(
        tuple(_group(keys, values) for keys, values in zip(*frames_of, strict=True)),
        _with_one(keys_Mc[placed:]),
        _with_one(values_Mc[placed:]),
    )


def _frame_groups(tokens_Mc: Tensor, side: int) -> list[Tensor]:
    """Frames [F, Y, X, c], in as few even groups as keep the scores of each small."""
    frames_FYXc = tokens_Mc.reshape(-1, side, side, tokens_Mc.shape[1]) if len(tokens_Mc) else tokens_Mc
    most = max(1, SCORES // (BLOCK * side * (side + 1)))
    groups = -(-len(frames_FYXc) // most)
    return list(frames_FYXc.tensor_split(groups)) if groups else []


def _group(keys_FYXc: Tensor, values_FYXc: Tensor) -> FrameGroup:
    by_row = _with_one(keys_FYXc.permute(1, 2, 0, 3)).flatten(1, 2)
    return FrameGroup(_padded(keys_FYXc).flatten(1, 2), by_row, _padded(values_FYXc).flatten(0, 2))


def _padded(tokens_FYXc: Tensor) -> Tensor:
    """[X, F, Y + 1, e]. The row of zeros keeps the stride between columns of scores off a power of two, which would put
    them all in the same few lines of the cache: without it the second product takes a third longer."""
    frames, side, _, channels = tokens_FYXc.shape
    padded = tokens_FYXc.new_zeros(side, frames, side + 1, channels + 1)
    padded[:, :, :side, :channels] = tokens_FYXc.permute(2, 0, 1, 3)
    padded[:, :, :side, channels] = 1
    return padded


def _with_one(tokens_Kc: Tensor) -> Tensor:
    """[..., e]."""
    return torch.cat((tokens_Kc, tokens_Kc.new_ones(*tokens_Kc.shape[:-1], 1)), dim=-1)
