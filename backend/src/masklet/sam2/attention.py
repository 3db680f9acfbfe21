"""Attention of several heads; the one place where a faster kernel for a device goes.

Legend: B batch, h heads, N tokens, c channels of a head.
"""

import torch.nn.functional as F
from torch import Tensor


def attention(query_BhNc: Tensor, key_BhNc: Tensor, value_BhNc: Tensor) -> Tensor:
    """softmax(q kᵀ / √c) v, [B, h, N, c]."""
    return F.scaled_dot_product_attention(query_BhNc, key_BhNc, value_BhNc)
