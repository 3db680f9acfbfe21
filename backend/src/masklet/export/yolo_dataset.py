"""A YOLO data set: folders, split and names; what a line says of an object is its caller's."""

import json
from collections.abc import Callable, Iterable
from typing import TextIO

from masklet.domain.export import ParameterInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, Rle
from masklet.export.class_lines import class_lines
from masklet.export.formats.format import Steps
from masklet.export.package import Package
from masklet.export.pictures import IMAGES, jpeg
from masklet.export.sequence import sequence_name
from masklet.export.source import ExportSource
from masklet.masks import rle

VALIDATION = ParameterInfo("validation", "Last frames kept for validation, in percent", "number", 20, 0, 90, step=1)
OPTIONS = (VALIDATION, IMAGES)
OBJECTS = "objects.csv"
Places = Callable[[Rle], Iterable[str]]  # the words after the class, for each line of a mask that is not empty


def validation_frames(frame_count: int, percent: float) -> int:
    """How many at the end: not a mix, as a frame's neighbours are nearly the same and would tell what is asked. Where any are
    wanted, both sides get a frame."""
    if not percent or frame_count < 2:
        return 0
    return min(max(1, round(frame_count * percent / 100)), frame_count - 1)


def fill_yolo(source: ExportSource, package: Package, options: ExportOptions, places: Places) -> Steps:
    """Labels and, where wanted, the picture of each frame; objects.csv says which line is which object's."""
    total = len(source.frame_indices)
    trained = total - validation_frames(total, float(options.values["validation"]))
    package.add_text("data.yaml", _data_yaml(source, trained < total))
    with package.file(OBJECTS) as path, path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("labels,line,object\n")
        for done, frame in enumerate(source.frames(), 1):
            name = f"{'train' if done <= trained else 'val'}/{sequence_name(source)}_{frame.frame_index:05d}"
            _add_labels(source, package, file, name, frame, places)
            if options.values["images"]:
                package.add(f"images/{name}.jpg", jpeg(source.picture(frame.frame_index)))
            yield done


def _add_labels(
    source: ExportSource, package: Package, file: TextIO, name: str, frame: FrameMasks, places: Places
) -> None:
    classes, lines = source.class_ids(), list[str]()
    for one in sorted(source.chosen, key=lambda one: one.object_id):
        mask = frame.masks.get(one.object_id)
        if mask is None or rle.is_empty(mask.rle):
            continue
        for place in places(mask.rle):
            lines.append(f"{classes[source.class_of(one)] - 1} {place}\n")
            file.write(f"labels/{name}.txt,{len(lines)},{source.id_of(one.object_id)}\n")
    package.add_text(f"labels/{name}.txt", "".join(lines))


def _data_yaml(source: ExportSource, has_validation: bool) -> str:
    """`path` is left empty, which trainers take for the folder of this file; a dot would be the folder they run in."""
    names = class_lines(source.class_ids())
    rows = "".join(f"  {number - 1}: {json.dumps(name, ensure_ascii=False)}\n" for number, name in names.items())
    validation = "images/val" if has_validation else "images/train"
    return f"path:  # empty: the folder of this file\ntrain: images/train\nval: {validation}\nnames:\n{rows}"
