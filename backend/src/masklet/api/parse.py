"""Arguments of the wire into values of the domain: normalised to pixels, checked, exact about what is wrong."""

import json
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence

from masklet.domain.errors import InvalidInput, InvalidPrompt
from masklet.domain.masklet import Rle
from masklet.domain.prompt import BACKGROUND, OBJECT, Box, Point
from masklet.domain.video import Video
from masklet.masks import rle

MAX_FILE_NAME = 255
MAX_OBJECT_ID = 2**31 - 1
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def points(coordinates: Sequence[Sequence[float]], labels: Sequence[int], video: Video) -> list[Point]:
    """[x / width, y / height] pairs and their labels as points in pixels. Raises InvalidPrompt."""
    if len(coordinates) != len(labels):
        raise InvalidPrompt(
            f"There are {len(coordinates)} points but {len(labels)} labels; each point needs one label."
        )
    return [_point(pair, label, video) for pair, label in zip(coordinates, labels, strict=True)]


def _point(pair: Sequence[float], label: int, video: Video) -> Point:
    if len(pair) != 2:
        raise InvalidPrompt("A point is a pair of numbers: [x / width, y / height].")
    if label not in (BACKGROUND, OBJECT):
        raise InvalidPrompt(f"The label {label} is neither 1 (object) nor 0 (background).")
    return Point(_pixel(pair[0], video.width), _pixel(pair[1], video.height), label)


def _pixel(share: float, size: int) -> float:
    if not math.isfinite(share) or not 0.0 <= share <= 1.0:
        raise InvalidPrompt("Coordinates are shares of width and height, from 0 to 1.", reason="outside")
    return min(share * size, math.nextafter(size, 0.0))  # 1.0 is the last pixel, not one beyond


def box(corners: Sequence[float], video: Video) -> Box:
    """[x0, y0, x1, y1] in 0..1 as a box in pixels. Raises InvalidPrompt."""
    if len(corners) != 4:
        raise InvalidPrompt("A box is four numbers: [x0, y0, x1, y1].")
    x0, x1 = (_pixel(share, video.width) for share in corners[0::2])
    y0, y1 = (_pixel(share, video.height) for share in corners[1::2])
    if not (x0 < x1 and y0 < y1):
        raise InvalidPrompt("A box needs a width and a height: x0 below x1 and y0 below y1.", reason="noArea")
    return Box(x0, y0, x1, y1)


def mask(counts: str, size: Sequence[int], video: Video) -> Rle:
    """A drawn mask, of exactly the clip's size, its runs as the encoder would write them. Raises InvalidPrompt."""
    if list(size) != [video.height, video.width]:
        raise InvalidPrompt(f"A mask of this clip has the size [{video.height}, {video.width}]: height, then width.")
    try:
        return rle.normalised(Rle(video.height, video.width, counts))
    except InvalidInput as error:
        raise InvalidPrompt(error.message) from error


def object_id(number: int) -> int:
    """An object's id: 0 or more. Raises InvalidInput."""
    if not 0 <= number <= MAX_OBJECT_ID:
        raise InvalidInput("Object ids are whole numbers from 0.")
    return number


def colour(text: str) -> str:
    """A colour as #rrggbb in lower case. Raises InvalidInput."""
    if not _COLOUR.fullmatch(text):
        raise InvalidInput("A colour is written #rrggbb.")
    return text.lower()


def optional_colour(text: str | None) -> str | None:
    """The colour, or None where it was left out. Raises InvalidInput."""
    return colour(text) if isinstance(text, str) else None


def file_name(text: str) -> str:
    """The last part of a sent file's name, printable and not too long; never used as a path."""
    last = re.split(r"[/\\]", text)[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cs")).strip()
    _stem, dot, suffix = kept[-MAX_FILE_NAME:].rpartition(".")
    if len(kept) > MAX_FILE_NAME and dot and len(suffix) < 16:
        kept = kept[: MAX_FILE_NAME - len(suffix) - 1].rstrip(".") + "." + suffix
    return kept[:MAX_FILE_NAME].strip(".") or "video"


def options(text: str) -> Mapping[str, str | float | bool]:
    """A JSON object of plain values. Raises InvalidInput."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidInput("The options are no JSON object.") from None
    if not isinstance(values, dict) or not all(
        isinstance(value, str | int | float | bool) for value in values.values()
    ):
        raise InvalidInput("The options are no JSON object of texts, numbers and switches.")
    return values


def seconds(value: float | None, what: str) -> float | None:
    """A time in seconds, 0 or more. Raises InvalidInput."""
    if value is not None and (not math.isfinite(value) or value < 0):
        raise InvalidInput(f"The {what} must be 0 seconds or more.")
    return value
