"""Memory attention: the picture's tokens look at each other and at what is remembered of the object.

Legend: B objects, N image tokens (side * side), C channels (256), M memory tokens, c memory channels (64).
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from masklet.sam2.attention import attention
from masklet.sam2.chunks import in_chunks
from masklet.sam2.cpu_attention import recall
from masklet.sam2.cpu_bfloat16 import recall_bfloat16
from masklet.sam2.cpu_memory import KeyMaps, PreparedMemory, key_maps, prepare_memory
from masklet.sam2.derived import Derived
from masklet.sam2.rotary import rotate

WORTH_PREPARING = 2  # frames; with one the fused kernel is quicker


@dataclass(frozen=True, slots=True)
class MemoryTokens:
    """What is attended to: `values` and `keys` (values with their positions), [B, M, c]; the last `unplaced` tokens (those
    of object pointers) have no place on the grid."""

    values: Tensor
    keys: Tensor
    unplaced: int

    def for_layers(self, side: int) -> "MemoryForLayers":
        """On a CPU, and where it is worth it, laid out for attention there."""
        frames = (self.keys.shape[1] - self.unplaced) // side**2
        if self.keys.device.type != "cpu" or frames < WORTH_PREPARING or torch.is_grad_enabled():
            return MemoryForLayers(self, None)
        if self.keys.dtype == torch.bfloat16:
            return MemoryForLayers(self, [])
        pairs = zip(self.keys, self.values, strict=True)
        return MemoryForLayers(self, [prepare_memory(keys, values, self.unplaced, side) for keys, values in pairs])


@dataclass(frozen=True, slots=True)
class MemoryForLayers:
    """Memory as all layers use it; `prepared` where it is laid out for a CPU, object by object."""

    tokens: MemoryTokens
    prepared: list[PreparedMemory] | None


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
        image_BNC, known = looked_BNC, memory.for_layers(side)
        for index, layer in enumerate(self._layers):
            if index > 0:
                image_BNC = layer.look(image_BNC, side)
            image_BNC = layer.recall(image_BNC, known, side)
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

    def recall(self, x_BNC: Tensor, memory: MemoryForLayers, side: int) -> Tensor:
        """Attention to memory and MLP."""
        x_BNC = x_BNC + self.cross_attn_image.recall(self.norm2(x_BNC), memory, side)
        return x_BNC + in_chunks(x_BNC.flatten(0, 1), self._mlp).reshape(x_BNC.shape)

    def _mlp(self, x_NC: Tensor) -> Tensor:
        return torch.as_tensor(self.linear2(F.relu(self.linear1(self.norm3(x_NC)))))


class RotaryAttention(nn.Module):
    """Attention of one head whose queries and keys carry rotary positions; values carry none."""

    def __init__(self, width: int, key_width: int) -> None:
        super().__init__()
        self.q_proj, self.out_proj = nn.Linear(width, width), nn.Linear(width, width)
        self.k_proj, self.v_proj = nn.Linear(key_width, width), nn.Linear(key_width, width)
        self._key_maps = Derived[KeyMaps]()
        self._merged = Derived[tuple[Tensor, Tensor]]()

    def forward(self, query_BNC: Tensor, keys_BMc: Tensor, values_BMc: Tensor, side: int, unplaced: int = 0) -> Tensor:
        """[B, N, C]. The last `unplaced` keys are not rotated."""
        query = rotate(self.q_proj(query_BNC), side)
        key = self.k_proj(keys_BMc)
        placed = key.shape[1] - unplaced
        key = torch.cat((rotate(key[:, :placed], side), key[:, placed:]), dim=1)
        query = query.expand(key.shape[0], -1, -1)
        out = attention(query[:, None], key[:, None], self.v_proj(values_BMc)[:, None])
        return torch.as_tensor(self.out_proj(out[:, 0]))

    def recall(self, query_BNC: Tensor, memory: MemoryForLayers, side: int) -> Tensor:
        """[B, N, C], the same sum in the way that is quickest on this device."""
        tokens = memory.tokens
        if memory.prepared is None:
            return torch.as_tensor(self(query_BNC, tokens.keys, tokens.values, side, tokens.unplaced))
        with torch.autocast("cpu", enabled=False):
            query = rotate(self.q_proj(query_BNC.to(self.q_proj.weight.dtype)), side)
            if query.dtype == torch.bfloat16:
                weight, bias = self.k_proj.weight, self.k_proj.bias
                found = recall_bfloat16(query, weight, bias, tokens.keys, tokens.values, tokens.unplaced)
            else:
                found = recall(query, self._maps(side), memory.prepared)
            value_to_output, out_bias = self._value_to_output()
            return F.linear(found.to(out_bias.dtype), value_to_output, out_bias)

    def _maps(self, side: int) -> KeyMaps:
        weight, bias = self.k_proj.weight, self.k_proj.bias
        return self._key_maps.get([weight, bias], side, lambda: key_maps(weight, bias, side))

    def _value_to_output(self) -> tuple[Tensor, Tensor]:
        """Values carry no rotation and there is one head: their map and the output's are one, [C, c], and its bias."""
        value, out = self.v_proj, self.out_proj

        def merge() -> tuple[Tensor, Tensor]:
            return out.weight @ value.weight, F.linear(value.bias, out.weight, out.bias)

        return self._merged.get([value.weight, value.bias, out.weight, out.bias], None, merge)
