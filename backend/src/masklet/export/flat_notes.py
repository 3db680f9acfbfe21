"""What flattening by z-order costs: for formats that hold one object a pixel, what is still seen of each, and notes on the rest.

Two files: `overlaps.csv` has a row for each object that loses pixels on a frame, `notes.json` sums up and says which objects
are first seen after the first frame, since evaluators count objects there.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

import cv2
import numpy as np

from masklet.domain.masklet import FrameMasks, Rle
from masklet.domain.session import TrackedObject
from masklet.export.effects.seen import LabelMap
from masklet.export.package import Package
from masklet.export.source import ExportSource
from masklet.masks import rle

OVERLAPS, NOTES = "overlaps.csv", "notes.json"
_COLUMNS = "frame_index,object,pixels,pixels_lost,x,y,width,height"
_RULE = "Where objects overlap, the one on top (the last in drawing order) has the pixel."


@dataclass(frozen=True, slots=True)
class Shown:
    """An object on a frame. `mask` is all of it, `pixels` how many of its `area` nothing covers (may be none)."""

    tracked: TrackedObject
    label: int
    mask: Rle
    area: int
    pixels: int

    def seen(self, labels: LabelMap) -> Rle:
        """What nothing covers."""
        return self.mask if self.pixels == self.area else rle.encode(labels == self.label)


class FlatNotes:
    """Keeps a number per object in memory; everything per frame goes to `file`."""

    def __init__(self, source: ExportSource, file: TextIO) -> None:
        self._source, self._file = source, file
        self._places = {one.object_id: place for place, one in enumerate(source.objects, 1)}
        self._chosen = sorted(source.chosen, key=lambda one: one.object_id)
        self._first_seen: dict[int, int] = {}
        self._lost: Counter[int] = Counter()
        self._frames_with_loss = 0
        file.write(_COLUMNS + "\n")

    def add(self, frame: FrameMasks, labels: LabelMap) -> list[Shown]:
        """Note one frame. Its objects by number, without those whose mask is empty."""
        counts = np.bincount(labels.ravel(), minlength=256)
        found = [one for tracked in self._chosen if (one := self._shown(frame, tracked, counts))]
        for one in found:
            if one.pixels:
                self._first_seen.setdefault(one.tracked.object_id, frame.frame_index)
        losers = [one for one in found if one.pixels < one.area]
        self._frames_with_loss += bool(losers)
        for one in losers:
            self._note(frame.frame_index, one, labels)
        return found

    def text(self, values: Mapping[int, int]) -> str:
        """notes.json; `values[object_id]` is its number in the pictures or lines."""
        first = self._source.frame_indices[0]
        about = {
            "first_frame": first,
            "objects": [self._object(one, values[one.object_id]) for one in self._chosen],
            "not_on_the_first_frame": [
                self._late(one) for one in self._chosen if self._first_seen.get(one.object_id) != first
            ],
            "overlaps": {
                "rule": _RULE,
                "pixels_lost": sum(self._lost.values()),
                "frames": self._frames_with_loss,
                "rows": OVERLAPS,
            },
        }
        return json.dumps(about, ensure_ascii=False, indent=1)

    def _shown(self, frame: FrameMasks, tracked: TrackedObject, counts: np.ndarray) -> Shown | None:
        mask = frame.masks.get(tracked.object_id)
        area = 0 if mask is None else rle.area(mask.rle)
        if mask is None or not area:
            return None
        label = self._places[tracked.object_id]
        return Shown(tracked, label, mask.rle, area, int(counts[label]))

    def _note(self, frame_index: int, one: Shown, labels: LabelMap) -> None:
        lost = rle.decode(one.mask) & (labels != one.label)
        box = cv2.boundingRect(lost.view(np.uint8))
        self._lost[one.tracked.object_id] += one.area - one.pixels
        row = (frame_index, self._source.id_of(one.tracked.object_id), one.area, one.area - one.pixels, *box)
        self._file.write(",".join(map(str, row)) + "\n")

    def _object(self, one: TrackedObject, value: int) -> dict[str, object]:
        first = self._first_seen.get(one.object_id)
        ids = {"value": value, "object": self._source.id_of(one.object_id)}
        words = {"name": one.name, "class": self._source.class_of(one)}
        return {**ids, **words, "first_seen": first, "pixels_lost": self._lost[one.object_id]}

    def _late(self, one: TrackedObject) -> str:
        first, number = self._first_seen.get(one.object_id), self._source.id_of(one.object_id)
        told = "is never seen" if first is None else f"is first seen on frame {first}"
        return f"Object {number} ({one.name}) {told}; evaluators that count objects on the first frame miss it."


@contextmanager
def flat_notes(source: ExportSource, package: Package) -> Iterator[FlatNotes]:
    """Notes that are taken while the package is filled; overlaps.csv is in it when the block ends."""
    with package.file(OVERLAPS) as path, path.open("w", encoding="utf-8", newline="\n") as file:
        yield FlatNotes(source, file)
