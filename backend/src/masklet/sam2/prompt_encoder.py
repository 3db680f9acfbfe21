"""The prompt encoder: points, box corners and a mask as tokens and a map.

Legend: B objects, N points, C channels, s side of the coarse grid.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from masklet.sam2.layers import ChannelNorm
from masklet.sam2.positions import RandomFourier

BACKGROUND, OBJECT, FIRST_CORNER, SECOND_CORNER = 0, 1, 2, 3
PADDING = -1  # the label of a point that says nothing


class PromptEncoder(nn.Module):
    """Sparse prompts become tokens, a mask becomes a map that is added to the image."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.pe_layer = RandomFourier(width)
        self.point_embeddings = nn.ModuleList(nn.Embedding(1, width) for _ in range(4))
        self.not_a_point_embed = nn.Embedding(1, width)
        self.no_mask_embed = nn.Embedding(1, width)
        self.mask_downscaling = nn.Sequential(
            nn.Conv2d(1, 4, 2, 2), ChannelNorm(4), nn.GELU(),
            nn.Conv2d(4, 16, 2, 2), ChannelNorm(16), nn.GELU(),
            nn.Conv2d(16, width, 1),
        )  # fmt: skip

    def points(self, xy_BN2: Tensor, labels_BN: Tensor, image_size: int) -> Tensor:
        """Tokens [B, N + 1, C] of points in pixels of the network's picture; the last one is padding."""
        xy_BN2 = F.pad(xy_BN2.float() + 0.5, (0, 0, 0, 1))
        labels_BN = F.pad(labels_BN.long(), (0, 1), value=PADDING)
        position = self.pe_layer(xy_BN2 / image_size)
        said = (labels_BN != PADDING)[..., None]
        return torch.as_tensor(position * said + self._label_table()[labels_BN + 1])

    def _label_table(self) -> Tensor:
        """What each label adds, from padding on, [5, C] float32."""
        labels = [self.not_a_point_embed, *self.point_embeddings]
        return torch.cat([torch.as_tensor(label.weight) for label in labels]).float()

    def mask(self, logits_B1HW: Tensor | None, batch: int, side: int) -> Tensor:
        """A map [B, C, s, s] from mask logits at four times the side, or the one that says that there is no mask."""
        if logits_B1HW is None:
            return torch.as_tensor(self.no_mask_embed.weight).reshape(1, -1, 1, 1).expand(batch, -1, side, side)
        if logits_B1HW.shape[-2:] != (4 * side, 4 * side):
            logits_B1HW = F.interpolate(logits_B1HW.float(), (4 * side, 4 * side), mode="bilinear", antialias=True)
        weight: Tensor = self.mask_downscaling[0].weight  # type: ignore[assignment]
        return torch.as_tensor(self.mask_downscaling(logits_B1HW.to(weight.dtype)))
