"""Pixels of the clip and the wire's shares of width and height. A point (x, y) lies in pixel (floor x, floor y); x right, y down.

The middle of pixel (3, 5) is (3.5, 5.5); the whole picture is the box (0, 0, width, height).
"""

from collections.abc import Iterable, Sequence

from masklet.client.model import Video


def in_pixels(video: Video, shares: Iterable[Sequence[float]]) -> list[tuple[float, float]]:
    """Points given as (x / width, y / height), from 0 to 1, in pixels of this clip."""
    return [(x * video.width, y * video.height) for x, y in shares]


def as_shares(video: Video, points: Iterable[Sequence[float]]) -> list[list[float]]:
    """Points in pixels as the wire wants them; outside of the picture the server refuses them."""
    return [[float(x) / video.width, float(y) / video.height] for x, y in points]


def box_as_shares(video: Video, box: Sequence[float]) -> list[float]:
    """A box (x0, y0, x1, y1) in pixels, cut off at the picture's borders: detectors' boxes often stick out a little."""
    x0, y0, x1, y1 = (float(side) for side in box)
    return [_share(x0, video.width), _share(y0, video.height), _share(x1, video.width), _share(y1, video.height)]


def _share(position: float, size: int) -> float:
    return min(max(position / size, 0.0), 1.0)
