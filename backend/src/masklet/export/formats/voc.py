"""Pascal VOC with masks: what older trainers of semantic segmentation and of boxes read, and many tools import.

Rules: `JPEGImages/<clip>_00000.jpg`; `SegmentationClass` and `SegmentationObject` as PNG of mode P with VOC's palette, 0
background: the class's number, and 1…N in order of object number, the same on every frame; `Annotations/*.xml` with a box for
each object that is seen, its edges included and counted from 1; `ImageSets/Segmentation/trainval.txt`, `train.txt`, `val.txt`
(the last frames); `labelmap.txt` for CVAT and datumaro. Names are the clip's frame indices. No border of 255 is drawn: masks
are exact. A choice of objects is numbered anew.
Lost: overlap, flattened by z-order (overlaps.csv), also in boxes, which hold what is seen; names of objects (notes.json). At
most 254 objects.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import numpy as np

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.export.class_lines import class_lines
from masklet.export.effects.seen import LabelMap
from masklet.export.flat_notes import NOTES, Shown, flat_notes
from masklet.export.formats.davis import numbered, value_table
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.package import Package, packaged
from masklet.export.pictures import IMAGES, jpeg, palette_png, voc_palette
from masklet.export.sequence import sequence_name
from masklet.export.source import ExportSource
from masklet.export.yolo_dataset import VALIDATION, validation_frames
from masklet.masks import rle

INFO = ExportFormatInfo(
    name="voc",
    title="Pascal VOC masks",
    description="For trainers and tools that read Pascal VOC: class and object masks, boxes and lists of frames.",
    suffix=".zip",
    options=(VALIDATION, IMAGES),
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """Two masks, a page of boxes and, where wanted, a picture for each frame."""
    values, classes, prefix = numbered(source), source.class_ids(), sequence_name(source)
    objects, kinds = value_table(source, values), value_table(source, _kinds(source, classes))
    _add_lists(source, package, prefix, float(options.values["validation"]))
    package.add_text("labelmap.txt", _labelmap(classes))
    with flat_notes(source, package) as notes:
        for done, frame in enumerate(source.frames(), 1):
            labels, name = source.labels(frame), f"{prefix}_{frame.frame_index:05d}"
            shown = notes.add(frame, labels)
            package.add(f"SegmentationClass/{name}.png", palette_png(np.take(kinds, labels), voc_palette()))
            package.add(f"SegmentationObject/{name}.png", palette_png(np.take(objects, labels), voc_palette()))
            package.add_text(f"Annotations/{name}.xml", _page(source, name, shown, labels))
            if options.values["images"]:
                package.add(f"JPEGImages/{name}.jpg", jpeg(source.picture(frame.frame_index)))
            yield done
    package.add_text(NOTES, notes.text(values))


def _kinds(source: ExportSource, classes: Mapping[str, int]) -> dict[int, int]:
    return {one.object_id: classes[source.class_of(one)] for one in source.chosen}


def _labelmap(classes: Mapping[str, int]) -> str:
    palette = voc_palette()
    names = {0: "background", **class_lines(classes)}
    colours = {number: ",".join(map(str, palette[3 * number : 3 * number + 3])) for number in names}
    return "# label:color_rgb:parts:actions\n" + "".join(
        f"{name.replace(':', ' ')}:{colours[number]}::\n" for number, name in names.items()
    )


def _add_lists(source: ExportSource, package: Package, prefix: str, percent: float) -> None:
    names = [f"{prefix}_{index:05d}" for index in source.frame_indices]
    trained = len(names) - validation_frames(len(names), percent)
    for split, part in (("trainval", names), ("train", names[:trained]), ("val", names[trained:])):
        package.add_text(f"ImageSets/Segmentation/{split}.txt", "".join(f"{name}\n" for name in part))


def _page(source: ExportSource, name: str, shown: list[Shown], labels: LabelMap) -> str:
    page = Element("annotation")
    _say(page, folder="JPEGImages", filename=f"{name}.jpg")
    _say(SubElement(page, "source"), database=source.video.title)
    _say(SubElement(page, "size"), width=source.width, height=source.height, depth=3)
    _say(page, segmented=1)
    for one in shown:
        if one.pixels:
            _add_object(source, page, one, rle.bounding_box(one.seen(labels)))
    indent(page)
    return tostring(page, "unicode") + "\n"


def _add_object(source: ExportSource, page: Element, one: Shown, box: tuple[int, int, int, int]) -> None:
    x, y, width, height = box
    found = SubElement(page, "object")
    occluded = int(one.pixels < one.area)
    names = class_lines(source.class_ids())
    name = names[source.class_ids()[source.class_of(one.tracked)]]
    _say(found, name=name, pose="Unspecified", truncated=0, occluded=occluded, difficult=0)
    _say(SubElement(found, "bndbox"), xmin=x + 1, ymin=y + 1, xmax=x + width, ymax=y + height)
    track = SubElement(SubElement(found, "attributes"), "attribute")
    _say(track, name="track_id", value=source.id_of(one.tracked.object_id))


def _say(parent: Element, **words: object) -> None:
    for tag, word in words.items():
        SubElement(parent, tag).text = str(word)


VOC = ExportFormat(INFO, packaged(fill))
