"""MOTS PNG: what trainers of multi-object tracking and segmentation read, and datumaro as `mots`.

Rules: `train/instances/<sequence>/000000.png`, 16-bit, class × 1000 + object number, 0 background; `train/images/<sequence>/
000000.jpg`; `train/instances/labels.txt`, the k-th line names class k: 1 car, 2 pedestrian (or person), 10 ignored, others from
3. Names are the clip's frame indices. Class at most 65, value at most 65,535.
Lost: overlap, flattened by z-order (overlaps.csv); names of objects (notes.json).
"""

import numpy as np
from numpy.typing import NDArray

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.export.class_lines import class_lines
from masklet.export.flat_notes import NOTES, flat_notes
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.mots_numbers import PEDESTRIANS, STANDARD, class_numbers, object_values
from masklet.export.package import Package, packaged
from masklet.export.pictures import IMAGES, deep_png, jpeg
from masklet.export.sequence import sequence_name
from masklet.export.source import ExportSource

SUBSET = "train"
MOST_VALUE = 65_535

INFO = ExportFormatInfo(
    name="mots_png",
    title="MOTS PNG",
    description="For trainers of multi-object tracking and segmentation: a 16-bit picture of classes and objects per frame.",
    suffix=".zip",
    options=(IMAGES, PEDESTRIANS),
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """A picture of values and, where wanted, the clip's for each frame."""
    numbers = class_numbers(source, bool(options.values["pedestrians"]))
    values = object_values(source, numbers, MOST_VALUE)
    table, name = _table(source, values), sequence_name(source)
    package.add_text(f"{SUBSET}/instances/labels.txt", _labels(numbers))
    with flat_notes(source, package) as notes:
        for done, frame in enumerate(source.frames(), 1):
            labels, file = source.labels(frame), f"{name}/{frame.frame_index:06d}"
            notes.add(frame, labels)
            package.add(f"{SUBSET}/instances/{file}.png", deep_png(np.take(table, labels)))
            if options.values["images"]:
                package.add(f"{SUBSET}/images/{file}.jpg", jpeg(source.picture(frame.frame_index)))
            yield done
    package.add_text(NOTES, notes.text(values))


def _table(source: ExportSource, values: dict[int, int]) -> NDArray[np.uint16]:
    table = np.zeros(256, np.uint16)
    for label, one in enumerate(source.objects, 1):
        table[label] = values.get(one.object_id, 0)
    return table


def _labels(numbers: dict[str, int]) -> str:
    """A line for every number up to the highest: readers count lines. MOTS' own names stand where no class has the number."""
    own = {number: name for name, number in numbers.items()}
    if len(own) < len(numbers):
        own = {}  # all are pedestrians
    highest = max([2, *own])
    names = {own.get(number, STANDARD.get(number, f"class {number}")): number for number in range(1, highest + 1)}
    return "".join(f"{line}\n" for line in class_lines(names).values())


MOTS_PNG = ExportFormat(INFO, packaged(fill))
