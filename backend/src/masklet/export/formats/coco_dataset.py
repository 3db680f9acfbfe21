"""COCO with its pictures: a zip laid out as datumaro, CVAT and FiftyOne expect a COCO dataset of one split.

Rules: those of coco.py; `annotations/instances_default.json`, and `images/default/` with a JPEG for each written frame.
"""

from dataclasses import replace

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.export.formats.coco import COCO, file_name, write_json
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.jpeg import jpeg
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource

INFO: ExportFormatInfo = replace(
    COCO.info,
    name="coco_dataset",
    title="COCO with pictures",
    description="COCO JSON and the frames as pictures, laid out as a data set: for trainers and tools that open a folder.",
    suffix=".zip",
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """Masks are written on a first way through the frames, pictures on a second one: a zip takes one file after the other."""
    with package.text("annotations/instances_default.json") as file:
        for _done in write_json(source, file, options):
            yield 0
    for done, index in enumerate(source.frame_indices, 1):
        package.add(f"images/default/{file_name(index)}", jpeg(source.picture(index)))
        yield done


COCO_DATASET = ExportFormat(INFO, packaged(fill))
