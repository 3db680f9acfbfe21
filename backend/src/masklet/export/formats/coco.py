"""COCO instances: one JSON file with a track id per object. For training and evaluation of instance segmentation.

Rules: images {id, file_name, width, height}; annotations {id, image_id, category_id, segmentation {size, counts}, area,
bbox as x, y, width, height, iscrowd}; a category is a class, or the name of an object without one; ids from 1. `track_id`
(the object's number, from 1) and `frame_index` also stand under `attributes`, since some readers drop what they do not know.
`masks` "RLE" (compressed run lengths; nothing is lost) or "polygons", for trainers that skip run lengths: a list of x, y along the
pixels' edges per part, holes hung on by a seam, one pixel a square. pycocotools fills these to the pixel; a reader that draws
polygons through the middles of pixels makes objects up to a pixel larger to the right and below, and sees the seams.
Pictures are not in the file (coco_dataset.py brings them): `file_name` says what to call them.
A part keeps the whole's image, category and track ids, frame indices and file names; annotations count from 1 in each file.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.source import ExportSource
from masklet.masks import rle
from masklet.masks.polygons import polygons

VIDEO_ID = 1
RLE, POLYGONS = "RLE", "polygons"

INFO = ExportFormatInfo(
    name="coco",
    title="COCO JSON",
    description="Every mask as run lengths or polygons with its object's track id, for training and evaluation.",
    suffix=".json",
    options=(ParameterInfo("masks", "Masks", "choice", RLE, choices=(RLE, POLYGONS)),),
)


def write(source: ExportSource, path: Path, options: ExportOptions) -> Steps:
    """One file."""
    with path.open("w", encoding="utf-8") as file:
        yield from write_json(source, file, options)


def write_json(source: ExportSource, file: TextIO, options: ExportOptions) -> Steps:
    """Stream it: what is known at once, every image, then annotations frame by frame."""
    categories = source.class_ids()
    category_of = {one.object_id: categories[source.class_of(one)] for one in source.chosen}
    _write_head(file, source, {key: name for name, key in categories.items() if key in category_of.values()})
    _write_list(file, "images", _images(source))
    file.write(',\n"annotations": [')
    segmentation = _polygons if options.values["masks"] == POLYGONS else _run_lengths
    yield from _write_annotations(file, source, category_of, segmentation)
    file.write("\n]}\n")


def file_name(frame_index: int) -> str:
    """What a frame's picture is called."""
    return f"{frame_index:05d}.jpg"


def _write_head(file: TextIO, source: ExportSource, categories: dict[int, str]) -> None:
    video, rate = source.video, source.video.frame_rate
    about = {"id": VIDEO_ID, "name": video.title, "width": source.width, "height": source.height}
    about |= {"length": video.frame_count, "frame_rate": [rate.numerator, rate.denominator]}
    about |= {
        "first_frame": source.frame_indices[0],
        "last_frame": source.frame_indices[-1],
        "stride": source.options.stride,
    }
    head = {
        "info": {"description": video.title, "contributor": "Masklet Studio", "engine": source.engine},
        "licenses": [],
        "videos": [about],
        "tracks": [{"id": source.id_of(tracked.object_id), "name": tracked.name} for tracked in source.chosen],
        "categories": [{"id": key, "name": name, "supercategory": ""} for key, name in categories.items()],
    }
    file.write(json.dumps(head, ensure_ascii=False)[:-1])


def _write_list(file: TextIO, key: str, items: Iterator[dict[str, object]]) -> None:
    file.write(f',\n"{key}": [')
    for number, item in enumerate(items):
        file.write((",\n" if number else "\n") + json.dumps(item, ensure_ascii=False))
    file.write("\n]")


def _images(source: ExportSource) -> Iterator[dict[str, object]]:
    size = {"width": source.width, "height": source.height}
    for index in source.frame_indices:
        yield {"id": index + 1, "file_name": file_name(index), **size, "video_id": VIDEO_ID, "frame_index": index}


def _write_annotations(
    file: TextIO, source: ExportSource, category_of: dict[int, int], segmentation: Callable[[Rle], object]
) -> Steps:
    annotation_id = 0
    for done, frame in enumerate(source.frames(), 1):
        for object_id, mask in _visible(frame, category_of):
            annotation_id += 1
            ids = {"id": annotation_id, "category_id": category_of[object_id]}
            shape = {"segmentation": segmentation(mask.rle)}
            item = ids | shape | _annotation(frame.frame_index, source.id_of(object_id), mask)
            file.write((",\n" if annotation_id > 1 else "\n") + json.dumps(item))
        yield done


def _visible(frame: FrameMasks, category_of: dict[int, int]) -> Iterator[tuple[int, ObjectMask]]:
    return (
        (object_id, mask)
        for object_id, mask in sorted(frame.masks.items())
        if object_id in category_of and not rle.is_empty(mask.rle)
    )


def _run_lengths(mask: Rle) -> object:
    return {"size": [mask.height, mask.width], "counts": mask.counts}


def _polygons(mask: Rle) -> object:
    return [corners.ravel().tolist() for corners in polygons(mask)]


def _annotation(frame_index: int, track_id: int, mask: ObjectMask) -> dict[str, Any]:
    track = {"track_id": track_id, "frame_index": frame_index}
    return {
        "image_id": frame_index + 1,
        "video_id": VIDEO_ID,
        **track,
        "area": rle.area(mask.rle),
        "bbox": list(rle.bounding_box(mask.rle)),
        "iscrowd": 0,
        "score": mask.object_score,
        "attributes": track,
    }


COCO = ExportFormat(INFO, write)
