"""COCO instances, in: annotations with run lengths or polygons; a track is an object, an image a frame.

Frames: an image's `frame_index`, else the last number in its file name, else its place in the list. Tracks: `track_id` (also
under `attributes`, as datumaro writes it). Files of single pictures have none: objects are told apart by their category and
their order on the frame then, which is said. Of several videos one is read: see clips.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportFormatInfo, ImportProblem, ProblemKind
from masklet.domain.video import Video
from masklet.export.imports.clips import frame_number, meant_clip
from masklet.export.imports.coco_shapes import mask_of
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject, Key
from masklet.export.imports.json_values import key_of, sizes_of, text_of, whole_of
from masklet.export.imports.streamed_json import asked, items, keys

INFO = ImportFormatInfo(
    name="coco",
    title="COCO JSON",
    description="Instances with run lengths or polygons, from this program or any other that writes COCO.",
    suffixes=(".json", ".zip"),
)


@dataclass(slots=True)
class _Known:
    """What the lists before the annotations say. Images by id: (frame number, (height, width)); foreign ones by their clip."""

    images: dict[Any, tuple[int, tuple[int, int] | None]] = field(default_factory=dict)
    foreign: dict[Any, str] = field(default_factory=dict)
    classes: dict[Any, str] = field(default_factory=dict)
    tracks: dict[Any, str] = field(default_factory=dict)


def knows(files: ImportFiles) -> bool:
    """A JSON file with images and annotations."""
    return _file(files) is not None


def read(files: ImportFiles, video: Video) -> Iterator[Found]:
    """The lists first, wherever they stand in the file, then the annotations as they come."""
    name = _file(files)
    if name is None:
        raise InvalidInput(
            f"“{files.file_name}” is no COCO file: it has no images and annotations.",
            reason="noMasks",
            name=files.file_name,
        )
    known = _Known()
    yield from _read_images(files, name, video, known)
    known.classes = _names(files, name, "categories.item")
    known.tracks = _names(files, name, "tracks.item")
    for track, title in known.tracks.items():
        yield FoundObject(track, title, number=track if isinstance(track, int) else None)
    yield from _Annotations(known).read(items(files, name, "annotations.item"))


def _file(files: ImportFiles) -> str | None:
    for name in asked(files):
        if {"images", "annotations"} <= set(keys(files, name)):
            return name
    return None


def _read_images(files: ImportFiles, name: str, video: Video, known: _Known) -> Iterator[Found]:
    clips = _names(files, name, "videos.item")
    meant = meant_clip(list(clips.values()), video) if clips else None
    for other in clips.values():
        if other != meant:
            yield ImportProblem(other, ProblemKind.OTHER_CLIP, {"name": other})
    for place, image in enumerate(items(files, name, "images.item")):
        image_id = key_of(image.get("id")) if isinstance(image, dict) else None
        if image_id is None:
            yield ImportProblem(f"image {place + 1}", ProblemKind.DAMAGED)
            continue
        clip = clips.get(key_of(image.get("video_id")), meant)
        if clip != meant:
            known.foreign[image_id] = str(clip)
            continue
        number = _number(image, place)
        known.images[image_id] = (number, sizes_of(image.get("height"), image.get("width")))
        yield FoundFrames(range(number, number + 1))


def _number(image: dict[str, Any], place: int) -> int:
    told = whole_of(image.get("frame_index"))
    if told is not None:
        return told
    name = image.get("file_name")
    found = frame_number(name) if isinstance(name, str) else None
    return place if found is None else found


def _names(files: ImportFiles, name: str, path: str) -> dict[Any, str]:
    """By id the name of each thing in a list of such."""
    rows = (row for row in items(files, name, path) if isinstance(row, dict) and key_of(row.get("id")) is not None)
    return {key_of(row["id"]): text_of(row.get("name")) or text_of(row["id"]) for row in rows}


class _Annotations:
    """Annotations one by one, and the objects that they make known."""

    def __init__(self, known: _Known) -> None:
        self._known = known
        self._told: set[Key] = set()
        self._untracked: dict[tuple[Any, Any], int] = {}  # how many of a class there are on an image

    def read(self, annotations: Iterator[Any]) -> Iterator[Found]:
        for place, annotation in enumerate(annotations, 1):
            if not isinstance(annotation, dict):
                yield ImportProblem(f"annotation {place}", ProblemKind.DAMAGED)
                continue
            yield from self._one(annotation, f"annotation {text_of(annotation.get('id')) or place}")
        if self._untracked:
            yield ImportProblem("", ProblemKind.NO_TRACKS)

    def _one(self, annotation: dict[str, Any], item: str) -> Iterator[Found]:
        image_id = key_of(annotation.get("image_id"))
        if image_id in self._known.foreign:
            return
        if image_id not in self._known.images:
            yield ImportProblem(item, ProblemKind.NOT_FOUND, {"name": f"image {image_id}"})
            return
        number, size = self._known.images[image_id]
        try:
            mask = mask_of(annotation.get("segmentation"), size)
        except InvalidInput:
            yield _without_mask(annotation, item)
            return
        found = self._object(annotation)
        if found.key not in self._told:
            self._told.add(found.key)
            yield found
        yield FoundMask(found.key, number, mask, item)

    def _object(self, annotation: dict[str, Any]) -> FoundObject:
        category = key_of(annotation.get("category_id"))
        class_name = self._known.classes.get(category)
        track = _track(annotation)
        if track is not None:
            name = self._known.tracks.get(track, "")  # ours name a category after an object that has no class
            number = track if isinstance(track, int) else None
            return FoundObject(track, name, None if class_name == name else class_name, number=number)
        place = (key_of(annotation.get("image_id")), category)
        self._untracked[place] = nth = self._untracked.get(place, 0) + 1
        kind = class_name or "Object"
        return FoundObject(f"{category}/{nth}", kind if nth == 1 else f"{kind} {nth}", class_name)


def _track(annotation: dict[str, Any]) -> Key | None:
    attributes = annotation.get("attributes")
    for holder in (annotation, attributes if isinstance(attributes, dict) else {}):
        track = key_of(holder.get("track_id"))
        if track is not None:
            return track
    return None


def _without_mask(annotation: dict[str, Any], item: str) -> ImportProblem:
    """A box or key points alone are no mask; anything else is damage."""
    if not annotation.get("segmentation") and ("bbox" in annotation or "keypoints" in annotation):
        name = "keypoints" if "keypoints" in annotation else "bbox"
        return ImportProblem(item, ProblemKind.UNSUPPORTED, {"name": name})
    return ImportProblem(item, ProblemKind.DAMAGED)


COCO = ImportFormat(INFO, knows, read)
