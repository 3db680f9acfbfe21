"""YouTube-VIS, in: one annotation per track, with an entry for each file name of its video, null where the object is hidden.

Frames: `frame_indices` (ours), else the last numbers in the file names, else their places. Entries are run lengths, compressed or
not, or polygons. Of several videos one is read: see clips.py. A tracker's results, a bare list of {video_id, category_id, score,
segmentations}, name neither frames nor classes: entry k is frame k, and they are read where they speak of one video only.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportFormatInfo, ImportProblem, ProblemKind
from masklet.domain.video import Video
from masklet.export.imports.clips import frame_number, meant_clip
from masklet.export.imports.coco_shapes import Size, mask_of
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject, Key
from masklet.export.imports.json_values import key_of, sizes_of, text_of, whole_of
from masklet.export.imports.streamed_json import Head, asked, heads, items, keys

INFO = ImportFormatInfo(
    name="youtube_vis",
    title="YouTube-VIS JSON",
    description="One entry per object through all frames: ground truth, or a tracker's results for one video.",
    suffixes=(".json", ".zip"),
)
MOST_FRAMES = 1_000_000  # of a video that names none
ENTRIES = "segmentations"
SAID = ("id", "video_id", "category_id", "name", "width", "height", "bboxes")
RESULT = {"video_id", "category_id", "segmentations"}


@dataclass(frozen=True, slots=True)
class _Clip:
    """The video that is read: the file's number of each entry, and the size that polygons are in."""

    name: str
    numbers: Sequence[int]
    size: Size | None


def knows(files: ImportFiles) -> bool:
    """A JSON file with videos and annotations, or a list of results."""
    return _truth(files) is not None or _results(files) is not None


def read(files: ImportFiles, video: Video) -> Iterator[Found]:
    """Track by track, entry by entry: of uncompressed counts, those of one track may be more than memory holds."""
    truth, results = _truth(files), _results(files)
    if truth is not None:
        yield from _read_truth(files, truth, video)
    elif results is not None:
        yield from _read_results(files, results, video)
    else:
        told = f"“{files.file_name}” is no YouTube-VIS file: it has neither videos and annotations nor results."
        raise InvalidInput(told, reason="noMasks", name=files.file_name)


def _truth(files: ImportFiles) -> str | None:
    for name in asked(files):
        found = set(keys(files, name))
        if {"videos", "annotations"} <= found and "images" not in found:
            return name
    return None


def _results(files: ImportFiles) -> str | None:
    return next((name for name in asked(files) if set(keys(files, name, "item")) >= RESULT), None)


def _read_truth(files: ImportFiles, name: str, video: Video) -> Iterator[Found]:
    clips = {key_of(row.get("id")): _clip_name(row) for row in _rows(files, name, "videos.item")}
    clips.pop(None, None)
    if not clips:
        raise InvalidInput(f"“{files.file_name}” names no video.", reason="noMasks", name=files.file_name)
    meant = meant_clip(list(clips.values()), video)
    chosen = next(key for key, title in clips.items() if title == meant)
    for key, title in clips.items():
        if key != chosen:
            yield ImportProblem(title, ProblemKind.OTHER_CLIP, {"name": title})
    clip = next(_clip(row) for row in _rows(files, name, "videos.item") if key_of(row.get("id")) == chosen)
    for number in clip.numbers:
        yield FoundFrames(range(number, number + 1))
    classes = {key_of(row.get("id")): text_of(row.get("name")) for row in _rows(files, name, "categories.item")}
    for place, track in _tracks(files, name, "annotations.item"):
        if track is None:
            yield ImportProblem(f"annotation {place}", ProblemKind.DAMAGED)
            continue
        item, told = f"annotation {text_of(track.said.get('id')) or place}", key_of(track.said.get("video_id"))
        if told not in clips:
            yield ImportProblem(item, ProblemKind.NOT_FOUND, {"name": f"video {text_of(told)}"})
        elif told == chosen:
            yield from track.read(_object(track.said, place, classes), clip, item)


def _read_results(files: ImportFiles, name: str, video: Video) -> Iterator[Found]:
    clips = {key_of(told) for told in items(files, name, "item.video_id")}
    if len(clips) > 1:
        told = f"“{files.file_name}” holds results for {len(clips)} videos and does not name them: keep those of one."
        raise InvalidInput(told)
    length = 0
    for place, track in _tracks(files, name, "item"):
        item = f"result {place}"
        if track is None:
            yield ImportProblem(item, ProblemKind.DAMAGED)
            continue
        yield FoundFrames(range(length, track.count))
        length = max(length, track.count)
        yield from track.read(FoundObject(place), _Clip("", range(track.count), None), item)
    if length != video.frame_count:
        yield ImportProblem("", ProblemKind.FRAME_COUNT, {"count": length, "clip_count": video.frame_count})


class _Track:
    """One annotation: what is said of it, and its entries as they come in the file, each to be taken once."""

    def __init__(self, head: Head, entries: Iterator[object]) -> None:
        self.said, self._head = head.said, head
        self._entries = islice(entries, head.entries)

    @property
    def count(self) -> int:
        """How many entries it has."""
        return self._head.entries if self._head.is_list else 0

    def read(self, found: FoundObject, clip: _Clip, item: str) -> Iterator[Found]:
        """The object and its masks."""
        if not self._head.is_list:
            boxes = ImportProblem(item, ProblemKind.UNSUPPORTED, {"name": "bboxes"})
            yield boxes if "bboxes" in self.said else ImportProblem(item, ProblemKind.DAMAGED)
            return
        yield found
        size = sizes_of(self.said.get("height"), self.said.get("width")) or clip.size
        for number, entry in zip(clip.numbers, self._entries, strict=False):
            if entry is None:
                continue
            at = f"{item}, frame {number}"
            try:
                yield FoundMask(found.key, number, mask_of(entry, size), at)
            except InvalidInput:
                yield ImportProblem(at, ProblemKind.DAMAGED)
        if self.count > len(clip.numbers):
            yield ImportProblem(item, ProblemKind.NOT_FOUND, {"name": f"frame name {len(clip.numbers) + 1}"})
        elif self.count < len(clip.numbers):
            yield ImportProblem(f"{item}, frame {clip.numbers[self.count]} and later", ProblemKind.DAMAGED)

    def pass_over(self) -> None:
        """What was not taken of the entries."""
        deque(self._entries, maxlen=0)


def _tracks(files: ImportFiles, name: str, path: str) -> Iterator[tuple[int, _Track | None]]:
    """(place from 1, annotation) in the file's order; None for what is none."""
    entries = items(files, name, f"{path}.{ENTRIES}.item")
    for place, head in enumerate(heads(files, name, path, SAID, ENTRIES), 1):
        track = _Track(head, entries) if head is not None else None
        yield place, track
        if track is not None:
            track.pass_over()


def _rows(files: ImportFiles, name: str, path: str) -> Iterator[dict[str, Any]]:
    return (row for row in items(files, name, path) if isinstance(row, dict))


def _clip_name(row: dict[str, Any]) -> str:
    """Its own name, or the folder of its pictures."""
    names = row.get("file_names")
    first = names[0] if isinstance(names, list) and names and isinstance(names[0], str) else ""
    return text_of(row.get("name")) or first.rpartition("/")[0] or f"video {text_of(row.get('id'))}"


def _clip(row: dict[str, Any]) -> _Clip:
    names, told = row.get("file_names"), row.get("frame_indices")
    names = names if isinstance(names, list) else []
    numbers = _different([whole_of(one) for one in told], len(names)) if isinstance(told, list) else None
    if numbers is None:
        numbers = _different([frame_number(one) if isinstance(one, str) else None for one in names], len(names))
    length = len(names) or max(0, min(whole_of(row.get("length")) or 0, MOST_FRAMES))
    return _Clip(_clip_name(row), numbers or range(length), sizes_of(row.get("height"), row.get("width")))


def _different(numbers: list[int | None], count: int) -> list[int] | None:
    """One for each name, or None where they do not tell frames apart."""
    found = [number for number in numbers if number is not None]
    return found if len(found) == len(numbers) == count == len(set(found)) else None


def _object(annotation: dict[str, Any], place: int, classes: dict[Key | None, str]) -> FoundObject:
    told = key_of(annotation.get("id"))
    name = text_of(annotation.get("name"))
    class_name = classes.get(key_of(annotation.get("category_id"))) or None
    # ours name a category after an object that has no class
    class_name = None if class_name == name else class_name
    key = f"annotation {place}" if told is None else told
    return FoundObject(key, name, class_name, number=told if isinstance(told, int) else None)


YOUTUBE_VIS = ImportFormat(INFO, knows, read)
