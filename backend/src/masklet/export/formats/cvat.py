"""CVAT for video 1.1: a zip with annotations.xml, polygon tracks in which every frame is a keyframe, and the manifest.

Rules: a part or a hole of an object is a track; all tracks of an object have its number (from 1) as their group_id, for CVAT's
importer keeps only the first frame of a mask track, and a polygon has neither holes nor parts. Polygons run along the edges of
pixels, (0, 0) being the picture's corner: filled at pixel centres they are the mask, to the pixel. Where a track's shape ends,
its last one is repeated with outside="1". Frames are the clip's; meta names the first, the last and the step, so a task must be
made of the clip with these (Start frame, Stop frame, Frame step), or the polygons of its other frames are drawn in between.
The track's n-th part is the n-th longest on each frame, no more than that: part 2 may be another spot on the next frame.

Holes: their tracks have the label `background` and an odd z_order. z_order is 64 x the object's place in the drawing order
(from 0) + depth: 0 a part, 1 a hole in it, 2 a part in that hole. A reader gets the mask by drawing an object's group in that
order, odd ones erasing. CVAT itself shows a hole as a polygon over the part, and subtracts `background` polygons, as its
documentation says, where it exports masks; it knows no groups there, so another object behind a hole is erased as well.
For people who correct in CVAT or train from it.
"""

from dataclasses import dataclass
from itertools import count
from typing import NamedTuple, TextIO
from xml.sax.saxutils import escape, quoteattr

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource
from masklet.export.track_spool import TrackSpool
from masklet.masks.outlines import Outline, pixel_outlines

HOLE_LABEL = "background"  # CVAT's own word: its mask exports leave such polygons out of what lies below
LEVELS = 64  # of z_order for each object; an even number, so that odd ones are holes

INFO = ExportFormatInfo(
    name="cvat",
    title="CVAT for video",
    description="Polygon tracks for correcting in CVAT: import them into a task made of the same video.",
    suffix=".zip",
    options=(),
)


class _TrackKey(NamedTuple):
    """The n-th part, or hole, of an object."""

    object_id: int
    is_hole: bool
    number: int


@dataclass(frozen=True, slots=True)
class _Last:
    """What a track showed last, to be repeated when it is hidden."""

    frame_index: int
    points: str
    z_order: int


class _Tracks:
    """Writes shapes to the spool and remembers which tracks are on the picture."""

    def __init__(self, source: ExportSource, spool: TrackSpool[_TrackKey]) -> None:
        self._place = {one.object_id: place for place, one in enumerate(source.objects)}
        self._spool = spool
        self._shown: dict[_TrackKey, _Last] = {}

    def add(self, frame: FrameMasks) -> None:
        """All shapes of a frame, and an end to the tracks that have none here."""
        before, self._shown = self._shown, {}
        for object_id, mask in frame.masks.items():
            numbers = {False: count(), True: count()}
            for outline in pixel_outlines(mask.rle):
                key = _TrackKey(object_id, outline.is_hole, next(numbers[outline.is_hole]))
                self._show(key, _Last(frame.frame_index, _points(outline), self._z_order(object_id, outline.depth)))
        for key, last in before.items():
            if key not in self._shown:
                self._spool.add(key, _polygon(frame.frame_index, last, outside=True))

    def _show(self, key: _TrackKey, shape: _Last) -> None:
        self._shown[key] = shape
        self._spool.add(key, _polygon(shape.frame_index, shape, outside=False))

    def _z_order(self, object_id: int, depth: int) -> int:
        deepest = depth if depth < LEVELS else LEVELS - 2 + depth % 2
        return LEVELS * self._place[object_id] + deepest


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """Shapes go to a spool as the frames come, then the tracks into the XML, object by object."""
    with TrackSpool[_TrackKey](package.work / "tracks") as spool:
        tracks = _Tracks(source, spool)
        for done, frame in enumerate(source.frames(), 1):
            tracks.add(frame)
            yield done
        with package.text("annotations.xml") as file:
            _write(file, source, spool)


def _write(file: TextIO, source: ExportSource, spool: TrackSpool[_TrackKey]) -> None:
    label_of = {one.object_id: source.class_of(one) for one in source.chosen}
    file.write(_head(source, list(dict.fromkeys([*label_of.values(), HOLE_LABEL]))))
    for number, key in enumerate(sorted(spool.keys())):
        label = HOLE_LABEL if key.is_hole else label_of[key.object_id]
        about = f'label={quoteattr(label)} source="auto" group_id="{source.id_of(key.object_id)}"'
        file.write(f'  <track id="{number}" {about}>\n')
        file.writelines(spool.lines(key))
        file.write("  </track>\n")
    file.write("</annotations>\n")


def _head(source: ExportSource, labels: list[str]) -> str:
    frames = source.frame_indices
    listed = "".join(
        f"        <label><name>{escape(name)}</name><attributes></attributes></label>\n" for name in labels
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
  <meta>
    <task>
      <name>{escape(source.session_name)}</name>
      <size>{len(frames)}</size>
      <mode>interpolation</mode>
      <overlap>0</overlap>
      <start_frame>{frames[0]}</start_frame>
      <stop_frame>{frames[-1]}</stop_frame>
      <frame_filter>{f"step={frames.step}" if frames.step > 1 else ""}</frame_filter>
      <labels>
{listed}      </labels>
      <original_size><width>{source.width}</width><height>{source.height}</height></original_size>
    </task>
  </meta>
"""


def _points(outline: Outline) -> str:
    return ";".join(f"{x},{y}" for x, y in outline.points.tolist())


def _polygon(frame_index: int, shape: _Last, outside: bool) -> str:
    state = f'frame="{frame_index}" keyframe="1" outside="{int(outside)}" occluded="0"'
    return f'    <polygon {state} points="{shape.points}" z_order="{shape.z_order}"></polygon>'


CVAT = ExportFormat(INFO, packaged(fill))
