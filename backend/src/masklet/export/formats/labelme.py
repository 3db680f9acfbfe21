"""LabelMe: a zip with one JSON file per frame, 00012.json for frame 12, the frame as 00012.jpg beside it, and the manifest.

Rules: version, flags, shapes, imagePath, imageData (null: the picture lies beside), imageHeight, imageWidth. A shape has label
(the class), group_id (the object's number, from 1), description (the object's name), flags, points, shape_type and mask.
`mask`: points are the first and the last pixel of the box, both included, and mask is a base64 PNG of just that box: exact, with
holes, parts and overlap. `polygon` (option): a shape per part with the centres of its border pixels, numbered from 0, as LabelMe
itself fills polygons, borders included; holes are lost, and the flag `hole_filled` says of which shapes. Shapes are in drawing
order. LabelMe opens a file only with its picture: without the option `images` put the frames beside, by these names.
For people who correct single frames in LabelMe.
"""

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, Rle
from masklet.domain.session import TrackedObject
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.jpeg import jpeg
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource
from masklet.masks import rle

SHAPES = ParameterInfo("shapes", "Shapes", "choice", "mask", choices=("mask", "polygon"))
IMAGES = ParameterInfo("images", "With the frames", "toggle", True)
VERSION = "5.5.0"  # the first that knows masks as they are written here; LabelMe shows it and reads on
FEWEST_POINTS = 3  # of a polygon in LabelMe

INFO = ExportFormatInfo(
    name="labelme",
    title="LabelMe",
    description="A JSON file per frame for correcting single pictures in LabelMe.",
    suffix=".zip",
    options=(SHAPES, IMAGES),
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """A JSON file a frame, with its picture where wanted."""
    as_masks = options.values[SHAPES.name] == "mask"
    for done, frame in enumerate(source.frames(), 1):
        name = f"{frame.frame_index:05d}"
        package.add_text(f"{name}.json", _document(source, frame, f"{name}.jpg", as_masks))
        if options.values[IMAGES.name]:
            package.add(f"{name}.jpg", jpeg(source.picture(frame.frame_index)))
        yield done


def _document(source: ExportSource, frame: FrameMasks, image: str, as_masks: bool) -> str:
    shapes = [shape for one in source.chosen for shape in _shapes(source, one, frame, as_masks)]
    head: dict[str, Any] = {"version": VERSION, "flags": {}, "shapes": shapes, "imagePath": image, "imageData": None}
    return json.dumps(head | {"imageHeight": source.height, "imageWidth": source.width}, ensure_ascii=False, indent=1)


def _shapes(source: ExportSource, one: TrackedObject, frame: FrameMasks, as_masks: bool) -> Iterator[dict[str, Any]]:
    mask = frame.masks.get(one.object_id)
    if mask is None or rle.is_empty(mask.rle):
        return
    about = {"label": source.class_of(one), "group_id": source.id_of(one.object_id), "description": one.name}
    if as_masks:
        yield about | _mask(mask.rle)
    else:
        yield from (about | polygon for polygon in _polygons(mask.rle))


def _mask(mask: Rle) -> dict[str, Any]:
    x, y, width, height = rle.bounding_box(mask)
    box = rle.decode(mask)[y : y + height, x : x + width]
    out = io.BytesIO()
    Image.fromarray(np.where(box, np.uint8(255), np.uint8(0))).save(out, "PNG")
    corners = [[float(x), float(y)], [float(x + width - 1), float(y + height - 1)]]
    data = base64.b64encode(out.getvalue()).decode("ascii")
    return {"shape_type": "mask", "points": corners, "flags": {}, "mask": data}


def _polygons(mask: Rle) -> Iterator[dict[str, Any]]:
    found, hierarchy = cv2.findContours(rle.decode(mask).view(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for contour, (_, _, hole, parent) in zip(found, hierarchy[0], strict=True):
        if parent < 0:
            flags = {"hole_filled": True} if hole >= 0 else {}
            yield {"shape_type": "polygon", "points": _points(contour[:, 0]), "flags": flags, "mask": None}


def _points(contour: NDArray[Any]) -> list[list[float]]:
    """Parts of one pixel, or a line of them, have fewer points than LabelMe takes: the last is repeated."""
    points: list[list[float]] = contour.astype(float).tolist()
    return points + [points[-1]] * (FEWEST_POINTS - len(points))


LABELME = ExportFormat(INFO, packaged(fill))
