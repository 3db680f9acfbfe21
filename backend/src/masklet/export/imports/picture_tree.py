"""How pictures of masks lie in folders: a folder for each clip, or for each object of a clip, and their frame numbers. Pure."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from masklet.domain.mask_import import ImportProblem, ProblemKind
from masklet.export.imports.clips import frame_number
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.picture import is_matte_like
from masklet.export.mattes import ABOUT

MASK_FOLDERS = ("annotations", "annotations_6fps", "masks")  # beside folders of pictures that the camera took
_DAVIS = re.compile(r"(^|/)Annotations/[^/]+/[^/]+$")
_NUMBER = re.compile(r"\d{1,4}")
_NUMBERED = re.compile(r"(\d{1,6})_.+")

Frames = list[tuple[int, str]]


def mask_pictures(files: ImportFiles) -> list[str]:
    """Every PNG; where some lie in folders that are called after masks, only those."""
    names = files.ending(".png")
    marked = [name for name in names if any(part.lower() in MASK_FOLDERS for part in name.split("/")[:-1])]
    return marked or names


def by_folder(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by the whole path of their folder, empty for none."""
    folders: dict[str, list[str]] = {}
    for name in names:
        folders.setdefault(name.rpartition("/")[0], []).append(name)
    return folders


def has_folders_of_objects(files: ImportFiles) -> bool:
    """Whether each folder is an object of a clip, rather than a clip: by their names and what pictures they hold."""
    if ABOUT in files.names:
        return bool(files.ending(".png"))
    names = mask_pictures(files)
    folders = [folder for folder in by_folder(names) if folder]
    leaves = [PurePosixPath(folder).name for folder in folders]
    if not folders or all(_DAVIS.search(folder) and not _NUMBER.fullmatch(leaf) for folder, leaf in _pairs(folders)):
        return False
    if all(_NUMBER.fullmatch(leaf) for leaf in leaves):
        return True
    if any("Annotations" in name.split("/") for name in names) or not is_matte_like(files.start(names[0])):
        return False
    return len(folders) > 1 or all(_NUMBERED.fullmatch(leaf) for leaf in leaves)


def frames_of(files: ImportFiles, names: Sequence[str]) -> tuple[Frames, list[ImportProblem]]:
    """(number, name) in order of the numbers, and the names without one. A file alone is frame 0, unless its name is a number."""
    if files.is_single:
        stem = PurePosixPath(files.file_name).stem
        number = frame_number(files.file_name) if stem.isdecimal() else 0
        return [(number or 0, names[0])], []
    found = [(frame_number(name), name) for name in names]
    problems = [ImportProblem(name, ProblemKind.UNNUMBERED) for number, name in found if number is None]
    return sorted((number, name) for number, name in found if number is not None), problems


def _pairs(folders: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((folder, PurePosixPath(folder).name) for folder in folders)
