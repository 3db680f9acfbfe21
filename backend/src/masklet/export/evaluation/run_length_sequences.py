"""Masks in one JSON file: COCO with track ids, as we write it, or the ground truth of YouTube-VIS."""

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, cast

from pycocotools import _mask as coco

from masklet.domain.errors import InvalidInput
from masklet.domain.masklet import Rle
from masklet.export.evaluation.mask_sequence import Bits, FrameKey, LabelledFrame, frame_key
from masklet.masks import rle

Row = tuple[int, object]  # an object's number and its segmentation
Fields = dict[str, Any]


class RunLengths:
    """`rows` are the masks of each frame; decoded when they are asked for."""

    def __init__(self, name: str, size: tuple[int, int], rows: Mapping[FrameKey, Sequence[Row]]) -> None:
        self.name, self._size, self._rows = name, size, rows

    @property
    def frames(self) -> Sequence[FrameKey]:
        """See MaskSequence."""
        return tuple(self._rows)

    def numbers(self) -> set[int]:
        """See MaskSequence."""
        return {number for rows in self._rows.values() for number, _ in rows}

    def read(self, key: FrameKey) -> LabelledFrame:
        """See MaskSequence."""
        masks: dict[int, Bits] = {}
        for number, segmentation in self._rows[key]:
            mask = _decoded(segmentation, *self._size, key)
            masks[number] = masks[number] | mask if number in masks else mask
        return LabelledFrame(*self._size, masks)


def sequences_of_json(text: bytes, name: str) -> list[RunLengths]:
    """Every clip of the file; `name` for one that names none. Raises InvalidInput."""
    try:
        document = json.loads(text)
        if not isinstance(document, dict) or "annotations" not in document:
            raise InvalidInput(f"{name} holds no annotations in the form of COCO or of YouTube-VIS's ground truth.")
        videos = document.get("videos") or [{"id": None, "name": name}]
        kind = _of_tracks if any("file_names" in video for video in videos) else _of_images
        return [kind(document, video) for video in videos]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput(f"{name} is no such file, or it is damaged.") from error


def _of_images(document: Fields, video: Fields) -> RunLengths:
    images = [one for one in document["images"] if one.get("video_id") == video["id"]]
    keys = {one["id"]: _key(one["file_name"]) for one in images}
    rows: dict[FrameKey, list[Row]] = {key: [] for key in keys.values()}
    for one in document["annotations"]:
        number = one.get("track_id", one.get("attributes", {}).get("track_id"))
        if number is None:
            raise InvalidInput("The annotations have no track_id: nobody knows which masks are of one object.")
        if one["image_id"] in keys:
            rows[keys[one["image_id"]]].append((int(number), one["segmentation"]))
    return RunLengths(str(video["name"]), _size(images[0] if images else video), rows)


def _of_tracks(document: Fields, video: Fields) -> RunLengths:
    keys = [_key(one) for one in video["file_names"]]
    rows: dict[FrameKey, list[Row]] = {key: [] for key in keys}
    for one in document["annotations"]:
        if one["video_id"] == video["id"]:
            for key, segmentation in zip(keys, one["segmentations"], strict=True):
                if segmentation is not None:
                    rows[key].append((int(one["id"]), segmentation))
    name = video.get("name") or PurePosixPath(video["file_names"][0]).parent.name
    return RunLengths(str(name), _size(video), rows)


def _decoded(segmentation: object, height: int, width: int, key: FrameKey) -> Bits:
    """Of polygons, or run lengths as numbers or as COCO's string."""
    try:
        if isinstance(segmentation, list):
            counts = coco.merge(coco.frPyObjects(segmentation, height, width))["counts"]
        else:
            counts = _counts(cast(Fields, segmentation), height, width)
        mask = Rle(height, width, counts.decode("ascii"))
        rle.check(mask)
        return rle.decode(mask)
    except (InvalidInput, KeyError, TypeError, ValueError, AttributeError, UnicodeError) as error:
        raise InvalidInput(f"A mask of frame {key} is damaged, or of another size than its picture.") from error


def _counts(segmentation: Fields, height: int, width: int) -> bytes:
    if list(segmentation["size"]) != [height, width]:
        raise InvalidInput("The size differs.")
    counts = segmentation["counts"]
    if isinstance(counts, str):
        return counts.encode("ascii")
    return bytes(coco.frUncompressedRLE([segmentation], height, width)[0]["counts"])


def _key(file_name: str) -> FrameKey:
    return frame_key(PurePosixPath(file_name).stem)


def _size(about: Fields) -> tuple[int, int]:
    return int(about["height"]), int(about["width"])
