"""Whether this CPU multiplies bfloat16 matrices in hardware, and attention to memory for one that does.

Such hardware makes products cheap and passes over the scores dear, so keys are rotated and met in one product, not in
two as in cpu_attention.py. Never for another CPU: without the hardware bfloat16 is ten times slower than float32.

Legend: cpu_attention.py's; M memory tokens.
"""

import math
import platform
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Tensor

from masklet.sam2.cpu_memory import BLOCK
from masklet.sam2.rotary import rotate


@lru_cache(maxsize=1)
def has_fast_bfloat16() -> bool:
    """AMX or AVX512-BF16 on x86, the BF16 extension under Linux on ARM. A torch that cannot tell means no."""
    if platform.machine().lower() in ("aarch64", "arm64"):
        supported = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False)
        return platform.system() == "Linux" and bool(supported())
    names = ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
    return any(bool(getattr(torch.cpu, name, lambda: False)()) for name in names)


@torch.no_grad()
def recall_bfloat16(
    query_BNC: Tensor, weight_Cc: Tensor, bias_C: Tensor, keys_BMc: Tensor, values_BMc: Tensor, unplaced: int
) -> Tensor:
    """[B, N, c] bfloat16: softmax(q kᵀ / √C) over memory, with k = W keys + b, rotated but for the last `unplaced`.
    Queries are rotated, and either B or one that all objects share. All tensors bfloat16."""
    placed = keys_BMc.shape[1] - unplaced
    key_BMC = F.linear(keys_BMc, weight_Cc, bias_C)
    if placed:
        turned = rotate(key_BMC[:, :placed], math.isqrt(query_BNC.shape[1]))
        key_BMC = torch.cat((turned, key_BMC[:, placed:]), dim=1)
    objects = zip(query_BNC.expand(len(key_BMC), -1, -1), key_BMC, values_BMc, strict=True)
    return torch.stack([_weighed(query, key, values, placed) for query, key, values in objects])


def _weighed(query_NC: Tensor, key_MC: Tensor, values_Mc: Tensor, placed: int) -> Tensor:
    """[N, c], block by block."""
    scale = math.log2(math.e) / math.sqrt(key_MC.shape[1])
    shift_N = (scale * _some_score(query_NC, key_MC, placed)).to(query_NC.dtype)
    blocks = [slice(start, start + BLOCK) for start in range(0, len(query_NC), BLOCK)]
    return torch.cat([_block(query_NC[block], key_MC, values_Mc, shift_N[block], scale) for block in blocks])


def _some_score(query_NC: Tensor, key_MC: Tensor, placed: int) -> Tensor:
    """[N] float32: the greatest score at the query's own place in any frame and of tokens without a place. Near the
    greatest of all, it keeps small the scores that matter, where bfloat16 is fine."""
    frames_FNC = key_MC[:placed].view(placed // len(query_NC), *query_NC.shape)
    own = [(query_NC * frame).sum(dim=1, keepdim=True, dtype=torch.float32) for frame in frames_FNC]
    return torch.cat((*own, torch.mm(query_NC, key_MC[placed:].t()).float()), dim=1).amax(dim=1)


def _block(query_nC: Tensor, key_MC: Tensor, values_Mc: Tensor, shift_n: Tensor, scale: float) -> Tensor:
    """[n, c]. Where the weights overflow, the block is done again less the greatest score."""
    scores_nM = torch.addmm(-shift_n[:, None], query_nC, key_MC.t(), alpha=scale)
    out_nc = _softmax2(scores_nM, values_Mc)
    if not bool(torch.isfinite(out_nc).all()):
        scores_nM = torch.addmm(-shift_n[:, None], query_nC, key_MC.t(), alpha=scale)
        out_nc = _softmax2(scores_nM - scores_nM.amax(dim=1, keepdim=True), values_Mc)
    return out_nc.to(query_nC.dtype)


def _softmax2(scores_nM: Tensor, values_Mc: Tensor) -> Tensor:
    """[n, c] float32: values weighed with powers of two, which are summed in float32. Overwrites the scores. Not finite
    where a weight, or their sum, is not."""
    weights_nM = torch.exp2(scores_nM, out=scores_nM)
    total_n1 = weights_nM.sum(dim=1, keepdim=True, dtype=torch.float32)
    return torch.mm(weights_nM, values_Mc) / total_n1 + 0 * total_n1
