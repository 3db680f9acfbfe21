"""Which pixels of pictures of a single object are the object's. Knows no files."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.export.imports.picture import Picture
from masklet.masks.rle import BoolMask

_GREYISH = 64  # how far red, green and blue of a grey pixel may lie apart, after a codec


class MatteRule:
    """One object's pictures. Its pixels are those with at least half of alpha, where one of its pictures so far was clear
    somewhere, or `has_alpha` says it; else those of at least half of white; of a palette those that are not entry 0.

    Where no pixel so far was brighter than 1, 1 counts as white, as masks are often kept as 0 and 1; not where pictures
    went through a codec that may have made black a 1 (`is_lossy`).
    """

    def __init__(self, has_alpha: bool = False, is_lossy: bool = False) -> None:
        self._has_alpha, self._is_scaled = has_alpha, is_lossy

    def mask(self, picture: Picture) -> BoolMask | None:
        """H x W; None for a picture in colours, which is no matte."""
        self._has_alpha = self._has_alpha or picture.is_cut_out
        if self._has_alpha and picture.alpha is not None:
            return picture.alpha >= 128
        if picture.is_palette:
            return np.asarray(picture.pixels != 0)
        grey = grey_of(picture)
        if grey is None:
            return None
        self._is_scaled = self._is_scaled or bool(grey.max(initial=0) > 1)
        return np.asarray(grey > picture.white // 2 if self._is_scaled else grey == 1)


def grey_of(picture: Picture) -> NDArray[Any] | None:
    """H x W; None for a picture in colours."""
    if picture.pixels.ndim == 2:
        return picture.pixels
    red, green, blue = cv2.split(picture.pixels)
    most = cv2.max(cv2.max(red, green), blue)
    least = cv2.min(cv2.min(red, green), blue)
    if int(cv2.subtract(most, least).max(initial=0)) > _GREYISH:
        return None
    return np.asarray(cv2.cvtColor(picture.pixels, cv2.COLOR_RGB2GRAY))
