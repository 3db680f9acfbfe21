"""YOLO segmentation, in: labels/**/*.txt with a class and an outline a line, data.yaml or classes.txt with the classes' names.

Frames: the last number in a file's name, else its place; what stands before it is the clip, of several one is read (see clips.py).
Tracks: objects.csv (ours) says whose each line is, and the manifest what the objects are; a whole number at a line's end is a
tracker's. Else objects are told apart by class and order, which is said. Pictures' sizes are not in the files: outlines are drawn in
the size that the manifest tells, else in the clip's. Boxes are no masks.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import PurePosixPath

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportFormatInfo, ImportProblem, ProblemKind
from masklet.domain.masklet import Rle
from masklet.domain.video import Video
from masklet.export.imports.class_names import class_names
from masklet.export.imports.clips import frame_number, meant_clip
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject, Key
from masklet.export.imports.text_lines import text_lines
from masklet.export.imports.untracked import Untracked
from masklet.export.imports.yolo_lines import BoxLine, Outline, outline_of
from masklet.masks import rle

LABELS, OBJECTS = "labels", "objects.csv"
MOST_ASKED = 50  # label files that are looked into for an outline
MOST_SIDE = 8192
_ROBOFLOW = re.compile(r"(_(jpe?g|png))?\.rf\.[0-9a-f]+$")  # what it adds to a picture's name
_Row = Mapping[str, str | None]
_Owners = Mapping[int, Key]  # by a line's number, from 1

INFO = ImportFormatInfo(
    name="yolo_seg",
    title="YOLO segmentation",
    description="A data set's zip with outlines in labels, and data.yaml; a tracker's text files too.",
    suffixes=(".zip",),
)


def knows(files: ImportFiles) -> bool:
    """Label files, of which one of the first has an outline."""
    return any(_has_outline(files, name) for name in _label_files(files)[:MOST_ASKED])


def read(files: ImportFiles, video: Video) -> Iterator[Found]:
    """Label file by label file."""
    names = _label_files(files)
    if not names:
        told = f"“{files.file_name}” is no YOLO data set: it has no label files."
        raise InvalidInput(told, reason="noMasks", name=files.file_name)
    clips = list(dict.fromkeys(map(_clip, names)))
    meant = meant_clip(clips, video)
    for other in clips:
        if other != meant:
            yield ImportProblem(other, ProblemKind.OTHER_CLIP, {"name": other})
    yield from _Labels(files, {name: at for at, name in enumerate(names) if _clip(name) == meant}, video).read()


def _label_files(files: ImportFiles) -> list[str]:
    return [name for name in files.ending(".txt") if LABELS in PurePosixPath(name).parts[:-1]]


def _has_outline(files: ImportFiles, name: str) -> bool:
    for line in files.start(name).decode("ascii", errors="replace").splitlines():
        try:
            outline_of(line)
        except InvalidInput:
            continue
        return True
    return False


def _stem(name: str) -> str:
    return _ROBOFLOW.sub("", PurePosixPath(name).stem[-200:])


def _clip(name: str) -> str:
    """What stands before the last number in a file's name."""
    return re.sub(r"\d+\D*$", "", _stem(name)).rstrip("_-. ")


class _Labels:
    """The label files of the clip that is read, each with its place."""

    def __init__(self, files: ImportFiles, places: Mapping[str, int], video: Video) -> None:
        self._files, self._places = files, places
        self._classes: dict[int, str] = {}
        self._size = _written_size(files) or (video.height - video.pad_bottom, video.width - video.pad_right)
        self._untracked = Untracked()
        self._left = dict.fromkeys(places)  # that objects.csv did not name yet

    def read(self) -> Iterator[Found]:
        try:
            self._classes = class_names(self._files)
        except InvalidInput:
            yield ImportProblem("data.yaml", ProblemKind.DAMAGED)
        for name, owners in self._owned():
            if name in self._left:
                del self._left[name]
                yield from self._file(name, owners)
            elif name not in self._places:
                yield ImportProblem(OBJECTS, ProblemKind.NOT_FOUND, {"name": name[:200]})
        for name in self._left:
            yield from self._file(name, {})
        yield from self._untracked.told()

    def _owned(self) -> Iterator[tuple[str, _Owners]]:
        """Label files with whose each line is, in the order of objects.csv."""
        if OBJECTS in self._files.names:
            for name, of_file in groupby(
                _csv_rows(csv.DictReader(text_lines(self._files, OBJECTS))), key=lambda row: row[0]
            ):
                yield name, {line: owner for _, line, owner in of_file}

    def _file(self, name: str, owners: _Owners) -> Iterator[Found]:
        told = frame_number(f"{_stem(name)}.txt")
        number = self._places[name] if told is None else told
        yield FoundFrames(range(number, number + 1))
        self._untracked.next_frame()
        here: dict[Key, tuple[FoundObject, Rle]] = {}
        try:
            lines = self._files.read(name).decode("utf-8", errors="replace").splitlines()
        except InvalidInput:
            yield ImportProblem(name, ProblemKind.DAMAGED)
            return
        for place, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                outline = outline_of(line)
            except BoxLine:
                yield ImportProblem(f"{name}, line {place}", ProblemKind.UNSUPPORTED, {"name": "box"})
            except InvalidInput:
                yield ImportProblem(f"{name}, line {place}", ProblemKind.DAMAGED)
            else:
                found = self._object(outline, owners.get(place))
                part, known = rle.encode(outline.drawn(*self._size)), here.get(found.key)
                here[found.key] = found, part if known is None else rle.union(known[1], part)
        for found, mask in here.values():
            yield found
            yield FoundMask(found.key, number, mask, f"{name}, {found.name or found.key}")

    def _object(self, outline: Outline, owner: Key | None) -> FoundObject:
        class_name = self._classes.get(outline.class_number) or f"class {outline.class_number}"
        if owner is not None:
            if self._files.manifest is not None and isinstance(owner, int):
                return FoundObject(owner, number=owner)
            return FoundObject(owner, f"{class_name} {owner}", class_name)
        if outline.track is not None:
            return FoundObject(f"track {outline.track}", f"{class_name} {outline.track}", class_name)
        return self._untracked.object(class_name)


def _csv_rows(rows: Iterable[_Row]) -> Iterator[tuple[str, int, Key]]:
    """(label file, line, object); rows without these are passed over: their lines are told apart by class and order."""
    for row in _unbroken(rows):
        name, line, owner = row.get("labels"), row.get("line") or "", row.get("object") or ""
        if name and line.isascii() and line.isdigit() and len(line) < 10 and owner:
            yield (
                name,
                int(line),
                int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 10 else owner[:200],
            )


def _unbroken(rows: Iterable[_Row]) -> Iterator[_Row]:
    try:
        yield from rows
    except csv.Error as error:
        raise InvalidInput(f"“{OBJECTS}” is damaged.", reason="damagedFile") from error


def _written_size(files: ImportFiles) -> tuple[int, int] | None:
    """(height, width) of what our own export wrote."""
    written = files.manifest.get("written") if files.manifest is not None else None
    if not isinstance(written, dict):
        return None
    height, width = written.get("height"), written.get("width")
    if isinstance(height, int) and isinstance(width, int) and 0 < height <= MOST_SIDE and 0 < width <= MOST_SIDE:
        return height, width
    return None


YOLO_SEG = ImportFormat(INFO, knows, read)
