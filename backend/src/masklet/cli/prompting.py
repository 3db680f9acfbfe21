"""Says to a session what the command line said: coordinates of the original video become the clip's."""

import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from masklet.cli.exits import NOT_FOUND, USAGE, fail
from masklet.cli.prompt_words import Coordinate, Said
from masklet.domain.errors import InvalidInput
from masklet.domain.masklet import Rle
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.video import Video
from masklet.masks import rle
from masklet.service.services import ServiceSet

_LEAST_GREY = 128  # of a mask's pixel


def check(everything: Sequence[Said], video: Video) -> None:
    """Before anything is computed. Ends the program, or raises InvalidInput, where something lies outside the clip."""
    for said in everything:
        if said.frame >= video.frame_count:
            fail(USAGE, f"Frame {said.frame} is not in the clip; its frames are 0 to {video.frame_count - 1}.")
        prompt_of(said, video)


def prompt_of(said: Said, video: Video) -> Prompt:
    """Its points and its box in the clip's pixels. Raises InvalidInput where something lies outside."""
    points = tuple(Point(_clip_x(x, video), _clip_y(y, video), label) for x, y, label in said.points)
    return Prompt(points, None if said.box is None else _box(said.box, video))


def prompt(services: ServiceSet, session_id: str, everything: Sequence[Said], video: Video) -> None:
    """Objects are numbered in the order in which they were named. Raises MaskletError."""
    ids = {name: number for number, name in enumerate(dict.fromkeys(said.name for said in everything))}
    for said in everything:
        at = (session_id, ids[said.name], said.frame)
        if said.mask is not None:
            services.prompts.set_mask(*at, _mask(said.mask, video))
        words = prompt_of(said, video)
        if words.box is not None:
            services.prompts.set_box(*at, words.box)
        if words.points:
            services.prompts.set_points(*at, words.points, clear_old=True)
    for name, object_id in ids.items():
        services.sessions.update_object(session_id, object_id, name, None)


def _clip_x(x: Coordinate, video: Video) -> float:
    return _clip(x, video.width - video.pad_right, video.source.width, "wide")


def _clip_y(y: Coordinate, video: Video) -> float:
    return _clip(y, video.height - video.pad_bottom, video.source.height, "high")


def _clip(at: Coordinate, pixels: int, original: int, side: str) -> float:
    share = at.value if at.is_share else at.value / original
    if not 0 <= share <= 1:
        given = f"{at.value:.0%}" if at.is_share else f"{at.value:g}"
        raise InvalidInput(f"{given} is outside the picture: it is {original} pixels {side}.")
    return min(share * pixels, pixels - 1e-3)


def _box(box: Sequence[Coordinate], video: Video) -> Box:
    x0, y0, x1, y1 = box
    found = Box(_clip_x(x0, video), _clip_y(y0, video), _clip_x(x1, video), _clip_y(y1, video))
    if found.x0 >= found.x1 or found.y0 >= found.y1:
        raise InvalidInput("A box goes from its upper left corner to its lower right one: x0,y0,x1,y1.")
    return found


def _mask(path: Path, video: Video) -> Rle:
    """A picture of the original's size or the clip's, white or opaque where the object is."""
    picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) if path.is_file() else None
    if picture is None:
        fail(NOT_FOUND if not path.exists() else USAGE, f"{path} is no picture that can be read.")
    sizes = {(video.source.height, video.source.width), (video.height, video.width)}
    if picture.shape not in sizes:
        height, width = picture.shape
        fail(USAGE, f"{path} has {width} x {height} pixels, the video {video.source.width} x {video.source.height}.")
    mask = np.zeros((video.height, video.width), np.bool_)
    height, width = video.height - video.pad_bottom, video.width - video.pad_right
    whole = picture.shape == (video.height, video.width)
    inner = picture[:height, :width] if whole else cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    mask[:height, :width] = inner >= _LEAST_GREY
    if not mask.any():
        fail(USAGE, f"{path} is black: it shows no object.")
    return rle.encode(mask)


def say(sentence: str) -> None:
    """To a person who looks on."""
    if sys.stderr.isatty():
        print(sentence, file=sys.stderr)
