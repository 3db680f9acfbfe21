"""Cut-outs as ProRes 4444 with alpha in MOV: the clip's colours, the mask as straight alpha, frame k at exactly k / rate.

Rules: prores_ks profile 4, yuva444p10le, alpha_bits 16 (decoders give yuva444p12le), BT.709, any size. Alpha is 0 or full, without loss;
colours are ProRes', nearly without. They are not multiplied by alpha: 8 pixels around an object keep the picture, the rest is black.
Needed by editors (Final Cut, Premiere, Resolve) and compositors. One movie of all objects, or one of each: `{id}_{name}.mov`.
"""

import av

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.mattes import MOVIES, MovieKind, cut_out, fill_movies
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource
from masklet.masks.rle import BoolMask
from masklet.video.coding import PRORES_4444
from masklet.video.matte_pictures import alpha_picture

INFO = ExportFormatInfo(
    name="prores",
    title="ProRes 4444 with alpha",
    description="Cut-out objects with an alpha channel (MOV), for video editors and compositors.",
    suffix=".zip",
    options=(MOVIES,),
)


def _draw(source: ExportSource, frame_index: int, mask: BoolMask) -> av.VideoFrame:
    return alpha_picture(cut_out(source.picture(frame_index), mask), mask, PRORES_4444.pixels)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """See mattes."""
    yield from fill_movies(source, package, options, MovieKind(".mov", PRORES_4444, _draw, alpha="straight"))


PRORES = ExportFormat(INFO, packaged(fill))
