"""What exports of ours say beside their pictures: which frames they are, what their numbers and files stand for. Tolerates anything."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from masklet.domain.errors import InvalidInput, LimitExceeded
from masklet.domain.mask_import import ImportProblem, ProblemKind
from masklet.domain.video import Video
from masklet.export.flat_notes import NOTES
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.found import FoundObject, Key
from masklet.export.mattes import ABOUT

OBJECTS = "objects.json"
_NUMBERED = re.compile(r"(\d{1,6})(?:_(.*))?")


def written_frames(files: ImportFiles) -> range | None:
    """The clip's frames that the manifest says were written; None without one."""
    written = (files.manifest or {}).get("written")
    if not isinstance(written, dict):
        return None
    first, last, stride = (written.get(key) for key in ("first_frame", "last_frame", "stride"))
    if not (isinstance(first, int) and isinstance(last, int) and isinstance(stride, int)) or not stride > 0:
        return None
    return range(first, last + 1, stride)


def tell_count(files: ImportFiles, video: Video, count: int, item: str = "") -> Iterator[ImportProblem]:
    """Where `count` pictures are not as many as were written, or else as the clip has frames."""
    written = written_frames(files)
    if count != (video.frame_count if written is None else len(written)):
        details = {"count": count, "clip_count": video.frame_count}
        yield ImportProblem(item, ProblemKind.FRAME_COUNT, details)


def is_whole(numbers: list[int]) -> bool:
    """Whether they seem to count a clip through: without a gap, from 0 or 1."""
    return len(numbers) > 1 and numbers[0] in (0, 1) and numbers[-1] - numbers[0] == len(numbers) - 1


def z_orders(files: ImportFiles) -> dict[int, int]:
    """By the manifest's number of an object its place from below."""
    rows = _rows(files.manifest, "objects")
    return {row["id"]: row["z_order"] for row in rows if _is_int(row.get("id")) and _is_int(row.get("z_order"))}


def noted_objects(files: ImportFiles) -> list[FoundObject]:
    """The objects behind the numbers of pictures (their keys), bottom to top, by objects.json or notes.json."""
    found = []
    for row in [*_rows(_json(files, OBJECTS), "objects"), *_rows(_json(files, NOTES), "objects")]:
        number = row.get("id", row.get("object"))
        if not _is_int(row.get("value")):
            continue
        name, class_name, colour = (_text(row.get(key)) for key in ("name", "class", "colour"))
        kind = class_name if class_name != name else None  # ours name a class after an object that has none
        found.append(FoundObject(row["value"], name or "", kind, colour, number if _is_int(number) else None))
    places = z_orders(files)
    return sorted(found, key=lambda one: places.get(one.number, 0) if one.number is not None else 0)


@dataclass(frozen=True, slots=True)
class Mattes:
    """mattes.json: by file or folder ("/" at its end) the objects (number, name) that it shows; `has_alpha`: as alpha."""

    shown: dict[str, list[tuple[int, str]]]
    has_alpha: bool


def mattes(files: ImportFiles) -> Mattes:
    """Empty where there is none."""
    about = _json(files, ABOUT)
    shown = {}
    for row in _rows(about, "mattes"):
        objects = [one for one in _rows(row, "objects") if _is_int(one.get("id")) and isinstance(one.get("name"), str)]
        if isinstance(row.get("file"), str):
            shown[row["file"]] = [(one["id"], one["name"]) for one in objects]
    return Mattes(shown, bool(about) and about.get("alpha", "none") != "none")


def object_of(files: ImportFiles, key: Key, stem: str, shown: list[tuple[int, str]]) -> FoundObject:
    """The object of a matte that is called `stem` and, after mattes.json, has `shown`: ours are `{number}_{name}`."""
    if len(shown) == 1:
        number, name = shown[0]
        return FoundObject(key, name, number=number)
    parts = _NUMBERED.fullmatch(stem)
    if parts is None:
        return FoundObject(key, stem)
    if files.manifest is not None:
        return FoundObject(key, parts[2] or "", number=int(parts[1]))
    return FoundObject(key, parts[2] or f"Object {int(parts[1])}")


def stem_of(name: str) -> str:
    """A file's name without folders and suffix, or a folder's."""
    return PurePosixPath(name).stem


def _json(files: ImportFiles, name: str) -> dict[str, Any]:
    if files.is_single or name not in files.names:
        return {}
    try:
        content = json.loads(files.read(name))
    except (ValueError, RecursionError, InvalidInput, LimitExceeded):
        return {}
    return content if isinstance(content, dict) else {}


def _rows(content: dict[str, Any] | None, key: str) -> list[dict[str, Any]]:
    rows = (content or {}).get(key)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
