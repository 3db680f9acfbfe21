"""SA-V PNG: a zip with `{video}/{object, 3 digits}/{frame, 5 digits}.png`, one black and white picture per object and frame.
For evaluation of video object segmentation that allows overlap, as the SA-V validation and test sets are laid out.

Rules: 8-bit grey, 255 the object and 0 all else; file names are the clip's frame indices (the dataset writes every 4th of 24 a
second), folders the objects' numbers, from 001. A frame that hides the object has a black picture, so that a frame that is
not annotated is told from one without the object. Nothing of a mask is lost; names and classes are in the manifest.
"""

import io

import numpy as np
from PIL import Image

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.names import plain_name
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource
from masklet.masks import rle

INFO = ExportFormatInfo(
    name="sa_v_png",
    title="SA-V PNG",
    description="A black and white picture per object and frame, for evaluators of video segmentation that allow overlap.",
    suffix=".zip",
    options=(),
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """Every object of a frame, then the next frame."""
    video = plain_name(source.video.title)
    blank = _png(np.zeros((source.height, source.width), np.bool_))
    for done, frame in enumerate(source.frames(), 1):
        for one in source.chosen:
            name = f"{video}/{source.id_of(one.object_id):03d}/{frame.frame_index:05d}.png"
            package.add(name, _picture(frame, one.object_id) or blank)
        yield done


def _picture(frame: FrameMasks, object_id: int) -> bytes | None:
    mask = frame.masks.get(object_id)
    return None if mask is None or rle.is_empty(mask.rle) else _png(rle.decode(mask.rle))


def _png(mask: rle.BoolMask) -> bytes:
    out = io.BytesIO()
    Image.fromarray(mask.view(np.uint8) * np.uint8(255)).save(out, "PNG", compress_level=4)
    return out.getvalue()


SA_V_PNG = ExportFormat(INFO, packaged(fill))
