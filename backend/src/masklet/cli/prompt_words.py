"""What `masklet track` is told about objects, as values: `[NAME=]x,y[,label][@frame]`, boxes and masks likewise. Knows no clip's size."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from masklet.cli.exits import USAGE, fail

FIRST = "Object 1"  # what an object is called that is not named
_NUMBER = r"-?\d+(?:\.\d+)?%?"
_POINT = re.compile(rf"(?:(?P<name>[^=]+)=)?(?P<at>{_NUMBER},{_NUMBER})(?:,(?P<label>[01]))?(?:@(?P<frame>\d+))?")
_BOX = re.compile(rf"(?:(?P<name>[^=]+)=)?(?P<at>{_NUMBER}(?:,{_NUMBER}){{3}})(?:@(?P<frame>\d+))?")
_MASK = re.compile(r"(?:(?P<name>[^=]+)=)?(?P<at>.+?)(?:@(?P<frame>\d+))?")


@dataclass(frozen=True, slots=True)
class Coordinate:
    """Pixels of the original video, or a share of its size."""

    value: float
    is_share: bool


@dataclass(slots=True)
class Said:
    """All about one object on one frame. `box`: x0, y0, x1, y1; `points`: x, y and label (1 object, 0 not)."""

    name: str
    frame: int
    points: list[tuple[Coordinate, Coordinate, int]] = field(default_factory=list)
    box: tuple[Coordinate, ...] | None = None
    mask: Path | None = None


def said_of_words(points: Sequence[str], boxes: Sequence[str], masks: Sequence[str]) -> list[Said]:
    """In the order in which objects and frames are named first. Ends the program where a word does not fit."""
    found: dict[tuple[str, int], Said] = {}

    def about(match: re.Match[str]) -> Said:
        key = (match["name"] or FIRST, int(match["frame"] or 0))
        return found.setdefault(key, Said(*key))

    for word in masks:
        match = _matched(_MASK, word, "--mask", "ball=mask.png@12")
        about(match).mask = Path(match["at"])
    for word in boxes:
        match = _matched(_BOX, word, "--box", "x0,y0,x1,y1 or ball=10%,20%,60%,80%@12")
        about(match).box = _coordinates(match["at"])
    for word in points:
        match = _matched(_POINT, word, "--point", "x,y or ball=50%,30%,1@12")
        x, y = _coordinates(match["at"])
        about(match).points.append((x, y, int(match["label"] or 1)))
    return list(found.values())


def _matched(pattern: re.Pattern[str], word: str, option: str, example: str) -> re.Match[str]:
    match = pattern.fullmatch(word)
    if match is None:
        fail(USAGE, f"{option} {word}: {example} is expected.")
    return match


def _coordinates(words: str) -> tuple[Coordinate, ...]:
    return tuple(
        Coordinate(float(word.rstrip("%")) / (100 if word.endswith("%") else 1), word.endswith("%"))
        for word in words.split(",")
    )
