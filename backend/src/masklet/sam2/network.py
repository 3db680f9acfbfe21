"""The whole network with the checkpoints' own tensor names: stateless, one method per thing that tracking needs.

Legend: B objects (or pictures), C channels (256), c memory channels (64), s side of the coarse grid (64 at 1024 pixels),
N = s * s tokens, P object pointers. Pictures are S x S pixels, S = 16 s.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from masklet.sam2.config import Sam2Config
from masklet.sam2.cpu_bfloat16 import has_fast_bfloat16
from masklet.sam2.image_encoder import ImageEncoder, ImageFeatures
from masklet.sam2.layers import Mlp, map_of, tokens_of
from masklet.sam2.mask_choice import ABSENT_LOGIT, choose_mask, ordered_masks
from masklet.sam2.mask_decoder import DecodedMasks, MaskDecoder
from masklet.sam2.memory_attention import MemoryAttention, MemoryTokens
from masklet.sam2.memory_encoder import MASK_BIAS, MASK_SCALE, MemoryEncoder
from masklet.sam2.positions import distance_code, sine_table
from masklet.sam2.prompt_encoder import PADDING, PromptEncoder

P = ParamSpec("P")
R = TypeVar("R")
IMAGE_STRIDE = 16
OWN_PLACE_SHARE = 0.1  # of the sine positions that is added to the picture's tokens before memory attention


@dataclass(frozen=True, slots=True)
class PromptTensors:
    """A prompt for B objects: points in pixels of the S x S picture [B, N, 2], their labels [B, N] (0, 1; box corners 2, 3;
    padding -1), mask logits [B, 1, 4s, 4s] from before, or None, and how many of the points are no padding: the host knows,
    the device need not be asked."""

    points: Tensor
    labels: Tensor
    mask_logits: Tensor | None
    said: int


@dataclass(frozen=True, slots=True)
class FrameOutput:
    """B objects on a frame: `mask_logits` [B, 1, 4s, 4s], predicted `iou` [B], `pointer` [B, C], `object_logit` [B] (> 0: there)."""

    mask_logits: Tensor
    iou: Tensor
    pointer: Tensor
    object_logit: Tensor


@dataclass(frozen=True, slots=True)
class Recollection:
    """What B objects remember, the same number of frames and pointers each: `frames` as pairs of a memory [B, N, c] and its
    slots in time [B] (k - 1 for k frames away, `remembered_frames` for a prompted frame), `pointers` [B, P, C] and their
    signed distances in time [B, P], 1 for the reach of pointers."""

    frames: Sequence[tuple[Tensor, Tensor]]
    pointers: Tensor
    distances: Tensor


def _sound(method: Callable[P, R]) -> Callable[P, R]:
    """Autocast is not followed on a CPU where bfloat16 is emulated: it would be ten times slower and no more exact."""

    @wraps(method)
    def computed(*args: P.args, **kwargs: P.kwargs) -> R:
        if not torch.is_autocast_enabled("cpu") or has_fast_bfloat16():
            return method(*args, **kwargs)
        with torch.autocast("cpu", enabled=False):
            return method(*args, **kwargs)

    return computed


class Sam2Network(nn.Module):
    """See the file's head. Images are encoded and remembered in the parameters' own precision; decoding is always float32."""

    def __init__(self, config: Sam2Config) -> None:
        super().__init__()
        width, memory = config.width, config.memory_width
        self.config = config
        self.image_encoder = ImageEncoder(config)
        self.memory_attention = MemoryAttention(width, memory, config.mlp_width, config.memory_layers)
        self.memory_encoder = MemoryEncoder(width, memory)
        self.sam_prompt_encoder = PromptEncoder(width)
        self.sam_mask_decoder = MaskDecoder(width, config.heads, config.mlp_width)
        self.obj_ptr_proj = Mlp((width, width, width, width))
        self.mask_downsample = nn.Conv2d(1, 1, 4, 4)
        self.maskmem_tpos_enc = nn.Parameter(torch.zeros(config.remembered_frames + 1, 1, 1, memory))
        self.no_mem_embed, self.no_mem_pos_enc = (nn.Parameter(torch.zeros(1, 1, width)) for _ in range(2))
        self.no_obj_ptr = nn.Parameter(torch.zeros(1, width))
        if config.is_2_1:
            self.no_obj_embed_spatial = nn.Parameter(torch.zeros(1, memory))
            self.obj_ptr_tpos_proj = nn.Linear(width, memory)

    @property
    def device(self) -> torch.device:
        """Where it is."""
        return self.no_obj_ptr.device

    @property
    def dtype(self) -> torch.dtype:
        """The precision of image encoding and memory."""
        return self.no_mem_embed.dtype

    def with_precision(self, dtype: torch.dtype, even_if_slow: bool = False) -> "Sam2Network":
        """Itself, image encoding and memory in `dtype`, decoding in float32: it is little work and what a person sees.

        A CPU without bfloat16 arithmetic would take ten times as long with it: there the weights are rounded to bfloat16
        and computed with in float32, unless `even_if_slow`.
        """
        if dtype == torch.bfloat16 and self.device.type == "cpu" and not (has_fast_bfloat16() or even_if_slow):
            for parameter in self._heavy_parameters():
                parameter.data = parameter.data.to(dtype).float()
            return self
        for parameter in self._heavy_parameters():
            parameter.data = parameter.data.to(dtype)
        return self

    def to(self, *args: Any, **kwargs: Any) -> "Sam2Network":  # noqa: ANN401 - torch's own
        """torch's own; a precision is taken as `with_precision` takes it."""
        dtypes = [value for value in (*args, *kwargs.values()) if isinstance(value, torch.dtype)]
        places = [value for value in args if not isinstance(value, torch.dtype)]
        super().to(*places, **{name: value for name, value in kwargs.items() if name != "dtype"})
        return self.with_precision(dtypes[0]) if dtypes else self

    def half(self) -> "Sam2Network":
        """See `to`."""
        return self.with_precision(torch.float16)

    def bfloat16(self) -> "Sam2Network":
        """See `to`."""
        return self.with_precision(torch.bfloat16)

    def float(self) -> "Sam2Network":
        """See `to`."""
        return self.with_precision(torch.float32)

    def _heavy_parameters(self) -> Iterator[nn.Parameter]:
        """Of image encoding and memory."""
        for module in (self.image_encoder, self.memory_attention, self.memory_encoder):
            yield from module.parameters()
        yield self.no_mem_embed

    @_sound
    def encode_image(self, pixels_B3SS: Tensor) -> ImageFeatures:
        """Features of normalised pictures. S is a multiple of 32."""
        fine, middle, coarse = self.image_encoder(pixels_B3SS.to(self.dtype))
        decoder = self.sam_mask_decoder
        fine, middle = (
            conv(x.to(conv.weight.dtype)) for conv, x in ((decoder.conv_s0, fine), (decoder.conv_s1, middle))
        )
        return ImageFeatures(coarse, middle.to(self.dtype), fine.to(self.dtype))

    def without_memory(self, features: ImageFeatures) -> Tensor:
        """The coarse feature for an object of which nothing is remembered yet, [B, C, s, s]."""
        return features.coarse + self.no_mem_embed.reshape(1, -1, 1, 1)

    @_sound
    def look(self, features: ImageFeatures) -> Tensor:
        """The picture's tokens after the first look at themselves, [B, N, C]: the same for all objects of a frame."""
        side = features.side
        place = sine_table(self.config.width, side, side, self.device)
        tokens = tokens_of(features.coarse + (OWN_PLACE_SHARE * place).to(self.dtype))
        return self.memory_attention.look(tokens, side)

    @_sound
    def with_memory(self, looked_BNC: Tensor, memory: Recollection) -> Tensor:
        """The coarse feature that has looked at what is remembered, [B, C, s, s]. `looked` is of one picture or of B."""
        side = math.isqrt(looked_BNC.shape[1])
        tokens = self._memory_tokens(memory, side)
        return map_of(self.memory_attention(looked_BNC, tokens, side), side, side)

    @_sound
    def decode(self, image_BCHW: Tensor, features: ImageFeatures, prompt: PromptTensors) -> DecodedMasks:
        """All candidate masks for a prompt. `image` is what `without_memory` or `with_memory` gave."""
        encoder, size, batch = self.sam_prompt_encoder, IMAGE_STRIDE * features.side, image_BCHW.shape[0]
        tokens = encoder.points(prompt.points, prompt.labels, size)
        places = encoder.pe_layer.grid(features.side, features.side)
        image = image_BCHW.float() + encoder.mask(prompt.mask_logits, batch, features.side)
        decoded: DecodedMasks = self.sam_mask_decoder(
            image, places, tokens, features.middle.float(), features.fine.float()
        )
        return decoded

    @_sound
    def track(self, image_BCHW: Tensor, features: ImageFeatures, prompt: PromptTensors | None) -> FrameOutput:
        """The one mask for a prompt (None: none on this frame). Points decide whether three masks compete for it."""
        batch = image_BCHW.shape[0]
        if prompt is None:
            prompt = self._nothing_said(batch)
        decoded = self.decode(image_BCHW, features, prompt)
        chosen = choose_mask(decoded, is_doubtful=prompt.said <= 1)
        there_B = decoded.object_logit > 0
        logits = torch.where(there_B[:, None, None, None], chosen.logits, torch.full_like(chosen.logits, ABSENT_LOGIT))
        return FrameOutput(logits, chosen.iou, self._pointer(chosen.token, there_B), decoded.object_logit)

    @_sound
    def alternatives(self, image_1CHW: Tensor, features: ImageFeatures, prompt: PromptTensors) -> tuple[Tensor, Tensor]:
        """The masks that a prompt for one object may mean, the first being that of `track`: logits [K, 4s, 4s] and
        predicted IoU [K], 0 for an object that is not there."""
        decoded = self.decode(image_1CHW, features, prompt)
        logits, iou = ordered_masks(decoded, is_doubtful=prompt.said <= 1)
        is_there = decoded.object_logit[0] > 0
        return torch.where(is_there, logits, torch.full_like(logits, ABSENT_LOGIT)), iou * is_there

    @_sound
    def take_mask(self, features: ImageFeatures, mask_B1SS: Tensor) -> FrameOutput:
        """A mask prompt as it is: its logits are its own, its pointer comes from the decoder. `mask` holds 0 and 1, float32."""
        batch, side = mask_B1SS.shape[0], features.side
        logits = F.interpolate(
            mask_B1SS * MASK_SCALE + MASK_BIAS, (4 * side, 4 * side), mode="bilinear", antialias=True
        )
        nothing = self._nothing_said(batch)
        prompt = replace(nothing, mask_logits=self.mask_downsample(mask_B1SS))
        decoded = self.decode(features.coarse.expand(batch, -1, -1, -1), features, prompt)
        there_B = mask_B1SS.flatten(1).any(dim=1) & (decoded.object_logit > 0)
        pointer = self._pointer(choose_mask(decoded, is_doubtful=False).token, there_B)
        object_logit = torch.where(mask_B1SS.flatten(1).any(dim=1), -MASK_BIAS, MASK_BIAS)
        return FrameOutput(logits, torch.ones(batch, device=self.device), pointer, object_logit)

    @_sound
    def remember(self, features: ImageFeatures, mask_logits: Tensor, object_logit: Tensor, is_clear: bool) -> Tensor:
        """What is remembered of a frame, [B, N, c]. `is_clear`: a person said it, so the mask's edge is taken as sharp."""
        size = IMAGE_STRIDE * features.side
        logits = F.interpolate(mask_logits.float(), (size, size), mode="bilinear", align_corners=False)
        mask = (logits > 0).float() if is_clear else logits.sigmoid()
        coarse = features.coarse.expand(mask.shape[0], -1, -1, -1)
        memory = self.memory_encoder(coarse, (mask * MASK_SCALE + MASK_BIAS).to(self.dtype))
        if self.config.is_2_1:
            absent_B = (object_logit <= 0)[:, None, None, None]
            memory = memory + absent_B * self.no_obj_embed_spatial.to(memory.dtype)[..., None, None]
        return tokens_of(memory)

    def _memory_tokens(self, memory: Recollection, side: int) -> MemoryTokens:
        place = sine_table(self.config.memory_width, side, side, self.device).flatten(1).t()
        codes = self.maskmem_tpos_enc[:, 0, 0].float()
        pointers = self._pointer_tokens(memory.pointers)
        values = [tokens for tokens, _ in memory.frames]
        keys = [tokens + (place + codes[slot_B][:, None]).to(tokens.dtype) for tokens, slot_B in memory.frames]
        placed = pointers + self._pointer_places(memory.distances)
        dtype = self.dtype
        return MemoryTokens(
            torch.cat([*values, pointers.to(dtype)], dim=1),
            torch.cat([*keys, placed.to(dtype)], dim=1),
            pointers.shape[1],
        )

    def _pointer_tokens(self, pointers_BPC: Tensor) -> Tensor:
        """[B, P, C] -> [B, 4 P, c]."""
        batch, count, width = pointers_BPC.shape
        parts = width // self.config.memory_width
        return pointers_BPC.reshape(batch, parts * count, self.config.memory_width)

    def _pointer_places(self, distances_BP: Tensor) -> Tensor:
        """Positions of pointer tokens, [B, 4 P, c] float32: each pointer is four tokens."""
        parts = self.config.width // self.config.memory_width
        batch, count = distances_BP.shape
        if not self.config.is_2_1:
            return torch.zeros(batch, parts * count, self.config.memory_width, device=self.device)
        code = distance_code(distances_BP.flatten(), self.config.width)
        weight = self.obj_ptr_tpos_proj.weight
        placed: Tensor = self.obj_ptr_tpos_proj(code.to(weight.dtype)).float()
        return placed.reshape(batch, count, self.config.memory_width).repeat_interleave(parts, dim=1)

    def _pointer(self, token_BC: Tensor, there_B: Tensor) -> Tensor:
        """[B, C] float32."""
        pointer = self.obj_ptr_proj(token_BC.float())
        return torch.where(there_B[:, None], pointer, self.no_obj_ptr.float())

    def _nothing_said(self, batch: int) -> PromptTensors:
        """A frame without a prompt is one padding point."""
        points = torch.zeros(batch, 1, 2, device=self.device)
        return PromptTensors(points, torch.full((batch, 1), PADDING, device=self.device), None, 0)
