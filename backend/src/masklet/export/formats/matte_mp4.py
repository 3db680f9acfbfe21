"""Grey mattes as MP4: white where the object is, black elsewhere, H.264 without loss, frame k at exactly k / rate.

Rules: libx264 crf 0, yuv420p, limited range (16 and 235, which readers show as 0 and 255), the clip's exact rate, divided by the
stride. Sizes are even: an odd original's is padded by a black column on the right or row below, and mattes.json says so.
Lossless H.264 is of a profile (High 4:4:4 Predictive) that FFmpeg and what is built on it decode; chips and some players do not.
Needed by editors that take a luma matte. One movie of all objects, or one of each: `{id}_{name}.mp4`.
"""

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.mattes import MOVIES, MovieKind, fill_movies
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource
from masklet.video.coding import h264
from masklet.video.matte_pictures import luma_picture

INFO = ExportFormatInfo(
    name="matte_mp4",
    title="Grey matte, MP4",
    description="Black and white movies of the masks, for editors that take a luma matte.",
    suffix=".zip",
    options=(MOVIES,),
)
_KIND = MovieKind(
    ".mp4", h264(0, "veryfast"), lambda source, index, mask: luma_picture(mask), alpha="none", is_even=True
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """See mattes."""
    yield from fill_movies(source, package, options, _KIND)


MATTE_MP4 = ExportFormat(INFO, packaged(fill))
