"""MOTS text: what TrackEval and the MOTS challenge rate multi-object tracking and segmentation by.

Rules: `MOTS-train/<sequence>/gt/gt.txt` with `frame id class height width rle` a line, frames from 1, id = class × 1000 +
object number; classes 1 car, 2 pedestrian (or person), 10 ignored, others from 3; `seqinfo.ini`; `seqmaps/MOTS-train.txt`;
`img1/000001.jpg`. Frames are counted anew in a part, as readers refuse numbers over seqLength: the manifest has the clip's.
Lost: overlap, which readers refuse, flattened by z-order (overlaps.csv); an object that is covered is left out on that frame;
names (notes.json); the exact frame rate (manifest).
"""

from typing import TextIO

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.export.effects.seen import LabelMap
from masklet.export.flat_notes import NOTES, Shown, flat_notes
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.mots_numbers import PEDESTRIANS, PER_CLASS, class_numbers, object_values
from masklet.export.package import Package, packaged
from masklet.export.pictures import IMAGES, jpeg
from masklet.export.sequence import counted_picture, seqinfo, sequence_name
from masklet.export.source import ExportSource

SPLIT = "MOTS-train"

INFO = ExportFormatInfo(
    name="mots",
    title="MOTS text",
    description="For evaluators of multi-object tracking and segmentation: a line of run lengths per object and frame.",
    suffix=".zip",
    options=(IMAGES, PEDESTRIANS),
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """Lines frame by frame."""
    values = object_values(source, class_numbers(source, bool(options.values["pedestrians"])))
    folder = f"{SPLIT}/{sequence_name(source)}"
    package.add_text(f"seqmaps/{SPLIT}.txt", f"name\n{sequence_name(source)}\n")
    package.add_text(f"{folder}/seqinfo.ini", seqinfo(source))
    with (
        flat_notes(source, package) as notes,
        package.file(f"{folder}/gt/gt.txt") as path,
        path.open("w", encoding="ascii", newline="\n") as file,
    ):
        for number, frame in enumerate(source.frames(), 1):
            labels = source.labels(frame)
            _write_lines(file, number, notes.add(frame, labels), labels, values)
            if options.values["images"]:
                package.add(f"{folder}/{counted_picture(number)}", jpeg(source.picture(frame.frame_index)))
            yield number
    package.add_text(NOTES, notes.text(values))


def _write_lines(file: TextIO, number: int, shown: list[Shown], labels: LabelMap, values: dict[int, int]) -> None:
    for one in shown:
        if one.pixels:
            value, mask = values[one.tracked.object_id], one.seen(labels)
            file.write(f"{number} {value} {value // PER_CLASS} {mask.height} {mask.width} {mask.counts}\n")


MOTS = ExportFormat(INFO, packaged(fill))
