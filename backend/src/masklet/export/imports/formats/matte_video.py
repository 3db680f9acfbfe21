"""Matte movies: black and white, or cut out with alpha; each file is an object, its frame k the clip's frame k.

Read: MP4, MOV, MKV, WebM and AVI, with VP8's and VP9's alpha. A pixel is the object's where alpha is at least 128 of 255, if the movie has
an alpha that is not opaque everywhere, else where it is at least half white; movies in colours are no mattes. Frames are counted from
the manifest's first frame by its stride, where there is one of ours; else from 0. Where the movie's frame rate is another than the
clip's by more than 0.1 %, a picture is the clip's frame nearest to its time. Columns and rows that made an odd original even are cut
off. A file of ours that shows several objects together is one object here.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from masklet.domain.errors import InvalidInput, LimitExceeded, VideoUnreadable
from masklet.domain.mask_import import ImportFormatInfo, ImportProblem, ProblemKind
from masklet.domain.video import Video
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.fitting import MOST_PIXELS, Fitting
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject
from masklet.export.imports.labelled import no_mask
from masklet.export.imports.matte_rule import MatteRule
from masklet.export.imports.movie_frames import is_one_rate, nearest
from masklet.export.imports.own_notes import mattes, object_of, stem_of, tell_count, written_frames, z_orders
from masklet.export.imports.picture import Picture
from masklet.masks import rle
from masklet.masks.rle import BoolMask
from masklet.video.images import natural_order
from masklet.video.matte_reader import MattePicture, matte_pictures
from masklet.video.probe import Probe, probe

SUFFIXES = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi")

INFO = ImportFormatInfo(
    name="matte_video",
    title="Matte movies",
    description="Black and white movies, or cut-outs with alpha (ProRes 4444, WebM), one for each object.",
    suffixes=(*SUFFIXES, ".zip"),
)


def knows(files: ImportFiles) -> bool:
    """Any movie."""
    return bool(files.ending(*SUFFIXES))


def read(files: ImportFiles, video: Video) -> Iterator[Found]:
    """Movie by movie, picture by picture."""
    names = files.names if files.is_single else files.ending(*SUFFIXES)
    if not names:
        raise InvalidInput(f"“{files.file_name}” holds no movie.", reason="noMasks", name=files.file_name)
    about, places = mattes(files), z_orders(files)
    objects = [
        object_of(files, name, stem_of(name), about.shown.get(name, [])) for name in sorted(names, key=natural_order)
    ]
    for one in sorted(objects, key=lambda one: places.get(one.number, 0) if one.number is not None else 0):
        yield one
        yield from _Movie(files, video, one, about.has_alpha).read()


@dataclass(frozen=True, slots=True)
class _Movie:
    """One object's."""

    files: ImportFiles
    video: Video
    one: FoundObject
    has_alpha: bool

    @property
    def name(self) -> str:
        return str(self.one.key)

    def read(self) -> Iterator[Found]:
        """What cannot be read of it is told; what came before is kept."""
        try:
            with self.files.open(self.name) as file:
                found = probe(file, MOST_PIXELS, lambda: False)
            item = "" if self.files.is_single else self.name
            yield from tell_count(self.files, self.video, found.frame_count, item)
            with (
                self.files.open(self.name) as file,
                closing(matte_pictures(file, found, MOST_PIXELS)) as pictures,
            ):
                yield from self._masks(found, pictures)
        except (InvalidInput, VideoUnreadable):
            yield ImportProblem(self.name, ProblemKind.DAMAGED)
        except LimitExceeded as error:
            yield self._too_large(error)

    def _masks(self, found: Probe, pictures: Iterator[MattePicture]) -> Iterator[Found]:
        rule, fitting, lost = MatteRule(self.has_alpha, is_lossy=True), Fitting(self.video), list[int]()
        for number, picture in self._numbered(found, _watched(pictures, found.frame_count, lost)):
            mask = rule.mask(Picture(picture.pixels, alpha=picture.alpha))
            if mask is None:
                yield no_mask(self.name)
                return
            mask = self._unpadded(mask)
            if misfit := fitting.misfit(self.name, *mask.shape[::-1]):
                yield misfit
                return
            yield FoundFrames(range(number, number + 1), self.one.key)
            if mask.any():
                yield FoundMask(self.one.key, number, rle.encode(mask), f"{self.name}, frame {picture.index}")
        yield from self._losses(lost, found.frame_count)

    def _losses(self, lost: list[int], count: int) -> Iterator[ImportProblem]:
        """A problem for each picture that did not come; one where none came."""
        if len(lost) == count:
            yield ImportProblem(self.name, ProblemKind.DAMAGED)
            return
        yield from (ImportProblem(f"{self.name}, frame {index}", ProblemKind.DAMAGED) for index in lost)

    def _numbered(self, found: Probe, pictures: Iterator[MattePicture]) -> Iterator[tuple[int, MattePicture]]:
        written = written_frames(self.files)
        if written is not None:
            return ((written.start + one.index * written.step, one) for one in pictures)
        if is_one_rate(found.rate.frame_rate, self.video.frame_rate):
            return ((one.index, one) for one in pictures)
        timed = ((one.time_s, one) for one in pictures)
        return nearest(timed, self.video.frame_rate, self.video.frame_count)

    def _unpadded(self, mask: BoolMask) -> BoolMask:
        """Of the original's size, where it is that made even."""
        width, height = self.video.source.width, self.video.source.height
        is_padded = mask.shape == (height + height % 2, width + width % 2)
        is_own = mask.shape == (self.video.height, self.video.width)
        return np.ascontiguousarray(mask[:height, :width]) if is_padded and not is_own else mask

    def _too_large(self, error: LimitExceeded) -> ImportProblem:
        width, height = error.details.get("width"), error.details.get("height")
        misfit = None
        if isinstance(width, int) and isinstance(height, int):
            misfit = Fitting(self.video).misfit(self.name, width, height)
        return misfit or ImportProblem(self.name, ProblemKind.DAMAGED)


def _watched(pictures: Iterator[MattePicture], count: int, lost: list[int]) -> Iterator[MattePicture]:
    """The same pictures; those that are missing between them and up to `count` go into `lost`."""
    expected = 0
    for one in pictures:
        lost.extend(range(expected, one.index))
        expected = max(expected, one.index + 1)
        yield one
    lost.extend(range(expected, count))


MATTE_VIDEO = ImportFormat(INFO, knows, read)
