"""Pictures that a person brings along, as data URLs, and how pictures are laid on a frame. Maths: contract/effects/README.md."""

import base64
import binascii
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.errors import UnknownExport
from masklet.export.effects.effect import Picture, Plane

Art = NDArray[np.uint8]  # height x width x 4: red, green, blue, alpha; not premultiplied

LONGEST_URL = 3_000_000
LONGEST_SIDE = 2048
KINDS = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/webp;base64,")


@lru_cache(maxsize=16)
def opened(url: str) -> Art | None:
    """The picture, or None for "". Raises UnknownExport for what is none, or too large."""
    if not url:
        return None
    if not url.startswith(KINDS) or len(url) > LONGEST_URL:
        raise UnknownExport("A picture in the effects must be a PNG, JPEG or WebP of at most 2 MB.")
    try:
        data = base64.b64decode(url.split(",", 1)[1], validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnknownExport("A picture in the effects is damaged.") from error
    return _decoded(data)


def _decoded(data: bytes) -> Art:
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise UnknownExport("A picture in the effects is damaged.") from error
    if picture is None or picture.dtype != np.uint8 or max(picture.shape[:2]) > LONGEST_SIDE:
        raise UnknownExport("A picture in the effects is damaged, or larger than 2048 pixels.")
    codes = {2: cv2.COLOR_GRAY2RGBA, 3: cv2.COLOR_BGR2RGBA, 4: cv2.COLOR_BGRA2RGBA}
    channels = 2 if picture.ndim == 2 else picture.shape[2]
    return np.asarray(cv2.cvtColor(picture, codes[channels]), np.uint8)


def covering(art: Art, height: int, width: int) -> tuple[Picture, Plane]:
    """The picture as large as it has to be to cover a frame: its colours and its alpha."""
    scale = max(width / art.shape[1], height / art.shape[0])
    return _laid(art, (width / 2, height / 2), scale, np.arange(height), np.arange(width))


def placed(art: Art, middle: tuple[float, float], scale: float, rows: slice, columns: slice) -> tuple[Picture, Plane]:
    """The part of a frame with the picture's middle there, its alpha 0 outside of it."""
    y, x = np.arange(rows.start, rows.stop), np.arange(columns.start, columns.stop)
    picture, alpha = _laid(art, middle, scale, y, x)
    u, v = _coordinates(art.shape, middle, scale, y, x)
    alpha *= ((v >= 0) & (v <= art.shape[0]))[:, None] & ((u >= 0) & (u <= art.shape[1]))[None]
    return picture, alpha


def placed_plane(plane: Plane, middle: tuple[float, float], scale: float, height: int, width: int) -> Plane:
    """The same for a plane of shares, over a whole frame."""
    y, x = np.arange(height), np.arange(width)
    u, v = _coordinates(plane.shape, middle, scale, y, x)
    share = _read(plane, u, v)
    share *= ((v >= 0) & (v <= plane.shape[0]))[:, None] & ((u >= 0) & (u <= plane.shape[1]))[None]
    return share


def _laid(
    art: Art, middle: tuple[float, float], scale: float, y: NDArray[np.int_], x: NDArray[np.int_]
) -> tuple[Picture, Plane]:
    value = _read(art.astype(np.float32), *_coordinates(art.shape, middle, scale, y, x))
    return np.rint(value[:, :, :3]).astype(np.uint8), np.asarray(value[:, :, 3] / 255, np.float32)


def _coordinates(
    shape: tuple[int, ...], middle: tuple[float, float], scale: float, y: NDArray[np.int_], x: NDArray[np.int_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """In the picture's pixels, from its edges, of a frame's columns and rows."""
    u, v = (x + 0.5 - middle[0]) / scale + shape[1] / 2, (y + 0.5 - middle[1]) / scale + shape[0] / 2
    return np.asarray(u, np.float64), np.asarray(v, np.float64)


def _read(values: Plane, u: NDArray[np.float64], v: NDArray[np.float64]) -> Plane:
    """Bilinear, coordinates clamped; exact, where cv2.remap has 32 steps between two pixels."""
    (i, i1, s), (j, j1, t) = _between(u - 0.5, values.shape[1]), _between(v - 0.5, values.shape[0])
    s, t = s[None, :], t[:, None]
    if values.ndim == 3:
        s, t = s[:, :, None], t[:, :, None]
    columns = values[:, i] * (1 - s) + values[:, i1] * s
    return np.asarray(columns[j] * (1 - t) + columns[j1] * t, np.float32)


def _between(at: NDArray[np.float64], length: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    at = np.clip(at, 0, length - 1)
    first = np.floor(at).astype(np.intp)
    return first, np.minimum(first + 1, length - 1), (at - first).astype(np.float32)
