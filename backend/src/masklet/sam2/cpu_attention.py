"""Attention to memory on a CPU, exact, in little over half the time of rotated keys and a fused kernel.

For seven frames of 64 x 64 and 64 pointers on one Zen 3 core: 829 ms a layer, where the fused kernel takes 1516; with
one frame it is 253 against 218.

The rotation is axial, so a rotated query q meets the rotated key of the token n at column x and row y in two terms,
    q · R(x, y) (W n + b) = u[x] · ñ + v[y] · ñ,    ñ = (n, 1),    u[x] = (R(x) W̃)ᵀ q,  v[y] = (R(y) W̃)ᵀ q:
128 multiplications in place of 256, and no keys to compute, rotate or keep. There is one head and values carry no
rotation, so the softmax weighs the 64 channels of memory and the caller applies the value's and output's maps after.

Legend: cpu_memory.py's, and B objects, n queries of a block, K tokens of a group.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from masklet.sam2.cpu_memory import BLOCK, FrameGroup, KeyMaps, PreparedMemory


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the n queries from `start` on ask of each column and row of memory [side, e, n], of tokens without a place
    [e, n] and of the frames at their own places [n, e, 1]; `row_bias` [side, n] is `rows` without any shift."""

    start: int
    columns: Tensor
    rows: Tensor
    row_bias: Tensor
    unturned: Tensor
    own: Tensor


@torch.no_grad()
def recall(query_BNC: Tensor, maps: KeyMaps, memories: Sequence[PreparedMemory]) -> Tensor:
    """[B, N, c] float32: softmax(q kᵀ / √C) over what each of B objects remembers. Queries are rotated, and either B or
    one that all objects share, which is then prepared once."""
    tokens = query_BNC.shape[1]
    block = max(size for size in range(1, min(BLOCK, tokens) + 1) if tokens % size == 0)
    most = max((len(group.values) for memory in memories for group in memory.groups), default=0)
    asked_Aen = query_BNC.new_empty(2 * len(maps.columns), block)
    scores_Kn = query_BNC.new_empty(most, block)
    out_BNc = query_BNC.new_empty(len(memories), tokens, memories[0].pointer_values.shape[1] - 1)
    for start in range(0, tokens, block):
        here = slice(start, start + block)
        for index, memory in enumerate(memories):
            if index < len(query_BNC):
                asked = _ask(query_BNC[index, here], maps, start, asked_Aen)
            out_BNc[index, here] = _weighed(asked, memory, scores_Kn)
    return out_BNc


def _ask(query_nC: Tensor, maps: KeyMaps, start: int, asked_Aen: Tensor) -> _Asked:
    half = query_nC.shape[1] // 2
    columns, rows = asked_Aen.chunk(2)
    torch.mm(maps.columns, query_nC[:, :half].t(), out=columns)
    torch.mm(maps.rows, query_nC[:, half:].t(), out=rows)
    columns, rows = columns.view(maps.side, -1, len(query_nC)), rows.view(maps.side, -1, len(query_nC))
    query = torch.arange(len(query_nC), device=query_nC.device)
    place = query + start
    own = columns[place % maps.side, :, query] + rows[place // maps.side, :, query]
    return _Asked(start, columns, rows, rows[:, -1].clone(), torch.mm(maps.unturned, query_nC.t()), own[:, :, None])


def _weighed(asked: _Asked, memory: PreparedMemory, scores_Kn: Tensor) -> Tensor:
    """[n, c]. Scores are taken less that of some key, not the greatest, which would cost a pass over all of them; where
    that overflows, the block is done again less the greatest."""
    shift_n = _some_score(asked, memory)
    sums_en = _sums(asked, memory, shift_n, scores_Kn)
    if not bool(torch.isfinite(sums_en).all()):
        above = [scores.amax(dim=0) for scores, _ in _scored(asked, memory, shift_n, scores_Kn)]
        sums_en = _sums(asked, memory, shift_n + torch.stack(above).amax(dim=0), scores_Kn)
    return (sums_en[:-1] / sums_en[-1]).t()


def _some_score(asked: _Asked, memory: PreparedMemory) -> Tensor:
    """[n]: the greatest score among the tokens at the query's own place and those without a place. As the score of a
    key it bounds the greatest from below, so that no sum of weights can vanish."""
    own = [torch.bmm(_at_places(group, asked.start, len(asked.own)), asked.own)[:, :, 0] for group in memory.groups]
    return torch.cat((*own, torch.mm(memory.pointer_keys, asked.unturned).t()), dim=1).amax(dim=1)


def _at_places(group: FrameGroup, start: int, count: int) -> Tensor:
    """[n, F, e]: the keys of all frames at places `start` and following."""
    side, _, channels = group.by_row.shape
    return group.by_row.view(side * side, -1, channels)[start : start + count]


def _sums(asked: _Asked, memory: PreparedMemory, shift_n: Tensor, scores_Kn: Tensor) -> Tensor:
    """[e, n]: the weighed sum of values, and below it, from the ones behind them, the sum of weights."""
    sums_en = torch.zeros_like(asked.unturned)
    for scores, values_Ke in _scored(asked, memory, shift_n, scores_Kn):
        torch.exp2(scores, out=scores)
        torch.addmm(sums_en, values_Ke.t(), scores, out=sums_en)
    return sums_en


def _scored(
    asked: _Asked, memory: PreparedMemory, shift_n: Tensor, scores_Kn: Tensor
) -> Iterator[tuple[Tensor, Tensor]]:
    """(scores less the shift [K, n], values [K, e]) of each group, then of the tokens without a place."""
    torch.sub(asked.row_bias, shift_n, out=asked.rows[:, -1])
    for group in memory.groups:
        yield _score(asked, group, scores_Kn[: len(group.values)]), group.values
    yield torch.mm(memory.pointer_keys, asked.unturned) - shift_n, memory.pointer_values


def _score(asked: _Asked, group: FrameGroup, scores_Kn: Tensor) -> Tensor:
    """Fills `scores_Kn`: column by column, then row by row on top. The rows of zeros score 0 and weigh values of 0."""
    side, _, n = asked.columns.shape
    torch.bmm(group.by_column, asked.columns, out=scores_Kn.view(side, -1, n))
    scores_YKn = scores_Kn.view(-1, side + 1, n)[:, :side].transpose(0, 1)
    scores_YKn.baddbmm_(group.by_row, asked.rows)
    return scores_Kn
