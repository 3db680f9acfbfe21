"""The image encoder: trunk and pyramid, and what a picture is to the rest of the network."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from masklet.sam2.config import Sam2Config
from masklet.sam2.feature_pyramid import FeaturePyramid
from masklet.sam2.hiera import Hiera


@dataclass(frozen=True, slots=True)
class ImageFeatures:
    """A picture's features: `coarse` [B, 256, s, s] at stride 16, for the decoder `fine` [B, 32, 4s, 4s] and `middle` [B, 64, 2s, 2s]."""

    coarse: Tensor
    middle: Tensor
    fine: Tensor

    @property
    def side(self) -> int:
        """Tokens along a side of the coarse grid."""
        return self.coarse.shape[-1]

    @property
    def nbytes(self) -> int:
        """What it takes on its device."""
        return sum(part.numel() * part.element_size() for part in (self.coarse, self.middle, self.fine))

    def __getitem__(self, image: int) -> "ImageFeatures":
        """One picture of the batch, batch kept."""
        return ImageFeatures(*(part[image : image + 1] for part in (self.coarse, self.middle, self.fine)))

    def expand(self, batch: int) -> "ImageFeatures":
        """One picture for several objects, without a copy."""
        return ImageFeatures(*(part.expand(batch, -1, -1, -1) for part in (self.coarse, self.middle, self.fine)))

    def to(self, device: torch.device) -> "ImageFeatures":
        """On another device."""
        return ImageFeatures(*(part.to(device) for part in (self.coarse, self.middle, self.fine)))


class ImageEncoder(nn.Module):
    """[B, 3, S, S] normalised pixels -> maps of strides 4, 8, 16, each 256 wide."""

    def __init__(self, config: Sam2Config) -> None:
        super().__init__()
        self.trunk = Hiera(config.trunk)
        self.neck = FeaturePyramid(config.trunk.widths, config.width)

    def forward(self, pixels_B3HW: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        maps: tuple[Tensor, Tensor, Tensor] = self.neck(self.trunk(pixels_B3HW))
        return maps
