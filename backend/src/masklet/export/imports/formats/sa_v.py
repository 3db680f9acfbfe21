"""SA-V JSON, in: `masklet[row][object]` run lengths, an empty mask where the object is hidden.

Frames: `frame_indices` (ours) name each row's. The dataset has a row for every 4th frame of 24 per second and does not say so: the
stride is what makes `video_frame_count` frames give so many rows, 4 where it can be, 1 where the clip has a frame for each row.
`masklet_id` names the objects, `masklet_name` and `masklet_class` are ours. A video's manual and automatic masklets are both read;
of several videos one: see clips.py.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportFormatInfo, ImportProblem, ProblemKind
from masklet.domain.masklet import Rle
from masklet.domain.video import Video
from masklet.export.imports.clips import meant_clip
from masklet.export.imports.coco_shapes import mask_of, shows
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject
from masklet.export.imports.json_values import key_of, text_of, whole_of
from masklet.export.imports.streamed_json import asked, fields, items, keys

STRIDE = 4  # of the dataset
KINDS = ("manual", "auto")
FIELDS = (
    "video_id",
    "video_frame_count",
    "masklet_stride",
    "frame_indices",
    "masklet_id",
    "masklet_name",
    "masklet_class",
)

INFO = ImportFormatInfo(
    name="sa_v",
    title="SA-V JSON",
    description="Masklets as the SA-V dataset has them, manual and automatic; its every 4th frame is found by itself.",
    suffixes=(".json", ".zip"),
)


def knows(files: ImportFiles) -> bool:
    """A JSON file with masklets."""
    return bool(_files(files))


def read(files: ImportFiles, video: Video) -> Iterator[Found]:
    """Row by row, after what is said of all of them."""
    names = _files(files)
    if not names:
        told = f"“{files.file_name}” is no SA-V file: it has no masklets."
        raise InvalidInput(told, reason="noMasks", name=files.file_name)
    clips = dict.fromkeys(clip for _, clip, _ in names)
    meant = meant_clip(list(clips), video)
    for other in clips:
        if other != meant:
            yield ImportProblem(other, ProblemKind.OTHER_CLIP, {"name": other})
    for name, clip, kind in names:
        if clip == meant:
            yield from _Masklets(files, name, kind, video).read()


def _files(files: ImportFiles) -> list[tuple[str, str, str]]:
    """(file, its video, manual or auto) for each file with masklets, manual ones first."""
    found = []
    for name in asked(files):
        if "masklet" in keys(files, name):
            stem, _, kind = PurePosixPath(name).stem.rpartition("_")
            found.append((name, stem, kind) if kind in KINDS else (name, PurePosixPath(name).stem, ""))
    return sorted(found, key=lambda one: (one[2] == KINDS[1], one[0]))


class _Masklets:
    """One file of them."""

    def __init__(self, files: ImportFiles, name: str, kind: str, video: Video) -> None:
        self._files, self._name, self._kind, self._video = files, name, kind, video
        self._said = fields(files, name, FIELDS)

    def read(self) -> Iterator[Found]:
        numbers = self._numbers()
        count = whole_of(self._said.get("video_frame_count"))
        if count is not None and count != self._video.frame_count:
            yield ImportProblem("", ProblemKind.FRAME_COUNT, {"count": count, "clip_count": self._video.frame_count})
        objects: list[FoundObject] = []
        for number, row in zip(numbers, items(self._files, self._name, "masklet.item"), strict=False):
            if not isinstance(row, list):
                yield ImportProblem(f"frame {number}", ProblemKind.DAMAGED)
                continue
            yield FoundFrames(range(number, number + 1))
            while len(objects) < len(row):
                objects.append(self._object(len(objects)))
                yield objects[-1]
            for found, entry in zip(objects, row, strict=False):
                yield from _mask(found, number, entry)

    def _numbers(self) -> Sequence[int]:
        """Of each row."""
        rows = sum(1 for _ in items(self._files, self._name, "masklet.item"))
        told = self._said.get("frame_indices")
        if isinstance(told, list) and len(told) == rows:
            numbers = [number for number in map(whole_of, told) if number is not None]
            if len(set(numbers)) == rows:
                return numbers
        step = whole_of(self._said.get("masklet_stride"))
        if step is None or step < 1:
            count = whole_of(self._said.get("video_frame_count"))
            step = _stride(rows, self._video.frame_count if count is None else count, self._video.frame_count)
        return range(0, rows * step, step)

    def _object(self, place: int) -> FoundObject:
        told = key_of(_entry(self._said.get("masklet_id"), place))
        name = text_of(_entry(self._said.get("masklet_name"), place))
        class_name = text_of(_entry(self._said.get("masklet_class"), place)) or None
        key = f"{self._kind} {place}"
        if not name:
            called = place if told is None else told
            return FoundObject(key, f"Automatic masklet {called}" if self._kind == KINDS[1] else f"Masklet {called}")
        number = told if isinstance(told, int) else None
        return FoundObject(key, name, None if class_name == name else class_name, number=number)


def _stride(rows: int, frames: int, clip_frames: int) -> int:
    """How many of the video's frames lie from one row's to the next one's."""
    if rows == clip_frames or rows < 1:
        return 1
    if -(-frames // STRIDE) == rows:
        return STRIDE
    likely = max(1, round(frames / rows))
    fitting = (step for step in (likely, likely + 1, max(1, likely - 1)) if -(-frames // step) == rows)
    return next(fitting, STRIDE)


def _entry(found: object, place: int) -> object:
    return found[place] if isinstance(found, list) and place < len(found) else None


def _mask(found: FoundObject, number: int, entry: object) -> Iterator[Found]:
    if entry is None:
        return
    item = f"{found.name}, frame {number}"
    try:
        mask: Rle = mask_of(entry, None)
        if shows(mask):
            yield FoundMask(found.key, number, mask, item)
    except InvalidInput:
        yield ImportProblem(item, ProblemKind.DAMAGED)


SA_V = ImportFormat(INFO, knows, read, is_from_zero=True)
