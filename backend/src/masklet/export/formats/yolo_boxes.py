"""YOLO boxes: what YOLO's trainers of detection read.

Rules: `images/train`, `labels/train/*.txt` with `class x y width height` a line, the box's middle and size divided by the
picture's, classes from 0; `data.yaml`; the last frames are `val`. Boxes hold their pixels whole.
Lost: masks, and tracks; objects.csv says which line is which object's.
"""

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import Rle
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource
from masklet.export.yolo_dataset import OPTIONS, fill_yolo
from masklet.masks import rle

INFO = ExportFormatInfo(
    name="yolo_boxes",
    title="YOLO boxes",
    description="For training YOLO to detect: a box around every object, split into training and validation.",
    suffix=".zip",
    options=OPTIONS,
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """A line for each object."""
    yield from fill_yolo(source, package, options, _box)


def _box(mask: Rle) -> list[str]:
    x, y, width, height = rle.bounding_box(mask)
    across, down = (x + width / 2) / mask.width, (y + height / 2) / mask.height
    return [f"{across:.8f} {down:.8f} {width / mask.width:.8f} {height / mask.height:.8f}"]


YOLO_BOXES = ExportFormat(INFO, packaged(fill))
