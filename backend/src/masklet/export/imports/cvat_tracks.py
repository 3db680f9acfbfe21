"""Tracks of CVAT for video: shapes that stay until the next one, and groups of tracks that are one object."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportProblem, ProblemKind
from masklet.domain.masklet import Rle
from masklet.export.imports.cvat_meta import Meta
from masklet.export.imports.cvat_shapes import MASKS, OTHERS, shape_of, whole
from masklet.export.imports.drawn import Drawn
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject
from masklet.export.imports.json_values import LONGEST
from masklet.export.imports.numbering import MOST_NUMBER
from masklet.export.imports.streamed_xml import steps
from masklet.masks import rle

HOLE_LABEL = "background"


def tracks(files: ImportFiles, name: str, meta: Meta) -> Iterator[Found]:
    """Objects and frames as they come, the masks when all tracks are drawn."""
    with Drawn() as drawn:
        reading = _Reading(meta, drawn)
        inside: list[Element] = []
        for event, element in steps(files, name):
            if event == "start":
                inside.append(element)
                if len(inside) == 2 and element.tag == "track":
                    yield from reading.begin(element)
                continue
            inside.pop()
            if len(inside) == 2 and inside[1].tag == "track":
                yield from reading.shape(element)
                inside[1].clear()
            elif len(inside) == 1:
                reading.end()
                inside[0].clear()
        for slot, number, mask in drawn.masks():
            yield FoundMask(reading.keys[slot], number, mask, f"{reading.items[slot]}, frame {number}")


@dataclass(slots=True)
class _Track:
    """The one that is read. `shown` is its last shape with its frame, None where it is hidden. `left_out` are kinds of shapes."""

    slot: int
    item: str
    is_hole: bool
    shown: tuple[int, int, Rle] | None = None
    left_out: set[str] = field(default_factory=set)


class _Reading:
    """Tracks, one after the other. `keys` and `items` by object slot."""

    def __init__(self, meta: Meta, drawn: Drawn) -> None:
        self._meta, self._drawn = meta, drawn
        self.keys: list[str] = []
        self.items: list[str] = []
        self._slots: dict[str, int] = {}
        self._named: set[str] = set()
        self._labels: dict[str, int] = {}  # how many objects are called so
        self._track: _Track | None = None
        self._place = 0

    def begin(self, track: Element) -> Iterator[Found]:
        """Its object, where that is a new one, or is known by a hole only."""
        self._place += 1
        if not self._meta.is_read(track):
            return
        if not self.keys and self._meta.frames is not None:
            yield FoundFrames(self._meta.frames)
        group, label = whole(track.get("group_id")), track.get("label", "")[:LONGEST]
        item = f"track {track.get('id', str(self._place))[:LONGEST]}"
        key, is_hole = (f"group {group}", label == HOLE_LABEL) if group else (f"track {self._place}", False)
        if key not in self._slots:
            self._slots[key] = len(self.keys)
            self.keys.append(key)
            self.items.append(item)
        slot = self._slots[key]
        self._track = _Track(slot, item, is_hole)
        yield self._object(key, label, group) if not is_hole else FoundObject(key)

    def _object(self, key: str, label: str, group: int | None) -> FoundObject:
        """A manifest says it better."""
        if self._meta.is_ours or key in self._named:
            return FoundObject(key, number=group if self._meta.is_ours else None)
        self._named.add(key)
        nth = self._labels[label] = self._labels.get(label, 0) + 1
        kind = label or "Object"
        return FoundObject(key, kind if nth == 1 else f"{kind} {nth}", label or None)

    def shape(self, element: Element) -> Iterator[Found]:
        """The track's next one; the one before stayed until here."""
        track = self._track
        if track is None:
            return
        if element.tag in OTHERS and element.tag not in track.left_out:
            track.left_out.add(element.tag)
            yield ImportProblem(track.item, ProblemKind.UNSUPPORTED, {"name": element.tag})
        if element.tag not in MASKS:
            return
        frame = whole(element.get("frame"))
        if frame is None or abs(frame) > MOST_NUMBER:
            yield ImportProblem(track.item, ProblemKind.DAMAGED)
            return
        if self._meta.frames is None:
            yield FoundFrames(range(frame, frame + 1))
        self._stay(track, frame)
        if element.get("outside") == "1":
            return
        try:
            mask = shape_of(element.tag, element.attrib, self._meta.size)
        except InvalidInput:
            yield ImportProblem(f"{track.item}, frame {frame}", ProblemKind.DAMAGED)
            return
        if rle.is_empty(mask):
            yield ImportProblem(f"{track.item}, frame {frame}", ProblemKind.EMPTY)
            return
        track.shown = frame, whole(element.get("z_order")) or 0, mask

    def end(self) -> None:
        """Its last shape stays as long as the task is."""
        if self._track is not None and self._track.shown is not None:
            frames = self._meta.frames
            self._stay(self._track, self._track.shown[0] + 1 if frames is None else frames.stop)
        self._track = None

    def _stay(self, track: _Track, until: int) -> None:
        if track.shown is None:
            return
        (first, z, mask), frames = track.shown, self._meta.frames
        track.shown = None
        is_known = frames is not None and first in frames
        last = min(until, frames.stop) if is_known and frames is not None else 0
        for number in range(first, max(first + 1, last), self._meta.step):
            self._drawn.add(track.slot, number, mask, z, track.is_hole and z % 2 == 1)
