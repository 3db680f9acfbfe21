"""YouTube-VIS: one JSON file with one annotation per track. For video instance segmentation, its trainers and evaluators.

Rules: videos {id, width, height, length, file_names: ["clip/00000.jpg", …]}; annotations {id, video_id, category_id, iscrowd,
width, height, length, segmentations, bboxes, areas}, each list with an entry per file name, null where the object is hidden.
Evaluators take the ground truth's counts as lists of numbers and a tracker's as compressed strings, never the other way:
`counts` "ground truth" is the former, "results" is a list of {video_id, category_id, segmentations, score} with the latter.

File names keep the clip's frame numbers, annotation ids are the objects' numbers; `frame_indices`, `stride` and an annotation's
`name` are ours. Lost: an object that no written frame shows has no annotation; the score is a track's, the mean of its frames';
results tell neither frame numbers nor object numbers.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.session import TrackedObject
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.names import plain_name
from masklet.export.source import ExportSource
from masklet.export.track_spool import TrackSpool
from masklet.masks import rle

VIDEO_ID = 1
_List = tuple[int, str]  # an object's id and the name of one of its lists
GROUND_TRUTH, RESULTS = "ground truth", "results"

INFO = ExportFormatInfo(
    name="youtube_vis",
    title="YouTube-VIS JSON",
    description="One entry per object through all frames, for trainers and evaluators of video instance segmentation.",
    suffix=".json",
    options=(ParameterInfo("counts", "Counts", "choice", GROUND_TRUTH, choices=(GROUND_TRUTH, RESULTS)),),
)


def write(source: ExportSource, path: Path, options: ExportOptions) -> Steps:
    """Frames come in time's order and are written in the objects': the lists wait on disk until the last frame is read."""
    is_truth = options.values["counts"] == GROUND_TRUTH
    with TrackSpool[_List](path.with_name(f"{path.name}.tracks")) as lists:
        tracks = [_Track(source, one, lists, is_truth) for one in source.chosen]
        for done, frame in enumerate(source.frames(), 1):
            for track in tracks:
                track.add(frame)
            yield done
        with path.open("w", encoding="utf-8") as file:
            if is_truth:
                _write_head(file, source)
            _write_tracks(file, [track for track in tracks if track.frames])
            file.write("}\n" if is_truth else "\n")


class _Track:
    """One object through the written frames; `frames` is on how many of them it shows."""

    def __init__(self, source: ExportSource, one: TrackedObject, lists: TrackSpool[_List], is_truth: bool) -> None:
        self.frames = 0
        self._object_id, self._is_truth, self._lists = one.object_id, is_truth, lists
        self._scores = 0.0
        size = {"width": source.width, "height": source.height, "length": len(source.frame_indices)}
        ids = {"video_id": VIDEO_ID, "category_id": source.class_ids()[source.class_of(one)]}
        names = {"id": source.id_of(one.object_id), "name": one.name, "iscrowd": 0}
        self._head = names | ids | size if is_truth else ids
        self._keys = ("segmentations", "bboxes", "areas") if is_truth else ("segmentations",)

    def add(self, frame: FrameMasks) -> None:
        """The next frame."""
        mask = frame.masks.get(self._object_id)
        there = mask is not None and not rle.is_empty(mask.rle)
        items = self._items(mask) if mask is not None and there else ["null"] * len(self._keys)
        for key, item in zip(self._keys, items, strict=True):
            self._lists.add((self._object_id, key), item)

    def _items(self, mask: ObjectMask) -> list[str]:
        self.frames += 1
        self._scores += mask.object_score
        if not self._is_truth:
            return [_text(_segmentation(mask.rle, mask.rle.counts))]
        segmentation = _segmentation(mask.rle, rle.runs(mask.rle).tolist())
        return [_text(segmentation), _text(list(rle.bounding_box(mask.rle))), str(rle.area(mask.rle))]

    def write(self, file: TextIO) -> None:
        """What was added, as one object of the file."""
        score = {} if self._is_truth else {"score": self._scores / self.frames}
        file.write(_text(self._head | score)[:-1])
        for key in self._keys:
            file.write(f',"{key}":[')
            for number, item in enumerate(self._lists.items((self._object_id, key))):
                file.write(f",{item}" if number else item)
            file.write("]")
        file.write("}")


def _segmentation(mask: Rle, counts: object) -> dict[str, object]:
    return {"size": [mask.height, mask.width], "counts": counts}


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write_head(file: TextIO, source: ExportSource) -> None:
    head = {
        "info": {"description": source.video.title, "contributor": "Masklet Studio", "engine": source.engine},
        "licenses": [],
        "videos": [_video(source)],
        "categories": list(_categories(source)),
    }
    file.write(_text(head)[:-1] + ',\n"annotations":')


def _write_tracks(file: TextIO, tracks: list[_Track]) -> None:
    for number, track in enumerate(tracks):
        file.write(",\n" if number else "[\n")
        track.write(file)
    file.write("\n]" if tracks else "[]")


def _video(source: ExportSource) -> dict[str, object]:
    frames, folder = source.frame_indices, plain_name(source.video.title)
    size = {"width": source.width, "height": source.height, "length": len(frames)}
    names = {"file_names": [f"{folder}/{index:05d}.jpg" for index in frames], "frame_indices": list(frames)}
    rate = [source.rate.numerator, source.rate.denominator]
    return {"id": VIDEO_ID, "name": source.video.title, **size, **names, "stride": frames.step, "frame_rate": rate}


def _categories(source: ExportSource) -> Iterator[dict[str, object]]:
    chosen = {source.class_of(one) for one in source.chosen}
    for name, number in source.class_ids().items():
        if name in chosen:
            yield {"id": number, "name": name, "supercategory": ""}


YOUTUBE_VIS = ExportFormat(INFO, write)
