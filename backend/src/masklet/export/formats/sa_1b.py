"""SA-1B JSON: a zip with a `sa_{image id}.json` per frame, and its picture where wanted. For training of image segmentation
made for the SA-1B dataset.

Rules: `image` {image_id, width, height, file_name}; annotations {id, segmentation {size, compressed counts}, bbox as x, y, width,
height, area, predicted_iou, stability_score, crop_box, point_coords}. An image's id is the clip's frame index + 1, which its
file names carry; annotation ids count from 1 over the whole export. `frame_index`, `track_id` and `category` are ours.
Differs: `predicted_iou` is the engine's score of the mask on that frame; `stability_score` is 1, since a stored mask has no
threshold left to be moved; `crop_box` is the whole picture; `point_coords` are a person's clicks on the object on that frame,
or where there are none the object's innermost pixel. Lost: which masks are one object's, but for `track_id`.
"""

import io
import json
from collections.abc import Iterator

import cv2
import numpy as np
from PIL import Image

from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, ObjectMask
from masklet.domain.prompt import OBJECT
from masklet.export.effects.seen import Picture
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource
from masklet.masks import rle

JPEG_QUALITY = 95

INFO = ExportFormatInfo(
    name="sa_1b",
    title="SA-1B JSON",
    description="A file per frame as the SA-1B dataset has one per image, for training of image segmentation made for it.",
    suffix=".zip",
    options=(ParameterInfo("images", "With the frames", "toggle", False),),
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """A frame without visible objects has a file too, with an empty list."""
    clicks, written = _clicks(source), 0
    for done, frame in enumerate(source.frames(), 1):
        annotations = list(_annotations(source, frame, clicks, written))
        written += len(annotations)
        name = f"sa_{frame.frame_index + 1}"
        about = {"image": _image(source, frame.frame_index, name), "annotations": annotations}
        package.add_text(f"{name}.json", json.dumps(about, ensure_ascii=False))
        if options.values["images"]:
            package.add(f"{name}.jpg", _jpeg(source.picture(frame.frame_index)))
        yield done


Clicks = dict[tuple[int, int], list[list[float]]]  # by frame index and object id, in pixels of what is written


def _clicks(source: ExportSource) -> Clicks:
    """What was clicked as the object; the original's pixels are those of the clip without its padding, scaled."""
    video = source.video
    wide = source.width / (video.width - (video.pad_right if source.width != video.width else 0))
    high = source.height / (video.height - (video.pad_bottom if source.height != video.height else 0))
    return {
        (frame_index, object_id): [[one.x * wide, one.y * high] for one in prompt.points if one.label == OBJECT]
        for object_id, frame_index, prompt in source.prompts
    }


def _image(source: ExportSource, frame_index: int, name: str) -> dict[str, object]:
    size = {"width": source.width, "height": source.height}
    return {"image_id": frame_index + 1, **size, "file_name": f"{name}.jpg", "frame_index": frame_index}


def _annotations(source: ExportSource, frame: FrameMasks, clicks: Clicks, written: int) -> Iterator[dict[str, object]]:
    for one in source.chosen:
        mask = frame.masks.get(one.object_id)
        if mask is None or rle.is_empty(mask.rle):
            continue
        written += 1
        ours = {"track_id": source.id_of(one.object_id), "category": source.class_of(one)}
        points = clicks.get((frame.frame_index, one.object_id)) or [_innermost(mask)]
        yield {"id": written, **_region(mask), "point_coords": points, **ours}


def _region(mask: ObjectMask) -> dict[str, object]:
    height, width = mask.rle.height, mask.rle.width
    return {
        "segmentation": {"size": [height, width], "counts": mask.rle.counts},
        "bbox": list(rle.bounding_box(mask.rle)),
        "area": rle.area(mask.rle),
        "predicted_iou": mask.object_score,
        "stability_score": 1.0,
        "crop_box": [0, 0, width, height],
    }


def _innermost(mask: ObjectMask) -> list[float]:
    """The pixel farthest from all that is not the object; outside the picture counts as that."""
    bits = np.pad(rle.decode(mask.rle).view(np.uint8), 1)
    _, _, _, (x, y) = cv2.minMaxLoc(cv2.distanceTransform(bits, cv2.DIST_L2, cv2.DIST_MASK_3))
    return [float(x - 1), float(y - 1)]


def _jpeg(picture: Picture) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()


SA_1B = ExportFormat(INFO, packaged(fill))
