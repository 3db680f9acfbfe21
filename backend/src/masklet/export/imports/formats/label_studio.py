"""Label Studio's JSON, in: a list of tasks, one a picture, with brush masks or polygons.

Frames: `data.frame_index` (ours), else the last number in the picture's name, else the task's place. Of a task's annotations the one
marked as ground truth is read, else the first that was not cancelled, else the first prediction. Objects: `object` and the "3: name"
of `meta.text` (ours); other regions know no tracks, so objects are told apart by label and order, which is said. Polygons are in
percent of the picture. Rectangles, ellipses and video tracks are no masks; turned pictures are not read.
"""

import re
from collections.abc import Generator, Iterator
from typing import Any

import numpy as np

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportFormatInfo, ImportProblem, ProblemKind
from masklet.domain.masklet import Rle
from masklet.domain.video import Video
from masklet.export.imports.brush_mask import brush_mask
from masklet.export.imports.clips import frame_number
from masklet.export.imports.coco_shapes import Size
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.fitting import MOST_PIXELS
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject
from masklet.export.imports.json_values import sizes_of, text_of, whole_of
from masklet.export.imports.streamed_json import asked, items, keys
from masklet.export.imports.untracked import Untracked
from masklet.masks import polygons

INFO = ImportFormatInfo(
    name="label_studio",
    title="Label Studio",
    description="Tasks as Label Studio exports them in JSON, with brush masks or polygons.",
    suffixes=(".json", ".zip"),
)
WORDS = {"annotations", "predictions"}
_OURS = re.compile(r"(\d{1,9}): (.*)", re.DOTALL)


def knows(files: ImportFiles) -> bool:
    """A list of tasks."""
    return _file(files) is not None


def read(files: ImportFiles, video: Video) -> Iterator[Found]:
    """Task by task."""
    name = _file(files)
    if name is None:
        told = f"“{files.file_name}” is no Label Studio file: it has no list of tasks."
        raise InvalidInput(told, reason="noMasks", name=files.file_name)
    untracked = Untracked()
    for place, task in enumerate(items(files, name, "item")):
        if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
            yield ImportProblem(f"task {place + 1}", ProblemKind.DAMAGED)
            continue
        yield from _Task(task, place, files.manifest is not None, untracked).read()
    yield from untracked.told()


def _file(files: ImportFiles) -> str | None:
    for name in asked(files):
        found = set(keys(files, name, "item"))
        if "data" in found and found & WORDS:
            return name
    return None


class _Task:
    """One picture. `is_ours`: a manifest says what the objects are."""

    def __init__(self, task: dict[str, Any], place: int, is_ours: bool, untracked: Untracked) -> None:
        self._task, self._is_ours, self._untracked = task, is_ours, untracked
        self._item = f"task {text_of(task.get('id')) or place + 1}"
        self._number = _number(task["data"], place)

    def read(self) -> Iterator[Found]:
        yield FoundFrames(range(self._number, self._number + 1))
        self._untracked.next_frame()
        entry = yield from self._entry()
        regions = entry.get("result")
        for place, region in enumerate(regions if isinstance(regions, list) else [], 1):
            yield from self._region(region, f"{self._item}, region {place}")

    def _entry(self) -> Generator[Found, None, dict[str, Any]]:
        """The annotation that is read; the others are told."""
        found = [one for one in _dicts(self._task.get("annotations")) if not one.get("was_cancelled")]
        found = found or _dicts(self._task.get("predictions"))[:1]
        chosen = next((one for one in found if one.get("ground_truth")), found[0] if found else {})
        if len(found) > 1:
            yield ImportProblem(self._item, ProblemKind.UNSUPPORTED, {"name": f"another annotation ({len(found) - 1})"})
        return chosen

    def _region(self, region: object, item: str) -> Iterator[Found]:
        value = region.get("value") if isinstance(region, dict) else None
        if not isinstance(region, dict) or not isinstance(value, dict):
            yield ImportProblem(item, ProblemKind.DAMAGED)
            return
        kind = "rle" if "rle" in value else "points" if isinstance(value.get("points"), list) else None
        if kind is None or whole_of(region.get("image_rotation", 0)) != 0:
            yield ImportProblem(item, ProblemKind.UNSUPPORTED, {"name": text_of(region.get("type")) or "region"})
            return
        try:
            size = _checked(sizes_of(region.get("original_height"), region.get("original_width")))
            mask = brush_mask(value["rle"], *size) if kind == "rle" else _polygon(value["points"], size)
        except InvalidInput:
            yield ImportProblem(item, ProblemKind.DAMAGED)
            return
        found = self._object(region, _label(value))
        yield found
        yield FoundMask(found.key, self._number, mask, item)

    def _object(self, region: dict[str, Any], label: str) -> FoundObject:
        number, name = _said(region)
        if number is None:
            return self._untracked.object(label)
        if self._is_ours:
            return FoundObject(number, number=number)
        class_name = label if label != name else ""
        return FoundObject(number, name, class_name or None, number=number)


def _dicts(found: object) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _number(data: dict[str, Any], place: int) -> int:
    told = whole_of(data.get("frame_index"))
    if told is not None:
        return told
    name = next((value for value in data.values() if isinstance(value, str)), "")
    found = frame_number(name)
    return place if found is None else found


def _said(region: dict[str, Any]) -> tuple[int | None, str]:
    """The object's number and name, where ours tell them; Label Studio itself keeps but the text."""
    meta = region.get("meta")
    texts = meta.get("text") if isinstance(meta, dict) else None
    text = texts[0] if isinstance(texts, list) and texts and isinstance(texts[0], str) else ""
    told, number = _OURS.match(text), whole_of(region.get("object"))
    if told is None:
        return number, ""
    return int(told[1]) if number is None else number, text_of(told[2])


def _label(value: dict[str, Any]) -> str:
    """The first of its labels, whatever their kind."""
    for key, labels in value.items():
        if key.endswith("labels") and isinstance(labels, list) and labels:
            return text_of(labels[0])
    return ""


def _checked(size: Size | None) -> Size:
    if size is None or min(size) < 1 or size[0] * size[1] > MOST_PIXELS:
        raise InvalidInput("The picture's size is damaged.")
    return size


def _polygon(points: object, size: Size) -> Rle:
    try:
        corners = np.asarray(points, np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidInput("A polygon is a list of points.") from error
    if corners.ndim != 2 or corners.shape[1] != 2:
        raise InvalidInput("A polygon is a list of points.")
    return polygons.filled([corners * (size[1] / 100, size[0] / 100)], *size)


LABEL_STUDIO = ImportFormat(INFO, knows, read)
