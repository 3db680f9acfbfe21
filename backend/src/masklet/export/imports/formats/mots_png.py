"""MOTS PNG: 16-bit pictures of class × 1000 + instance, as KITTI MOTS and the MOTS challenge have them.

Read: `instances/{clip}/000000.png`, a frame's number from its name; `labels.txt` beside, where it is there, names class k on line k, else
1 is car, 2 pedestrian, 10 ignored. 10000 is the region that is to be ignored, 65535 is void. Of several clips one is read. Names come
from notes.json, where they are from us.
"""

from collections.abc import Iterator

import numpy as np

from masklet.domain.errors import InvalidInput, LimitExceeded
from masklet.domain.mask_import import ImportFormatInfo
from masklet.domain.video import Video
from masklet.export.imports.clip_folders import chosen_folder
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.fitting import Fitting
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found, FoundObject
from masklet.export.imports.label_rule import Labels
from masklet.export.imports.labelled import read_labelled
from masklet.export.imports.own_notes import noted_objects
from masklet.export.imports.picture import Picture
from masklet.export.imports.picture_tree import mask_pictures
from masklet.export.mots_numbers import PER_CLASS, STANDARD

_FOLDER, _NAMES = "instances", "labels.txt"
_IGNORED = 10 * PER_CLASS
_VOID = 65_535

INFO = ImportFormatInfo(
    name="mots_png",
    title="MOTS PNG",
    description="16-bit pictures of classes and instances, as KITTI MOTS and the MOTS challenge have them.",
    suffixes=(".zip",),
)


def knows(files: ImportFiles) -> bool:
    """PNG in folders of instances."""
    return bool(_instances(files))


def read(files: ImportFiles, video: Video) -> Iterator[Found]:
    """One clip, frame by frame."""
    frames = yield from chosen_folder(files, video, _instances(files) or mask_pictures(files))
    noted, classes = noted_objects(files), _classes(files)
    yield from noted
    known = {one.key for one in noted}

    def describe(value: int) -> FoundObject:
        if value in known:
            return FoundObject(value)
        kind, instance = divmod(value, PER_CLASS)
        name = classes.get(kind)
        return FoundObject(value, f"{name or 'Object'} {instance}", name)

    yield from read_labelled(files, frames, Fitting(video), _labels, describe)


def _labels(picture: Picture) -> Labels | None:
    if picture.pixels.ndim == 3 or picture.is_palette:
        return None
    values = picture.pixels
    return np.where((values == _IGNORED) | (values == _VOID), values.dtype.type(0), values)


def _instances(files: ImportFiles) -> list[str]:
    return [name for name in files.ending(".png") if _FOLDER in name.split("/")[:-1]]


def _classes(files: ImportFiles) -> dict[int, str]:
    """By number."""
    name = next((one for one in files.names if one.rpartition("/")[2] == _NAMES), None)
    if name is None:
        return dict(STANDARD)
    try:
        lines = files.read(name).decode("utf-8", "replace").splitlines()
    except (InvalidInput, LimitExceeded):
        return dict(STANDARD)
    return {number: line.strip() for number, line in enumerate(lines, 1) if line.strip()}


MOTS_PNG = ImportFormat(INFO, knows, read)
