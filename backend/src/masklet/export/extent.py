"""In which pixels an export is written, and how masks and pictures get there. Knows no files."""

from collections.abc import Mapping
from dataclasses import replace

import cv2
import numpy as np

from masklet.domain.export_options import Resolution
from masklet.domain.masklet import ObjectMask
from masklet.domain.video import Video
from masklet.export.effects.seen import Picture
from masklet.masks import rle


class OutputExtent:
    """`width` x `height` of what is written.

    The original's are those that players show, its rotation applied; the pixels that padded the clip to even sizes are cut off.
    """

    def __init__(self, video: Video, resolution: Resolution) -> None:
        whole = (video.width, video.height)
        self._inner = (video.width - video.pad_right, video.height - video.pad_bottom)
        original = (video.source.width, video.source.height)
        self._is_own = resolution is Resolution.NORMALISED or whole == original
        self.width, self.height = whole if self._is_own else original

    def masks(self, masks: Mapping[int, ObjectMask]) -> Mapping[int, ObjectMask]:
        """By object id; the nearest pixel of the clip decides each of the original's."""
        if self._is_own:
            return masks
        return {key: replace(mask, rle=rle.encode(self._scaled(rle.decode(mask.rle)))) for key, mask in masks.items()}

    def picture(self, picture: Picture) -> Picture:
        """H x W x 3, RGB."""
        if self._is_own:
            return picture
        width, height = self._inner
        return np.asarray(
            cv2.resize(picture[:height, :width], (self.width, self.height), interpolation=cv2.INTER_CUBIC)
        )

    def _scaled(self, mask: rle.BoolMask) -> rle.BoolMask:
        width, height = self._inner
        inside = np.ascontiguousarray(mask[:height, :width]).view(np.uint8)
        scaled = cv2.resize(inside, (self.width, self.height), interpolation=cv2.INTER_NEAREST_EXACT)
        return np.asarray(scaled, np.uint8).view(np.bool_)
