"""Label Studio: a zip with tasks.json, one task per frame with a brush mask per object, label_config.xml for the project, the
frames as images/00012.jpg, and the manifest.

Rules: a task has data.image, and annotations (or predictions, by option) with one entry whose `result` has an item per visible
object: type brushlabels, from_name `label`, to_name `image` as in the label config, original_width, original_height,
image_rotation 0, value {format: "rle", rle, brushlabels: [class]}; rle see export/brush_rle.py. data.frame_index is the clip's;
a region's meta.text names its object, and `object` is the object's number, from 1, which Label Studio itself drops: its regions
know no tracks, that is what this format cannot hold. Masks are exact, overlap included. data.image is the option
`image_prefix` and the picture's name; as it stands, it fits the local files of a Label Studio whose
LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT is where the package was unpacked.
For teams that correct in Label Studio.
"""

import json
from typing import Any
from xml.sax.saxutils import quoteattr

from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, ObjectMask
from masklet.domain.session import TrackedObject
from masklet.export.brush_rle import brush_rle
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.jpeg import jpeg
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource
from masklet.masks import rle

AS = ParameterInfo("as", "Write as", "choice", "annotations", choices=("annotations", "predictions"))
PREFIX = ParameterInfo("image_prefix", "Address before the pictures' names", "text", "/data/local-files/?d=")
IMAGES = ParameterInfo("images", "With the frames", "toggle", True)

INFO = ExportFormatInfo(
    name="label_studio",
    title="Label Studio",
    description="Tasks with brush masks and the project's label config, for teams that correct in Label Studio.",
    suffix=".zip",
    options=(AS, PREFIX, IMAGES),
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """Tasks are put aside as the frames come, since pictures go into the package meanwhile."""
    package.add_text("label_config.xml", _label_config(source))
    with package.file("tasks.json") as path, path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for done, frame in enumerate(source.frames(), 1):
            name = f"images/{frame.frame_index:05d}.jpg"
            file.write((",\n" if done > 1 else "\n") + json.dumps(_task(source, frame, name, options)))
            if options.values[IMAGES.name]:
                package.add(name, jpeg(source.picture(frame.frame_index)))
            yield done
        file.write("\n]\n")


def _label_config(source: ExportSource) -> str:
    colours = {source.class_of(one): one.colour for one in reversed(source.chosen)}
    colours |= {known.name: known.colour for known in source.classes if known.name in colours}
    labels = "".join(
        f"    <Label value={quoteattr(name)} background={quoteattr(colours[name])}/>\n"
        for name in dict.fromkeys(map(source.class_of, source.chosen))
    )
    brush = f'  <BrushLabels name="label" toName="image">\n{labels}  </BrushLabels>\n'
    return f'<View>\n  <Image name="image" value="$image" zoom="true"/>\n{brush}</View>\n'


def _task(source: ExportSource, frame: FrameMasks, name: str, options: ExportOptions) -> dict[str, Any]:
    result = [
        _region(source, frame.frame_index, one, mask)
        for one in source.chosen
        if (mask := frame.masks.get(one.object_id)) is not None and not rle.is_empty(mask.rle)
    ]
    number = frame.frame_index + 1
    image = f"{options.values[PREFIX.name]}{name}"
    entry: dict[str, Any] = {"id": number, "result": result}
    if options.values[AS.name] == "predictions":
        entry = {"model_version": source.engine, "result": result}
    data = {"image": image, "frame_index": frame.frame_index, "video": source.video.title}
    return {"id": number, "data": data, str(options.values[AS.name]): [entry]}


def _region(source: ExportSource, frame_index: int, one: TrackedObject, mask: ObjectMask) -> dict[str, Any]:
    number = source.id_of(one.object_id)
    return {
        "id": f"frame{frame_index}object{number}",
        "type": "brushlabels",
        "from_name": "label",
        "to_name": "image",
        "original_width": source.width,
        "original_height": source.height,
        "image_rotation": 0,
        "value": {"format": "rle", "rle": list(brush_rle(mask.rle)), "brushlabels": [source.class_of(one)]},
        "score": mask.object_score,
        "meta": {"text": [f"{number}: {one.name}"]},
        "object": number,
    }


LABEL_STUDIO = ExportFormat(INFO, packaged(fill))
