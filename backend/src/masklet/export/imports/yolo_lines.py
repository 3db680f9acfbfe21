"""A line of a YOLO label file: class and outline, divided by the picture's sides. Knows no files.

Filled as its readers do: points are pixels, digits behind the point cut off (but for what six digits lose), the outline included.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.errors import InvalidInput

LOST = 0.02  # pixels that writers of few digits may lose
BOXES = (5, 6)  # words: class, centre, sides, and a confidence
_FEWEST = 7  # words: class and three corners
_REACH = 2  # sides of the picture that a corner may lie outside
MOST_CLASS = 1_000_000


class BoxLine(InvalidInput):
    """It holds a box."""


@dataclass(frozen=True, slots=True)
class Outline:
    """`corners` are N x 2: x, y from 0 to 1. `track`: trackers add one as a last, whole number; a confidence there is left out."""

    class_number: int
    corners: NDArray[np.float64]
    track: int | None

    def drawn(self, height: int, width: int) -> NDArray[np.uint8]:
        """As ones, height x width."""
        near = np.clip(self.corners, -_REACH, _REACH + 1) * (width, height)
        bits = np.zeros((height, width), np.uint8)
        cv2.fillPoly(bits, [np.floor(near + LOST).astype(np.int32)], 1)
        return bits


def outline_of(line: str) -> Outline:
    """Raises InvalidInput, BoxLine."""
    words = line.split()
    try:
        numbers = np.array(words, np.float64)
    except ValueError as error:
        raise InvalidInput("A line is made of numbers.") from error
    if len(words) in BOXES:
        raise BoxLine("The line holds a box.")
    if len(words) < _FEWEST or not np.isfinite(numbers).all():
        raise InvalidInput("A line is a class and at least three corners.")
    if not (numbers[0].is_integer() and 0 <= numbers[0] < MOST_CLASS):
        raise InvalidInput("A class is a whole number.")
    corners = numbers[1 : 1 + (len(words) - 1) // 2 * 2].reshape(-1, 2)
    has_more = len(words) % 2 == 0
    track = int(words[-1]) if has_more and words[-1].isascii() and words[-1].isdigit() and len(words[-1]) < 10 else None
    return Outline(int(numbers[0]), corners, track)
