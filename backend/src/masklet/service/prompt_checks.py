"""What makes a prompt: numbers inside the picture, known labels, no more than the limits. Pure."""

import math
from collections.abc import Sequence

from masklet.domain.errors import InvalidInput, InvalidPrompt, LimitExceeded
from masklet.domain.prompt import BACKGROUND, OBJECT, Box, Point
from masklet.domain.video import Video

MAX_OBJECT_ID = 2**31 - 1


def check_object_id(object_id: int) -> None:
    """Raises InvalidInput."""
    if not 0 <= object_id <= MAX_OBJECT_ID:
        raise InvalidInput(f"An object's number is from 0 to {MAX_OBJECT_ID}.")


def check_points(points: Sequence[Point], video: Video, max_points: int) -> None:
    """Raises InvalidPrompt, LimitExceeded."""
    if len(points) > max_points:
        raise LimitExceeded(f"One frame takes at most {max_points} points.", limit=max_points)
    for point in points:
        if point.label not in (BACKGROUND, OBJECT):
            raise InvalidPrompt("A point's label is 1 (object) or 0 (background).")
        _check_inside(point.x, point.y, video)


def check_box(box: Box, video: Video) -> None:
    """Raises InvalidPrompt."""
    _check_inside(box.x0, box.y0, video)
    _check_inside(box.x1, box.y1, video)
    if box.x0 >= box.x1 or box.y0 >= box.y1:
        raise InvalidPrompt("A box needs its left edge left of its right one, and its top above its bottom.")


def _check_inside(x: float, y: float, video: Video) -> None:
    if not (math.isfinite(x) and math.isfinite(y)):
        raise InvalidPrompt("A coordinate is not a number.")
    if not (0 <= x <= video.width and 0 <= y <= video.height):
        raise InvalidPrompt("A coordinate lies outside the picture.")
