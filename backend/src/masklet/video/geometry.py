"""From a source's pictures to the normalised size: scaling, turning, padding, colours. One picture at a time."""

from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.video.plane import VideoPlane
from av.video.reformatter import (
    ColorPrimaries,
    ColorRange,
    Colorspace,
    ColorTrc,
    Interpolation,
    VideoReformatter,
)
from numpy.typing import NDArray

_UNSPECIFIED, _RGB = 2, 0  # colour matrices as FFmpeg numbers them
_KNOWN_MATRICES = {1: 1, 4: 4, 5: 5, 6: 5, 7: 7, 9: 9, 10: 9}  # to the scaler's numbers
_HDR_CURVES = {int(ColorTrc.SMPTE2084), int(ColorTrc.ARIB_STD_B67)}


@dataclass(frozen=True, slots=True)
class Geometry:
    """How a source's pictures become the clip's. All sizes in pixels; `rotation` clockwise degrees.

    `source_*` and `scaled_*` are after rotation; `width` and `height` are the scaled size padded to even numbers.
    """

    source_width: int
    source_height: int
    rotation: int
    scaled_width: int
    scaled_height: int

    @property
    def pad_right(self) -> int:
        """Pixels added at the right, 0 or 1."""
        return self.scaled_width % 2

    @property
    def pad_bottom(self) -> int:
        """Pixels added at the bottom, 0 or 1."""
        return self.scaled_height % 2

    @property
    def width(self) -> int:
        """Of the normalised clip."""
        return self.scaled_width + self.pad_right

    @property
    def height(self) -> int:
        """Of the normalised clip."""
        return self.scaled_height + self.pad_bottom


def fit(
    width: int, height: int, rotation: int, pixel_aspect: Fraction, max_long_side: int, max_short_side: int
) -> Geometry:
    """The geometry for pictures stored as width x height and shown turned by `rotation`.

    Pixels become square; pictures never grow otherwise. A picture that is shrunk gets even sides; one that is not
    keeps its sides and is padded where they are odd.
    """
    shown_width = max(1, round(width * pixel_aspect)) if pixel_aspect > 1 else width
    shown_height = max(1, round(height / pixel_aspect)) if 0 < pixel_aspect < 1 else height
    if rotation % 180:
        width, height, shown_width, shown_height = height, width, shown_height, shown_width
    long, short = max(shown_width, shown_height), min(shown_width, shown_height)
    share = min(Fraction(1), Fraction(max_long_side, long), Fraction(max_short_side, short))
    if share < 1:
        shown_width, shown_height = _even(shown_width * share), _even(shown_height * share)
    return Geometry(width, height, rotation, shown_width, shown_height)


def _even(side: Fraction) -> int:
    return max(2, 2 * round(side / 2))


class PictureMaker:
    """Turns decoded pictures into yuv420p, BT.709, limited range, of one geometry, whatever their own size and format."""

    def __init__(self, geometry: Geometry) -> None:
        self._geometry = geometry
        self._scaler = VideoReformatter()

    def make(self, picture: av.VideoFrame) -> av.VideoFrame:
        """A new picture of `geometry.width` x `geometry.height`."""
        shape = self._geometry
        size = (shape.scaled_width, shape.scaled_height)
        width, height = size if shape.rotation % 180 == 0 else size[::-1]
        scaled = self._scaled(picture, width, height)
        if not (shape.rotation or shape.pad_right or shape.pad_bottom):
            return scaled
        luma, *chroma = (_turned(_pixels(plane), shape.rotation) for plane in scaled.planes)
        luma = np.pad(luma, ((0, shape.pad_bottom), (0, shape.pad_right)), mode="edge")
        rows = np.concatenate([plane.ravel() for plane in (luma, *chroma)])
        return av.VideoFrame.from_ndarray(rows.reshape(shape.height * 3 // 2, shape.width), format="yuv420p")

    def _scaled(self, picture: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
        hdr = picture.color_trc in _HDR_CURVES
        # Area averaging where a picture shrinks much keeps thin things from flickering; bicubic is sharper elsewhere.
        shrinks = picture.width > 1.5 * width
        return self._scaler.reformat(
            picture,
            width,
            height,
            "yuv420p",
            src_colorspace=_matrix(picture),
            dst_colorspace=Colorspace.ITU709,
            src_color_range=_range(picture),
            dst_color_range=ColorRange.MPEG,
            dst_color_trc=ColorTrc.BT709 if hdr else None,
            dst_color_primaries=ColorPrimaries.BT709 if hdr else None,
            interpolation=(Interpolation.AREA if shrinks else Interpolation.BICUBIC) | Interpolation.ACCURATE_RND,
        )


def _matrix(picture: av.VideoFrame) -> int | None:
    """The picture's colour matrix; where it says nothing, what players assume: BT.709 for HD, BT.601 below."""
    if picture.format.is_rgb or picture.colorspace == _RGB:
        return None
    if picture.colorspace in _KNOWN_MATRICES:
        return _KNOWN_MATRICES[picture.colorspace]
    hd = max(picture.width, picture.height) >= 1280 or min(picture.width, picture.height) >= 720
    return int(Colorspace.ITU709 if hd else Colorspace.ITU601)


def _range(picture: av.VideoFrame) -> ColorRange | None:
    full = picture.format.name.startswith("yuvj") or picture.color_range == ColorRange.JPEG
    return None if picture.format.is_rgb else ColorRange.JPEG if full else ColorRange.MPEG


def _pixels(plane: VideoPlane) -> NDArray[np.uint8]:
    rows: NDArray[np.uint8] = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]


def _turned(plane: NDArray[np.uint8], rotation: int) -> NDArray[np.uint8]:
    return np.rot90(plane, -(rotation // 90) % 4)
