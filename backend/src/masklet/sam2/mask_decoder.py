"""The mask decoder: from an image and prompt tokens to four masks, their predicted IoU and whether the object is there.

Legend: B objects, C channels, s side of the coarse grid, N tokens, K masks (4: one for clear prompts, three for doubtful ones).
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from masklet.sam2.layers import ChannelNorm, Mlp, map_of, tokens_of
from masklet.sam2.two_way_transformer import TwoWayTransformer

MASKS = 4


@dataclass(frozen=True, slots=True)
class DecodedMasks:
    """All four candidates: `logits` [B, 4, 4s, 4s], `iou` [B, 4] in 0..1, `tokens` [B, 4, C], `object_logit` [B] (> 0: there)."""

    logits: Tensor
    iou: Tensor
    tokens: Tensor
    object_logit: Tensor


class MaskDecoder(nn.Module):
    """See the file's head."""

    def __init__(self, width: int, heads: int, mlp_width: int) -> None:
        super().__init__()
        self.transformer = TwoWayTransformer(width, heads, mlp_width)
        self.iou_token, self.obj_score_token = nn.Embedding(1, width), nn.Embedding(1, width)
        self.mask_tokens = nn.Embedding(MASKS, width)
        self.output_upscaling = nn.Sequential(
            nn.ConvTranspose2d(width, width // 4, 2, 2), ChannelNorm(width // 4), nn.GELU(),
            nn.ConvTranspose2d(width // 4, width // 8, 2, 2), nn.GELU(),
        )  # fmt: skip
        self.conv_s0, self.conv_s1 = nn.Conv2d(width, width // 8, 1), nn.Conv2d(width, width // 4, 1)
        self.output_hypernetworks_mlps = nn.ModuleList(Mlp((width, width, width, width // 8)) for _ in range(MASKS))
        self.iou_prediction_head = Mlp((width, width, width, MASKS))
        self.pred_obj_score_head = Mlp((width, width, width, 1))

    def forward(
        self, image_BCHW: Tensor, places_1NC: Tensor, prompt_BNC: Tensor, middle: Tensor, fine: Tensor
    ) -> DecodedMasks:
        """`image` has the mask prompt's map added; `middle` [B or 1, C/4, 2s, 2s], `fine` [B or 1, C/8, 4s, 4s]."""
        batch, side = image_BCHW.shape[0], image_BCHW.shape[-1]
        own = torch.cat((self.obj_score_token.weight, self.iou_token.weight, self.mask_tokens.weight))
        tokens = torch.cat((own.expand(batch, -1, -1), prompt_BNC.to(own.dtype)), dim=1)
        # laid out as tokens once: sums of maps and tokens mixed take several times as long
        image_BNC = tokens_of(image_BCHW).contiguous()
        tokens, image_BNC = self.transformer(tokens, image_BNC, places_1NC.to(own.dtype))
        masks = tokens[:, 2 : 2 + MASKS]
        upscaled = self._upscale(map_of(image_BNC, side, side), middle, fine)
        weights = torch.stack([mlp(masks[:, k]) for k, mlp in enumerate(self.output_hypernetworks_mlps)], dim=1)
        logits = (weights @ upscaled.flatten(2)).reshape(batch, MASKS, 4 * side, 4 * side)
        iou = self.iou_prediction_head(tokens[:, 1]).sigmoid()
        return DecodedMasks(logits.float(), iou.float(), masks, self.pred_obj_score_head(tokens[:, 0])[:, 0].float())

    def _upscale(self, image_BCHW: Tensor, middle: Tensor, fine: Tensor) -> Tensor:
        """[B, C, s, s] -> [B, C / 8, 4s, 4s], with the finer features added on the way."""
        first, norm, gelu, second, _ = self.output_upscaling
        x = first(image_BCHW)
        x += middle  # in place: a map of the finest size is 8 MB
        x = second(gelu(norm(x)))
        x += fine
        return F.gelu(x)
