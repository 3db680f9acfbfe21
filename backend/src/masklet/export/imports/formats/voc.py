"""Pascal VOC: a picture of objects for each frame, and one of classes beside it.

Read: `SegmentationObject/{clip}_00000.png` (palette, or RGB in VOC's colours; 255 is void), `SegmentationClass` of the same name,
`labelmap.txt`, else VOC's own classes. The frame is the last number in the name. VOC knows no tracks: numbers count on each picture
anew, so objects are told apart by their class and their order there, which is said; notes.json of ours says what each number is.
Of several clips, told apart by what stands before the number, one is read.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

import numpy as np

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportFormatInfo, ImportProblem, ProblemKind
from masklet.domain.video import Video
from masklet.export.imports.clip_folders import numbered, other_clips
from masklet.export.imports.clips import meant_clip
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.fitting import Fitting
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject
from masklet.export.imports.label_rule import LabelRule, Labels, values_of
from masklet.export.imports.labelled import masks_of, no_mask
from masklet.export.imports.own_notes import noted_objects
from masklet.export.imports.picture import read_picture
from masklet.export.imports.picture_tree import Frames
from masklet.export.imports.voc_classes import class_names
from masklet.masks import rle
from masklet.masks.rle import BoolMask

_OBJECTS, _CLASSES = "SegmentationObject", "SegmentationClass"
_NUMBER = re.compile(r"[_-]*\d+\D*$")

INFO = ImportFormatInfo(
    name="voc",
    title="Pascal VOC masks",
    description="Pictures of objects and of classes, as Pascal VOC and tools that write it have them.",
    suffixes=(".zip",),
)


def knows(files: ImportFiles) -> bool:
    """PNG in a folder of objects."""
    return bool(_pictures(files))


def read(files: ImportFiles, video: Video) -> Iterator[Found]:
    """One clip, frame by frame."""
    clips: dict[str, list[str]] = {}
    for name in _pictures(files):
        clips.setdefault(_NUMBER.sub("", PurePosixPath(name).stem), []).append(name)
    if not clips:
        sentence = f"“{files.file_name}” has no folder {_OBJECTS}."
        raise InvalidInput(sentence, reason="noMasks", name=files.file_name)
    meant = meant_clip(list(clips), video)
    yield from other_clips(files, clips, meant)
    frames = yield from numbered(files, video, clips[meant])
    yield from _Reader(files, video).read(frames)


class _Reader:
    """What is known while pictures are read."""

    def __init__(self, files: ImportFiles, video: Video) -> None:
        self._files, self._fitting = files, Fitting(video)
        self._all = frozenset(files.names)
        self._rule = LabelRule(is_matte=False)
        self._names = class_names(files, self._rule)
        self._noted = noted_objects(files)
        self._values = {one.key for one in self._noted}

    def read(self, frames: Frames) -> Iterator[Found]:
        """Picture by picture."""
        yield from self._noted
        are_tracked = True
        for number, name in frames:
            labels = self._labels(name)
            if isinstance(labels, ImportProblem):
                yield labels
                continue
            values = values_of(labels) or []
            are_tracked = are_tracked and self._values.issuperset(values)
            yield FoundFrames(range(number, number + 1))
            yield from self._objects(number, name, labels, values)
        if not are_tracked:
            yield ImportProblem("", ProblemKind.NO_TRACKS)

    def _objects(self, number: int, name: str, labels: Labels, values: list[int]) -> Iterator[Found]:
        kinds = None if self._values.issuperset(values) else self._labels(name.replace(_OBJECTS, _CLASSES))
        if isinstance(kinds, ImportProblem):
            yield kinds
            kinds = None
        counts: Counter[str] = Counter()
        for value, mask in masks_of(labels, values):
            found = FoundObject(value) if value in self._values else self._untracked(mask, kinds, counts)
            yield found
            yield FoundMask(found.key, number, rle.encode(mask), f"{name}: {value}")

    def _untracked(self, mask: BoolMask, kinds: Labels | None, counts: "Counter[str]") -> FoundObject:
        kind = None if kinds is None or kinds.shape != mask.shape else self._class_of(mask, kinds)
        title = kind or "Object"
        counts[title] += 1
        nth = counts[title]
        return FoundObject(f"{kind}/{nth}", title if nth == 1 else f"{title} {nth}", kind)

    def _class_of(self, mask: BoolMask, kinds: Labels) -> str | None:
        """What most of the object's pixels are."""
        counts = np.bincount(kinds[mask], minlength=1)
        counts[0] = 0
        return self._names.get(int(counts.argmax())) if counts.any() else None

    def _labels(self, name: str) -> Labels | ImportProblem:
        if name not in self._all:
            return ImportProblem(name, ProblemKind.NOT_FOUND, {"name": name})
        picture = read_picture(self._files, name, self._fitting)
        if isinstance(picture, ImportProblem):
            return picture
        labels = self._rule.labels(picture)
        return no_mask(name) if labels is None or values_of(labels) is None else labels


def _pictures(files: ImportFiles) -> list[str]:
    return [name for name in files.ending(".png") if _OBJECTS in name.split("/")[:-1]]


VOC = ImportFormat(INFO, knows, read)
