"""Memory attention: the picture's tokens look at each other and at what is remembered of the object.

Legend: B objects, N image tokens (side * side), C channels (256), M memory tokens, c memory channels (64).
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from masklet.sam2.attention import attention
from masklet.sam2.rotary import rotate


@dataclass(frozen=True, slots=True)
class MemoryTokens:
    """What is attended to: `values` and `keys` (values with their positions), [B, M, c]; the last `unplaced` tokens (those
    of object pointers) have no place on the grid."""

    values: Tensor
    keys: Tensor
    unplaced: int


class MemoryAttention(nn.Module):
    """Layers of self-attention, attention to memory and MLP; a last normalisation."""

    def __init__(self, width: int, memory_width: int, mlp_width: int, layers: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(MemoryLayer(width, memory_width, mlp_width) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def look(self, image_BNC: Tensor, side: int) -> Tensor:
        """The first layer's self-attention, which knows no object yet."""
        return self._layers[0].look(image_BNC, side)

    def forward(self, looked_BNC: Tensor, memory: MemoryTokens, side: int) -> Tensor:
        """[B, N, C] from what `look` gave, for one picture or B."""
        image_BNC = looked_BNC
        for index, layer in enumerate(self._layers):
            if index > 0:
                image_BNC = layer.look(image_BNC, side)
            image_BNC = layer.recall(image_BNC, memory, side)
        return torch.as_tensor(self.norm(image_BNC))

    @property
    def _layers(self) -> list["MemoryLayer"]:
        return list(self.layers)  # type: ignore[arg-type]


class MemoryLayer(nn.Module):
    """One layer, normalising before each of its three parts."""

    def __init__(self, width: int, memory_width: int, mlp_width: int) -> None:
        super().__init__()
        self.self_attn = RotaryAttention(width, width)
        self.cross_attn_image = RotaryAttention(width, memory_width)
        self.linear1, self.linear2 = nn.Linear(width, mlp_width), nn.Linear(mlp_width, width)
        self.norm1, self.norm2, self.norm3 = nn.LayerNorm(width), nn.LayerNorm(width), nn.LayerNorm(width)

    def look(self, x_BNC: Tensor, side: int) -> Tensor:
        """Self-attention."""
        normal = self.norm1(x_BNC)
        return torch.as_tensor(x_BNC + self.self_attn(normal, normal, normal, side))

    def recall(self, x_BNC: Tensor, memory: MemoryTokens, side: int) -> Tensor:
        """Attention to memory and MLP."""
        x_BNC = x_BNC + self.cross_attn_image(self.norm2(x_BNC), memory.keys, memory.values, side, memory.unplaced)
        return torch.as_tensor(x_BNC + self.linear2(F.relu(self.linear1(self.norm3(x_BNC)))))


class RotaryAttention(nn.Module):
    """Attention of one head whose queries and keys carry rotary positions; values carry none."""

    def __init__(self, width: int, key_width: int) -> None:
        super().__init__()
        self.q_proj, self.out_proj = nn.Linear(width, width), nn.Linear(width, width)
        self.k_proj, self.v_proj = nn.Linear(key_width, width), nn.Linear(key_width, width)

    def forward(self, query_BNC: Tensor, keys_BMc: Tensor, values_BMc: Tensor, side: int, unplaced: int = 0) -> Tensor:
        """[B, N, C]. The last `unplaced` keys are not rotated."""
        query = rotate(self.q_proj(query_BNC), side)
        key = self.k_proj(keys_BMc)
        placed = key.shape[1] - unplaced
        key = torch.cat((rotate(key[:, :placed], side), key[:, placed:]), dim=1)
        query = query.expand(key.shape[0], -1, -1)
        out = attention(query[:, None], key[:, None], self.v_proj(values_BMc)[:, None])
        return torch.as_tensor(self.out_proj(out[:, 0]))
