"""The window of a frame in which one object is worked on, resampled so that cost does not grow with the video's size."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.masks.geometry import Extent, long_side, widened

Image = NDArray[np.uint8]  # height x width x 3, RGB
Field = NDArray[np.float32]  # height x width
Bits = NDArray[np.bool_]  # height x width

MARGIN_SHARE = 0.5  # of the object's long side, on each side
MARGIN_480P = 40.0  # pixels more, in a frame 480 high
MAX_ZOOM = 2.5
LEAST_SIDE = 32  # of a window: optical flow at half its size refuses pictures of less than 12 pixels


@dataclass(frozen=True, slots=True)
class Region:
    """`extent` in frame pixels; `width` and `height` of the resampled window."""

    extent: Extent
    width: int
    height: int

    @property
    def zoom(self) -> float:
        """Window pixels per frame pixel."""
        return self.width / (self.extent[2] - self.extent[0])

    def crop(self, frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The window of an H x W [x 3] frame."""
        x0, y0, x1, y1 = self.extent
        how = cv2.INTER_AREA if self.zoom < 1 else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(frame[y0:y1, x0:x1], (self.width, self.height), interpolation=how), np.uint8)

    def crop_mask(self, mask: Bits) -> Field:
        """The share of each window pixel that a full-size mask covers."""
        x0, y0, x1, y1 = self.extent
        part = mask[y0:y1, x0:x1].astype(np.float32)
        how = cv2.INTER_AREA if self.zoom < 1 else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(part, (self.width, self.height), interpolation=how), np.float32)

    def carry(self, soft: Field, old: "Region") -> Field:
        """A field of another region seen through this one; 0 where the other saw nothing."""
        if old == self:
            return soft
        step_x = (self.extent[2] - self.extent[0]) / self.width
        step_y = (self.extent[3] - self.extent[1]) / self.height
        zoom_x, zoom_y = old.width / (old.extent[2] - old.extent[0]), old.height / (old.extent[3] - old.extent[1])
        matrix = np.array(
            [
                [step_x * zoom_x, 0, (self.extent[0] + step_x / 2 - old.extent[0]) * zoom_x - 0.5],
                [0, step_y * zoom_y, (self.extent[1] + step_y / 2 - old.extent[1]) * zoom_y - 0.5],
            ]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = (self.width, self.height)
        return np.asarray(cv2.warpAffine(soft, matrix, size, flags=flags, borderMode=cv2.BORDER_CONSTANT), np.float32)

    def enlarge(self, field: Field) -> Field:
        """A window's field at the frame's resolution, of the extent's size."""
        x0, y0, x1, y1 = self.extent
        return np.asarray(cv2.resize(field, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR), np.float32)

    def paste(self, part: Bits, height: int, width: int) -> Bits:
        """A mask of the extent's size put into an empty frame."""
        mask = np.zeros((height, width), np.bool_)
        x0, y0, x1, y1 = self.extent
        mask[y0:y1, x0:x1] = part
        return mask


def window(extent: Extent, work_size: int, max_zoom: float = MAX_ZOOM) -> Region:
    """A region over exactly this extent, of about work_size x work_size pixels."""
    width, height = extent[2] - extent[0], extent[3] - extent[1]
    zoom = min(max_zoom, work_size / np.sqrt(width * height))
    return Region(extent, max(LEAST_SIDE, round(width * zoom)), max(LEAST_SIDE, round(height * zoom)))


def around(box: Extent, frame_width: int, frame_height: int, work_size: int) -> Region:
    """The region in which an object that is expected in `box` is looked for."""
    margin = MARGIN_SHARE * long_side(box) + MARGIN_480P * min(frame_width, frame_height) / 480
    return window(widened(box, margin, frame_width, frame_height), work_size)


def still_fits(region: Region, wanted: Region) -> bool:
    """Whether the old region serves as well as the wanted one, so that nothing need be resampled."""
    size = wanted.extent[2] - wanted.extent[0], wanted.extent[3] - wanted.extent[1]
    gaps = [abs(a - b) for a, b in zip(region.extent, wanted.extent, strict=True)]
    return max(gaps[0], gaps[2]) <= 0.06 * size[0] and max(gaps[1], gaps[3]) <= 0.06 * size[1]
