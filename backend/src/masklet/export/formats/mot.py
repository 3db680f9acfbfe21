"""MOT boxes: what trackers of boxes are trained and rated with; datumaro and CVAT read it.

Rules: `gt/gt.txt` with `frame,id,x,y,width,height,1,class,visibility` a line, frames from 1, id the object's number, x and y of
the box's first pixel; `gt/labels.txt`, the k-th line names class k; `seqinfo.ini`; `img1/000001.jpg`. Visibility is the share
of the mask that no other object covers. Pixels count from 0 as in the usual training code, or from 1 as in the benchmark's own
paper (option). Frames are counted anew in a part: the manifest has the clip's.
Lost: masks; names of objects and the exact frame rate (manifest).
"""

from typing import TextIO

import numpy as np

from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks
from masklet.export.class_lines import class_lines
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.package import Package, packaged
from masklet.export.pictures import IMAGES, jpeg
from masklet.export.sequence import counted_picture, seqinfo
from masklet.export.source import ExportSource
from masklet.masks import rle

FROM_ONE = ParameterInfo("from_one", "Pixels count from 1, as the benchmark's paper says", "toggle", False)

INFO = ExportFormatInfo(
    name="mot",
    title="MOT boxes",
    description="For training and rating trackers of boxes: a line with number, box and visibility per object and frame.",
    suffix=".zip",
    options=(IMAGES, FROM_ONE),
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """Lines frame by frame."""
    package.add_text("seqinfo.ini", seqinfo(source))
    labels = class_lines(source.class_ids())
    package.add_text("gt/labels.txt", "".join(f"{name}\n" for name in labels.values()))
    with package.file("gt/gt.txt") as path, path.open("w", encoding="ascii", newline="\n") as file:
        for number, frame in enumerate(source.frames(), 1):
            _write_lines(file, source, number, frame, int(bool(options.values["from_one"])))
            if options.values["images"]:
                package.add(counted_picture(number), jpeg(source.picture(frame.frame_index)))
            yield number


def _write_lines(file: TextIO, source: ExportSource, number: int, frame: FrameMasks, origin: int) -> None:
    classes = source.class_ids()
    seen = np.bincount(source.labels(frame).ravel(), minlength=256)
    for label, one in sorted(enumerate(source.objects, 1), key=lambda item: item[1].object_id):
        mask = frame.masks.get(one.object_id)
        if mask is None or rle.is_empty(mask.rle):
            continue
        x, y, width, height = rle.bounding_box(mask.rle)
        visibility = int(seen[label]) / rle.area(mask.rle)
        ids = f"{number},{source.id_of(one.object_id)}"
        kind = classes[source.class_of(one)]
        file.write(f"{ids},{x + origin},{y + origin},{width},{height},1,{kind},{visibility:.5f}\n")


MOT = ExportFormat(INFO, packaged(fill))
