"""Palette PNG sequence: a zip of 00000.png, 00001.png, … (mode P: 0 background, k the k-th object), objects.json and the manifest.

Overlaps are flattened by z-order, last object on top. A part keeps the whole's file names and values.
"""

import json

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.package import Package, packaged
from masklet.export.pictures import palette_png
from masklet.export.source import ExportSource

INFO = ExportFormatInfo(
    name="png",
    title="PNG masks",
    description="A zip with one palette picture per frame: each pixel holds the number of its object.",
    suffix=".zip",
    options=(),
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """One picture a frame."""
    palette = source.colours().tobytes().ljust(256 * 3, b"\0")
    package.add_text("objects.json", _objects(source))
    for done, frame in enumerate(source.frames(), 1):
        package.add(f"{frame.frame_index:05d}.png", palette_png(source.labels(frame), palette))
        yield done


def _objects(source: ExportSource) -> str:
    video = source.video
    rows = [
        {"value": value, "id": source.id_of(tracked.object_id), "name": tracked.name, "colour": tracked.colour}
        for value, tracked in enumerate(source.objects, 1)
        if tracked in source.chosen
    ]
    about = {"title": video.title, "width": source.width, "height": source.height, "frame_count": video.frame_count}
    rate = [video.frame_rate.numerator, video.frame_rate.denominator]
    frames = {"first_frame": source.frame_indices[0], "last_frame": source.frame_indices[-1]}
    return json.dumps({"video": about | frames | {"frame_rate": rate}, "objects": rows}, ensure_ascii=False, indent=2)


PNG = ExportFormat(INFO, packaged(fill))
