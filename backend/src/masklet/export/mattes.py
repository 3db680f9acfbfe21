"""What all mattes have in common: which movies there are, what each shows, and how many are written at a time.

A matte is the masks of one object, or of all of them together, as pictures. Every wanted frame has its picture, black (or clear)
where nothing is seen. No sound. `mattes.json` says which file shows what, and what was padded.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import av
import cv2
import numpy as np

from masklet.domain.export import ParameterInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks
from masklet.domain.session import TrackedObject
from masklet.export.effects.seen import Picture
from masklet.export.formats.format import Steps
from masklet.export.names import file_stem
from masklet.export.package import Package
from masklet.export.source import ExportSource
from masklet.masks import rle
from masklet.masks.rle import BoolMask
from masklet.video.coding import Coding
from masklet.video.writer import VideoWriter

TOGETHER, EACH = "together", "each"
MOVIES = ParameterInfo("movies", "Objects", "choice", TOGETHER, choices=(TOGETHER, EACH))
ABOUT = "mattes.json"
MARGIN = 8  # pixels around a cut-out that keep the picture, so that soft edges find its colours and no black
_PIXELS_AT_ONCE = 4_000_000  # of all movies written at a time: an encoder holds some tens of frames
_MOST_AT_ONCE = 8

Draw = Callable[[ExportSource, int, BoolMask], av.VideoFrame]


@dataclass(frozen=True, slots=True)
class Matte:
    """`stem` is the name of its file or folder."""

    stem: str
    shown: tuple[TrackedObject, ...]

    def mask(self, frame: FrameMasks, height: int, width: int) -> BoolMask:
        """H x W: every pixel of any of its objects."""
        mask = np.zeros((height, width), np.bool_)
        for one in self.shown:
            if one.object_id in frame.masks:
                mask |= rle.decode(frame.masks[one.object_id].rle)
        return mask


@dataclass(frozen=True, slots=True)
class MovieKind:
    """`alpha`: what mattes.json says of it. `is_even`: sizes are padded on the right and below; `draw` gets padded masks.

    `weight`: how much more memory than others its encoder takes.
    """

    suffix: str
    coding: Coding
    draw: Draw
    alpha: str
    is_even: bool = False
    weight: int = 1


def mattes_of(source: ExportSource, options: ExportOptions) -> tuple[Matte, ...]:
    """By the option `movies`: one of all chosen objects, or one of each."""
    if options.values[MOVIES.name] == TOGETHER:
        return (Matte("all", source.chosen),)
    return tuple(Matte(file_stem(source.id_of(one.object_id), one.name), (one,)) for one in source.chosen)


def fill_movies(source: ExportSource, package: Package, options: ExportOptions, kind: MovieKind) -> Steps:
    """Write every movie, some at a time; the clip's frames are gone through once for each such group."""
    mattes, frames = mattes_of(source, options), len(source.frame_indices)
    groups = list(_groups(mattes, source.width * source.height * kind.weight))
    for turn, group in enumerate(groups):
        for done in _write_group(source, package, group, kind):
            yield (turn * frames + done) // len(groups)
    right, bottom = (source.width % 2, source.height % 2) if kind.is_even else (0, 0)
    more = {"pad_right": right, "pad_bottom": bottom, "codec": kind.coding.codec}
    package.add_text(ABOUT, about(source, mattes, kind.suffix, kind.alpha, more))


def about(
    source: ExportSource, mattes: tuple[Matte, ...], suffix: str, alpha: str, more: Mapping[str, object] | None = None
) -> str:
    """JSON. `suffix` is "/" for folders. Picture k is row k of the manifest's frames, shown at k / frame_rate."""
    rows = [
        {
            "file": matte.stem + suffix,
            "objects": [{"id": source.id_of(o.object_id), "name": o.name} for o in matte.shown],
        }
        for matte in mattes
    ]
    size = {"width": source.width, "height": source.height, **(more or {})}
    rate = {"frame_rate": [source.rate.numerator, source.rate.denominator], "pictures": len(source.frame_indices)}
    return json.dumps({"alpha": alpha, **size, **rate, "mattes": rows}, ensure_ascii=False, indent=1)


def cut_out(picture: Picture, mask: BoolMask) -> Picture:
    """The picture where the mask is and a little around it, black elsewhere: what is cut away is not given away."""
    around = cv2.dilate(mask.view(np.uint8), np.ones((2 * MARGIN + 1,) * 2, np.uint8))
    return np.where(around.view(np.bool_)[:, :, None], picture, np.uint8(0))


def _groups(mattes: tuple[Matte, ...], pixels: int) -> Iterator[tuple[Matte, ...]]:
    size = min(_MOST_AT_ONCE, max(1, _PIXELS_AT_ONCE // pixels))
    return (mattes[first : first + size] for first in range(0, len(mattes), size))


def _write_group(source: ExportSource, package: Package, group: tuple[Matte, ...], kind: MovieKind) -> Steps:
    with ExitStack() as open_files:
        writers = [_writer(open_files, source, package, matte, kind) for matte in group]
        for done, frame in enumerate(source.frames(), 1):
            for matte, writer in zip(group, writers, strict=True):
                mask = _padded(matte.mask(frame, source.height, source.width), kind)
                writer.write_picture(kind.draw(source, frame.frame_index, mask))
            yield done


def _writer(
    open_files: ExitStack, source: ExportSource, package: Package, matte: Matte, kind: MovieKind
) -> VideoWriter:
    path = open_files.enter_context(package.file(matte.stem + kind.suffix))
    odd_x, odd_y = (source.width % 2, source.height % 2) if kind.is_even else (0, 0)
    writer = VideoWriter(path, source.width + odd_x, source.height + odd_y, source.rate, coding=kind.coding)
    return open_files.enter_context(writer)


def _padded(mask: BoolMask, kind: MovieKind) -> BoolMask:
    height, width = mask.shape
    if not kind.is_even or not (height % 2 or width % 2):
        return mask
    return np.pad(mask, ((0, height % 2), (0, width % 2)))
