"""Pictures of mattes as codecs take them: grey ones, and colour with an alpha plane beside it. Knows no objects."""

from typing import Any

import av
import numpy as np
from av.video.plane import VideoPlane
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

BLACK, WHITE, NEUTRAL = 16, 235, 128  # luma and chroma of limited range


def luma_picture(mask: NDArray[np.bool_]) -> av.VideoFrame:
    """yuv420p, limited range, of a mask H x W with even sizes; a reader of luma finds exactly black and white."""
    height, width = mask.shape
    planes = np.full((height * 3 // 2, width), NEUTRAL, np.uint8)
    planes[:height] = np.where(mask, WHITE, BLACK)
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")


def grey_picture(mask: NDArray[np.bool_]) -> av.VideoFrame:
    """gray, full range: 0 or 255."""
    return av.VideoFrame.from_ndarray(mask.astype(np.uint8) * 255, format="gray")


def alpha_picture(picture: NDArray[np.uint8], mask: NDArray[np.bool_], pixels: str) -> av.VideoFrame:
    """`pixels` is yuva444p10le or yuva420p. H x W x 3 RGB becomes its colour, not multiplied; the mask its alpha, untouched."""
    colour = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24").reformat(
        format=pixels.replace("yuva", "yuv"),
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        interpolation="AREA",
    )
    made = av.VideoFrame(picture.shape[1], picture.shape[0], pixels)
    made.colorspace, made.color_range = Colorspace.ITU709, ColorRange.MPEG
    deep = pixels.endswith("10le")
    for source, plane in zip(colour.planes, made.planes, strict=False):
        _samples(plane, deep)[:] = _samples(source, deep)
    _samples(made.planes[3], deep)[:] = mask * np.uint16(1023 if deep else 255)
    return made


def _samples(plane: VideoPlane, deep: bool) -> NDArray[Any]:
    """H x W, a view: writing to it writes the plane."""
    wide = plane.line_size // 2 if deep else plane.line_size
    buffer: Any = plane  # it is one, which its types do not say
    rows: NDArray[Any] = np.frombuffer(buffer, np.uint16 if deep else np.uint8).reshape(-1, wide)
    return rows[: plane.height, : plane.width]
