"""LabelMe, in: a JSON file a picture, with polygons and masks.

Frames: the last number in the file's name, else in the picture's, else its place. Objects: shapes of one label and `group_id` are
one, through all files; `description` names it. Shapes without a group are told apart by label and order, which is said. Polygons are
filled as LabelMe fills them, outline included; a mask is a PNG in the box of its two points. Rectangles, circles, lines and points
are no masks. Of several folders one is read: see clips.py.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportFormatInfo, ImportProblem, ProblemKind
from masklet.domain.masklet import Rle
from masklet.domain.video import Video
from masklet.export.imports.clips import frame_number, meant_clip
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject, Key
from masklet.export.imports.json_values import key_of, sizes_of, text_of
from masklet.export.imports.labelme_shapes import MASKS, shape_of
from masklet.export.imports.streamed_json import asked, fields, keys
from masklet.export.imports.untracked import Untracked
from masklet.export.manifest import NAME as MANIFEST
from masklet.masks import rle

FIELDS = ("shapes", "imagePath", "imageHeight", "imageWidth")

INFO = ImportFormatInfo(
    name="labelme",
    title="LabelMe",
    description="JSON files of single pictures with polygons and masks: one of them, or a zip of all.",
    suffixes=(".json", ".zip"),
)


def knows(files: ImportFiles) -> bool:
    """A JSON file with shapes of a picture."""
    return any({"shapes", "imagePath"} <= set(keys(files, name)) for name in asked(files))


def read(files: ImportFiles, video: Video) -> Iterator[Found]:
    """File by file."""
    names = [name for name in files.ending(".json") if name != MANIFEST]
    if not names:
        told = f"“{files.file_name}” is no LabelMe file: it has no shapes."
        raise InvalidInput(told, reason="noMasks", name=files.file_name)
    folders = list(dict.fromkeys(_folder(name) for name in names))
    meant = meant_clip(folders, video)
    for other in folders:
        if other != meant:
            yield ImportProblem(other, ProblemKind.OTHER_CLIP, {"name": other or "."})
    untracked = Untracked()
    for place, name in enumerate(name for name in names if _folder(name) == meant):
        try:
            said = fields(files, name, FIELDS)
        except InvalidInput:
            if files.is_single:
                raise
            yield ImportProblem(name, ProblemKind.DAMAGED)
            continue
        yield from _Picture(said, name, place, files.manifest is not None, untracked).read()
    yield from untracked.told()


def _folder(name: str) -> str:
    return str(PurePosixPath(name).parent)


class _Picture:
    """One file. `is_ours`: a manifest says what the objects are."""

    def __init__(self, said: dict[str, Any], name: str, place: int, is_ours: bool, untracked: Untracked) -> None:
        self._said, self._name, self._is_ours, self._untracked = said, name, is_ours, untracked
        picture = said.get("imagePath")
        found = frame_number(name)
        if found is None and isinstance(picture, str):
            found = frame_number(picture.replace("\\", "/"))
        self._number = place if found is None else found
        self._size = sizes_of(said.get("imageHeight"), said.get("imageWidth"))

    def read(self) -> Iterator[Found]:
        shapes = self._said.get("shapes")
        if not isinstance(shapes, list) or self._size is None:
            yield ImportProblem(self._name, ProblemKind.DAMAGED)
            return
        yield FoundFrames(range(self._number, self._number + 1))
        self._untracked.next_frame()
        here: dict[Key, tuple[FoundObject, Rle, str]] = {}
        for place, shape in enumerate(shapes, 1):
            item = f"{self._name}, shape {place}"
            kind = text_of(shape.get("shape_type")) or MASKS[0] if isinstance(shape, dict) else ""
            if kind and kind not in MASKS:
                yield ImportProblem(item, ProblemKind.UNSUPPORTED, {"name": kind})
                continue
            try:
                mask = shape_of(kind, shape, self._size)
            except InvalidInput:
                yield ImportProblem(item, ProblemKind.DAMAGED)
                continue
            found = self._object(shape)
            known = here.get(found.key)
            here[found.key] = (found, mask, item) if known is None else (*known[:1], rle.union(known[1], mask), item)
        for found, mask, item in here.values():
            yield found
            yield FoundMask(found.key, self._number, mask, item)

    def _object(self, shape: dict[str, Any]) -> FoundObject:
        group, label = key_of(shape.get("group_id")), text_of(shape.get("label"))
        if group is None:
            return self._untracked.object(label)
        number = group if isinstance(group, int) else None
        key = f"{group}/{label}"
        if self._is_ours:
            return FoundObject(key, number=number)
        name = text_of(shape.get("description")) or f"{label} {group}".strip()
        return FoundObject(key, name, label if label and label != name else None, number=number)


LABELME = ImportFormat(INFO, knows, read)
