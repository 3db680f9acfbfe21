"""YOLO segmentation: what YOLO's trainers of instance segmentation read.

Rules: `images/train`, `labels/train/*.txt` with `class x1 y1 x2 y2 …` a line, divided by width and height, classes from 0;
`data.yaml`; the last frames are `val`. A point is its pixel's index, a fiftieth of a pixel on, so that readers that cut off
digits find it as well as those that round. A hole is tied to its outline by a seam: filled and drawn, the line is the part.
Lost: that the parts of an object belong together (a line each), and tracks; objects.csv has both. Overlap is kept.
"""

from functools import lru_cache

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import Rle
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.package import Package, packaged
from masklet.export.seamed import seamed_parts
from masklet.export.source import ExportSource
from masklet.export.yolo_dataset import OPTIONS, fill_yolo

ON = 0.02  # pixels: more than six digits and 32 bits lose on any picture

INFO = ExportFormatInfo(
    name="yolo_seg",
    title="YOLO segmentation",
    description="For training YOLO to segment: outlines of every object, split into training and validation.",
    suffix=".zip",
    options=OPTIONS,
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """A line for each part."""
    yield from fill_yolo(source, package, options, _outlines)


def _outlines(mask: Rle) -> list[str]:
    across, down = _words(mask.width), _words(mask.height)
    return [" ".join(f"{across[x]} {down[y]}" for x, y in part.tolist()) for part in seamed_parts(mask)]


@lru_cache(maxsize=2)
def _words(size: int) -> tuple[str, ...]:
    """Each index of a side as it is written: a noisy mask has thousands of points."""
    return tuple(f"{(index + ON) / size:.6f}" for index in range(size))


YOLO_SEG = ExportFormat(INFO, packaged(fill))
