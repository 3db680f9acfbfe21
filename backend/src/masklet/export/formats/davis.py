"""DAVIS 2017: what benchmarks of video object segmentation read, and models that come from them train on.

Rules: `JPEGImages/480p/<sequence>/00000.jpg`, `Annotations/480p/<sequence>/00000.png` in mode P with Pascal VOC's palette
(0 background, 1…N in order of object number, no void), `ImageSets/2017/val.txt`. The folder is called 480p whatever the size;
names are the clip's frame indices. A choice of objects is numbered anew, without gaps: N is what evaluators count.
Lost: overlap, flattened by z-order (overlaps.csv); names and classes (notes.json has them, and says which objects are not on
the first frame). At most 254 objects.
"""

import numpy as np

from masklet.domain.errors import LimitExceeded
from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks
from masklet.export.effects.seen import LabelMap
from masklet.export.flat_notes import NOTES, flat_notes
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.package import Package, packaged
from masklet.export.pictures import IMAGES, jpeg, palette_png, voc_palette
from masklet.export.sequence import sequence_name
from masklet.export.source import ExportSource

MOST_OBJECTS = 254  # 255 is void

INFO = ExportFormatInfo(
    name="davis",
    title="DAVIS 2017",
    description="For benchmarks and training of video object segmentation: frames and palette masks in DAVIS folders.",
    suffix=".zip",
    options=(IMAGES,),
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """A mask and, where wanted, a picture for each frame."""
    name, values = sequence_name(source), numbered(source)
    table = value_table(source, values)
    package.add_text("ImageSets/2017/val.txt", name + "\n")
    with flat_notes(source, package) as notes:
        for done, frame in enumerate(source.frames(), 1):
            labels = source.labels(frame)
            notes.add(frame, labels)
            _add(source, package, name, frame, np.take(table, labels), bool(options.values["images"]))
            yield done
    package.add_text(NOTES, notes.text(values))


def numbered(source: ExportSource) -> dict[int, int]:
    """1…N of the chosen objects by object id. Raises LimitExceeded where a byte does not hold them."""
    if len(source.chosen) > MOST_OBJECTS:
        sentence = f"At most {MOST_OBJECTS} objects can be exported at once."
        raise LimitExceeded(sentence, reason="exported", limit=MOST_OBJECTS)
    return {object_id: value for value, object_id in enumerate(sorted(one.object_id for one in source.chosen), 1)}


def value_table(source: ExportSource, values: dict[int, int]) -> LabelMap:
    """From the source's labels to `values`."""
    table = np.zeros(256, np.uint8)
    for label, one in enumerate(source.objects, 1):
        table[label] = values.get(one.object_id, 0)
    return table


def _add(
    source: ExportSource, package: Package, name: str, frame: FrameMasks, values: LabelMap, with_picture: bool
) -> None:
    file = f"480p/{name}/{frame.frame_index:05d}"
    package.add(f"Annotations/{file}.png", palette_png(values, voc_palette()))
    if with_picture:
        package.add(f"JPEGImages/{file}.jpg", jpeg(source.picture(frame.frame_index)))


DAVIS = ExportFormat(INFO, packaged(fill))
