"""Masks of one picture: asks an engine's worker what was said to mean. Knows no file that is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from masklet.cli.prompt_words import Said
from masklet.cli.prompting import prompt_of
from masklet.domain.errors import VideoUnreadable
from masklet.domain.masklet import Rle
from masklet.domain.video import SourceMeta, Video
from masklet.video.pictures import picture_size
from masklet.workers.interface import EngineWorker, SessionSpec

_SESSION = "picture"


@dataclass(frozen=True, slots=True)
class Found:
    """One mask, of the upright picture's size. `rank` from 1, the likeliest; `score` in [0, 1]: how well it probably fits."""

    name: str
    rank: int
    rle: Rle
    score: float


def masks_of(
    path: Path, said: Sequence[Said], most: int, worker: EngineWorker, engine: str, max_pixels: int
) -> tuple[tuple[int, int], list[Found]]:
    """Width and height of the picture, and for each object at most so many masks, best first. Raises MaskletError, OSError."""
    if path.is_dir():
        raise VideoUnreadable("This is a folder; name the pictures in it.")
    width, height = picture_size(path, max_pixels)
    video = _as_video(path.name, width, height)
    prompts = [(one.name, prompt_of(one, video)) for one in said]
    worker.open(SessionSpec(_SESSION, engine, str(path.absolute()), video, ()))
    try:
        found = [
            Found(name, rank, mask.rle, mask.object_score)
            for name, prompt in prompts
            for rank, mask in enumerate(worker.candidates(_SESSION, 0, prompt, most), 1)
        ]
    finally:
        worker.forget(_SESSION)
    return (width, height), found


def _as_video(name: str, width: int, height: int) -> Video:
    source = SourceMeta(name, width, height, 0, "", "picture", 0.0)
    return Video(name, name, width, height, 0, 0, 1, Fraction(1), False, source)
