"""CSV: one row per written frame and chosen object, hidden ones too. UTF-8, commas, a head line, a point in numbers.

Columns: frame_index (the clip's, from 0), time_s (frame_index / the clip's frame rate), object (its number, from 1), name, class,
visible (0 or 1), and, empty where hidden: area (pixels), x and y (the centre of its pixels), left, top, width, height (its box),
score (the tracker's), speed_x, speed_y, speed (pixels per second). Lengths are in pixels of the written size, measured from the
picture's upper left corner, so the centre of the first pixel is 0.5. Speed is how far the centre came since the written frame
before, divided by the time between them; it is empty too where the object was hidden on that frame, and on the first one.
It holds no masks. For people who plot and count in a spreadsheet or pandas.
"""

import csv
import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.source import ExportSource
from masklet.masks import rle

MEASURES = ("area", "x", "y", "left", "top", "width", "height", "score", "speed_x", "speed_y", "speed")
COLUMNS = ("frame_index", "time_s", "object", "name", "class", "visible", *MEASURES)
Centre = tuple[float, float]
Cell = str | int | float

INFO = ExportFormatInfo(
    name="csv",
    title="CSV table",
    description="Position, area and speed of every object on every frame, for spreadsheets and plots.",
    suffix=".csv",
    options=(),
)


def write(source: ExportSource, path: Path, options: ExportOptions) -> Steps:
    """A row at a time; of the frame before only the centres are kept."""
    centres: dict[int, Centre] = {}
    step = float(1 / source.rate)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for done, frame in enumerate(source.frames(), 1):
            before, centres = centres, _centres(frame)
            table.writerows(_rows(source, frame, centres, before, step))
            yield done


def _centres(frame: FrameMasks) -> dict[int, Centre]:
    """Of what can be seen, by object id."""
    return {key: _centre(mask.rle) for key, mask in frame.masks.items() if not rle.is_empty(mask.rle)}


def _centre(mask: Rle) -> Centre:
    x, y, width, height = rle.bounding_box(mask)
    inside = rle.decode(mask)[y : y + height, x : x + width]
    columns, rows, pixels = inside.sum(0), inside.sum(1), rle.area(mask)
    across, down = float(columns @ np.arange(width)), float(rows @ np.arange(height))
    return x + across / pixels + 0.5, y + down / pixels + 0.5


def _rows(
    source: ExportSource, frame: FrameMasks, centres: dict[int, Centre], before: dict[int, Centre], step: float
) -> Iterator[list[Cell]]:
    time = float(frame.frame_index / Fraction(source.video.frame_rate))
    for one in source.chosen:
        centre = centres.get(one.object_id)
        head: list[Cell] = [
            frame.frame_index,
            round(time, 6),
            source.id_of(one.object_id),
            one.name,
            source.class_of(one),
        ]
        if centre is None:
            yield [*head, 0, *[""] * len(MEASURES)]
        else:
            speed = _speed(centre, before.get(one.object_id), step)
            yield [*head, 1, *_measures(frame.masks[one.object_id], centre), *speed]


def _measures(mask: ObjectMask, centre: Centre) -> list[Cell]:
    x, y = (round(value, 3) for value in centre)
    return [rle.area(mask.rle), x, y, *rle.bounding_box(mask.rle), round(mask.object_score, 4)]


def _speed(centre: Centre, before: Centre | None, step: float) -> list[Cell]:
    if before is None:
        return ["", "", ""]
    across, down = ((now - then) / step for now, then in zip(centre, before, strict=True))
    return [round(across, 3), round(down, 3), round(math.hypot(across, down), 3)]


CSV = ExportFormat(INFO, write)
