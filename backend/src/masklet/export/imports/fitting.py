"""Masks of a file's size into masks of the clip's: as they are, without padding yet, or scaled. Knows no files."""

import cv2
import numpy as np

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportProblem, ProblemKind
from masklet.domain.masklet import Rle
from masklet.domain.video import Video
from masklet.export.imports.found import FoundMask
from masklet.masks import rle

MOST_PIXELS = 1 << 26  # a mask beyond 8192 x 8192 is not unpacked
_SLACK = 1.5  # pixels of the clip that rounding a scaled size may cost


class Fitting:
    """What one file's masks go through. `scaled` are the sizes (width, height) that were scaled."""

    def __init__(self, video: Video) -> None:
        self._size = (video.width, video.height)
        self._inner = (video.width - video.pad_right, video.height - video.pad_bottom)
        self._original = (video.source.width, video.source.height)
        self.scaled: set[tuple[int, int]] = set()

    def fit(self, found: FoundMask) -> Rle | ImportProblem:
        """The mask in the clip's own pixels, or why it does not fit."""
        mask, size = found.rle, (found.rle.width, found.rle.height)
        if misfit := self.misfit(found.item, *size):
            return misfit
        try:
            whole = rle.normalised(mask) if size == self._size else self._brought(mask)
        except InvalidInput:
            return ImportProblem(found.item, ProblemKind.DAMAGED)
        return whole if not rle.is_empty(whole) else ImportProblem(found.item, ProblemKind.EMPTY)

    def misfit(self, item: str, width: int, height: int) -> ImportProblem | None:
        """Why a picture of this size is none of the clip's, before it is unpacked."""
        size = (width, height)
        return None if self._has_shape(size) else ImportProblem(item, ProblemKind.SIZE, self._sizes(size))

    def _has_shape(self, size: tuple[int, int]) -> bool:
        """The clip's size, with or without padding, or its proportions."""
        if size in (self._size, self._inner, self._original):
            return True
        width, height = size
        if width < 1 or height < 1 or width * height > MOST_PIXELS:
            return False
        inner_width, inner_height = self._inner
        return (
            abs(width * inner_height / height - inner_width) <= _SLACK
            or abs(height * inner_width / width - inner_height) <= _SLACK
        )

    def _sizes(self, size: tuple[int, int]) -> dict[str, str | int]:
        clip_width, clip_height = self._inner
        return {"width": size[0], "height": size[1], "clip_width": clip_width, "clip_height": clip_height}

    def _brought(self, mask: Rle) -> Rle:
        rle.check(mask)
        bits = rle.decode(mask).view(np.uint8)
        if (mask.width, mask.height) != self._inner:
            if (mask.width, mask.height) != self._original:
                self.scaled.add((mask.width, mask.height))
            bits = np.asarray(cv2.resize(bits, self._inner, interpolation=cv2.INTER_NEAREST_EXACT), np.uint8)
        whole = np.zeros(self._size[::-1], np.uint8)
        whole[: self._inner[1], : self._inner[0]] = bits
        return rle.encode(whole)
