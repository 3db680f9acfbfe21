"""Cut-outs as VP9 with alpha in WebM: small movies that browsers lay over a page.

Rules: libvpx-vp9, yuva420p, auto-alt-ref 0, ALPHA_MODE 1, BT.709. Straight alpha; 8 pixels around an object keep the picture, the
rest is black. Losses: colours and alpha are compressed, chroma has half the size (alpha has not), and frame k is at k / rate rounded
to WebM's whole milliseconds. FFmpeg's own vp9 decoder drops the alpha; `libvpx-vp9` and browsers (not Safari's) keep it.
Needed by people who make pages and overlays. One movie of all objects, or one of each: `{id}_{name}.webm`.
"""

import av

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.mattes import MOVIES, MovieKind, cut_out, fill_movies
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource
from masklet.masks.rle import BoolMask
from masklet.video.coding import VP9_ALPHA
from masklet.video.matte_pictures import alpha_picture

INFO = ExportFormatInfo(
    name="webm_alpha",
    title="WebM with alpha",
    description="Small cut-out movies with an alpha channel (VP9), for web pages and stream overlays.",
    suffix=".zip",
    options=(MOVIES,),
)


def _draw(source: ExportSource, frame_index: int, mask: BoolMask) -> av.VideoFrame:
    return alpha_picture(cut_out(source.picture(frame_index), mask), mask, VP9_ALPHA.pixels)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """See mattes."""
    yield from fill_movies(source, package, options, MovieKind(".webm", VP9_ALPHA, _draw, alpha="straight", weight=3))


WEBM_ALPHA = ExportFormat(INFO, packaged(fill))
