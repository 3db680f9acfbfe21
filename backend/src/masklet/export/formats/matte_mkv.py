"""Grey mattes as FFV1 in Matroska: one byte a pixel, 0 or 255, bit by bit what the session holds.

Rules: FFV1 version 3 with checksums, gray, full range, any size. Loss: Matroska counts in whole milliseconds, so frame k is at
k / rate rounded to one; the rate itself stands exactly beside, and every frame is there.
Needed by archives and compositors that want masks without any loss. One movie of all objects, or one of each: `{id}_{name}.mkv`.
"""

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.mattes import MOVIES, MovieKind, fill_movies
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource
from masklet.video.coding import FFV1_GREY
from masklet.video.matte_pictures import grey_picture

INFO = ExportFormatInfo(
    name="matte_mkv",
    title="Grey matte, FFV1",
    description="Bit-exact black and white movies of the masks (FFV1 in MKV), for archives and compositors.",
    suffix=".zip",
    options=(MOVIES,),
)
_KIND = MovieKind(".mkv", FFV1_GREY, lambda source, index, mask: grey_picture(mask), alpha="none")


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """See mattes."""
    yield from fill_movies(source, package, options, _KIND)


MATTE_MKV = ExportFormat(INFO, packaged(fill))
