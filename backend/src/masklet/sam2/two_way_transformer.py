"""The two-way transformer of the mask decoder: prompt tokens and image tokens attend to each other.

Legend: B objects, N prompt tokens, M image tokens, C channels, h heads.
"""

import torch
from torch import Tensor, nn

from masklet.sam2.attention import attention
from masklet.sam2.layers import Mlp


class TwoWayTransformer(nn.Module):
    """Two rounds, and a last look of the tokens at the image."""

    def __init__(self, width: int, heads: int, mlp_width: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(TwoWayLayer(width, heads, mlp_width, is_first) for is_first in (True, False))
        self.final_attn_token_to_image = HeadsAttention(width, width // 2, heads)
        self.norm_final_attn = nn.LayerNorm(width)

    def forward(self, tokens_BNC: Tensor, image_BMC: Tensor, places_BMC: Tensor) -> tuple[Tensor, Tensor]:
        """The tokens and the image tokens after all rounds. `places` are positions of image tokens."""
        said = tokens_BNC
        for layer in self.layers:
            tokens_BNC, image_BMC = layer(tokens_BNC, image_BMC, said, places_BMC)
        seen = self.final_attn_token_to_image(tokens_BNC + said, image_BMC + places_BMC, image_BMC)
        return self.norm_final_attn(tokens_BNC + seen), image_BMC


class TwoWayLayer(nn.Module):
    """Tokens among themselves, tokens to image, MLP, image to tokens. The first layer's tokens are their own positions."""

    def __init__(self, width: int, heads: int, mlp_width: int, is_first: bool) -> None:
        super().__init__()
        self._is_first = is_first
        self.self_attn = HeadsAttention(width, width, heads)
        self.norm1 = nn.LayerNorm(width)
        self.cross_attn_token_to_image = HeadsAttention(width, width // 2, heads)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = Mlp((width, mlp_width, width))
        self.norm3 = nn.LayerNorm(width)
        self.norm4 = nn.LayerNorm(width)
        self.cross_attn_image_to_token = HeadsAttention(width, width // 2, heads)

    def forward(self, tokens: Tensor, image: Tensor, said: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """New tokens [B, N, C] and image tokens [B, M, C]."""
        if self._is_first:
            tokens = self.norm1(self.self_attn(tokens, tokens, tokens))
        else:
            tokens = self.norm1(tokens + self.self_attn(tokens + said, tokens + said, tokens))
        placed = image + places
        tokens = self.norm2(tokens + self.cross_attn_token_to_image(tokens + said, placed, image))
        tokens = self.norm3(tokens + self.mlp(tokens))
        image = self.norm4(image + self.cross_attn_image_to_token(placed, tokens + said, tokens))
        return tokens, image


class HeadsAttention(nn.Module):
    """Attention of several heads with projections, `inner` channels wide."""

    def __init__(self, width: int, inner: int, heads: int) -> None:
        super().__init__()
        self._heads = heads
        self.q_proj, self.k_proj = nn.Linear(width, inner), nn.Linear(width, inner)
        self.v_proj, self.out_proj = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, query_BNC: Tensor, key_BMC: Tensor, value_BMC: Tensor) -> Tensor:
        """[B, N, C]."""
        heads = attention(
            self._split(self.q_proj(query_BNC)), self._split(self.k_proj(key_BMC)), self._split(self.v_proj(value_BMC))
        )
        return torch.as_tensor(self.out_proj(heads.transpose(1, 2).flatten(2)))

    def _split(self, x_BNC: Tensor) -> Tensor:
        """[B, N, C] -> [B, h, N, C / h]."""
        return x_BNC.reshape(*x_BNC.shape[:2], self._heads, -1).transpose(1, 2)
