"""From a path to the clips with masks that lie there: a folder or a zip in one of the known layouts, or a JSON file.

Layouts: `Annotations/480p/CLIP/00000.png` (DAVIS), `CLIP/00000.png` (results for its evaluators), `00000.png` (one clip),
`CLIP/001/00000.png` (SA-V), and a JSON file alone or beside its manifest.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import BadZipFile, ZipFile
from zipfile import Path as ZipPath

from masklet.domain.errors import InvalidInput
from masklet.export.evaluation.mask_sequence import FrameKey, MaskSequence, frame_key
from masklet.export.evaluation.picture_sequences import NumberedPictures, ObjectPictures, Place
from masklet.export.evaluation.run_length_sequences import sequences_of_json

DAVIS_MASKS, DAVIS_PICTURES = "Annotations", "JPEGImages"
DAVIS_SIZE = "480p"  # read where masks are there in several sizes
_NO_MASKS = ("manifest.json", "objects.json", "notes.json")
_OBJECT = re.compile(r"\d{3}")
_MASKS, _JPEGS = (".png",), (".jpg", ".jpeg")


def sequences_at(path: Path) -> list[MaskSequence]:
    """In order of their names. Raises InvalidInput where there are none, OSError."""
    if path.is_dir():
        found = _sequences_in(path, path.resolve().name)
    elif path.suffix.lower() == ".json":
        found = [*sequences_of_json(path.read_bytes(), path.stem)]
    else:
        found = _sequences_in(_opened(path), path.stem)
    if not found:
        raise InvalidInput(
            f"{path.name} holds no masks: neither pictures in DAVIS folders nor a JSON file of COCO's kind."
        )
    return found


def pictures_at(path: Path, name: str) -> Mapping[FrameKey, Place]:
    """The frames of a clip that lie beside its masks as JPEGs (DAVIS), in order; none where there are none."""
    if path.suffix.lower() == ".json" and path.is_file():
        return {}
    place: Place = path if path.is_dir() else _opened(path)
    folders = list(_folders(place))
    if not (place / DAVIS_PICTURES).is_dir() and len(folders) == 1:
        place = folders[0]
    folder = _of_davis(place, DAVIS_PICTURES, _JPEGS) / name
    return _pictures(folder, _JPEGS) if folder.is_dir() else {}


def _opened(path: Path) -> ZipPath:
    try:
        return ZipPath(ZipFile(path))
    except BadZipFile as error:
        raise InvalidInput(f"{path.name} is neither a folder, a zip nor a JSON file.") from error


def _sequences_in(place: Place, name: str) -> list[MaskSequence]:
    masks = _of_davis(place, DAVIS_MASKS, _MASKS)
    folders = list(_folders(masks))
    alone = _pictures(masks)
    if alone:
        return [NumberedPictures(name, alone)]
    found = _sequence_of_objects(folders, name) or [one for folder in folders for one in _sequence_of(folder)]
    if not found:
        found = [one for file in _json_files(place) for one in sequences_of_json(file.read_bytes(), file.stem)]
    return found or (_sequences_in(folders[0], folders[0].name) if len(folders) == 1 else [])


def _of_davis(place: Place, what: str, suffixes: tuple[str, ...]) -> Place:
    """The folder of the clips' folders with masks or with pictures; the place itself where it has no such layout."""
    inside = place / what
    if not inside.is_dir():
        return place
    sizes = [one for one in _folders(inside) if not _pictures(one, suffixes)]
    return next((one for one in sizes if one.name == DAVIS_SIZE), sizes[0] if len(sizes) == 1 else inside)


def _sequence_of(folder: Place) -> list[MaskSequence]:
    pictures = _pictures(folder)
    if pictures:
        return [NumberedPictures(folder.name, pictures)]
    return _sequence_of_objects(list(_folders(folder)), folder.name)


def _sequence_of_objects(folders: list[Place], name: str) -> list[MaskSequence]:
    if not folders or not all(_OBJECT.fullmatch(one.name) for one in folders):
        return []
    files = {int(one.name): _pictures(one) for one in folders}
    return [ObjectPictures(name, files)] if all(files.values()) else []


def _pictures(folder: Place, suffixes: tuple[str, ...] = _MASKS) -> dict[FrameKey, Place]:
    files = sorted(_shown(folder), key=lambda one: one.name)
    return {frame_key(one.stem): one for one in files if one.suffix.lower() in suffixes and one.is_file()}


def _json_files(place: Place) -> list[Place]:
    return [one for one in _shown(place) if one.suffix.lower() == ".json" and one.name not in _NO_MASKS]


def _folders(place: Place) -> Iterator[Place]:
    yield from sorted((one for one in _shown(place) if one.is_dir()), key=lambda one: one.name)


def _shown(place: Place) -> Iterator[Place]:
    return (one for one in place.iterdir() if not one.name.startswith((".", "__MACOSX")))
