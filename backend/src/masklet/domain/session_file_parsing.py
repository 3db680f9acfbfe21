"""Reads the texts of a session file that a stranger may have written: everything fits, or InvalidInput says what does not.

Run lengths are only carried here; masks/rle.py checks them.
"""

import json
import math
import re
from fractions import Fraction
from typing import Any, NoReturn

from masklet.domain.effects import EffectStack, layers_of, objects_of
from masklet.domain.errors import InvalidInput, UnknownExport
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.prompt import BACKGROUND, OBJECT, Box, Point, Prompt
from masklet.domain.session import Run, TrackedObject
from masklet.domain.session_file import FORMAT, VERSION, FiledObject, FiledPrompt, Manifest
from masklet.domain.video import SourceMeta, Video

MOST_NUMBER = 2**31 - 1
_MOST_TEXT = 1000
_COLOUR, _SHA256 = re.compile(r"#[0-9a-fA-F]{6}"), re.compile(r"[0-9a-f]{64}")


def parse_manifest(text: bytes) -> Manifest:
    """Raises InvalidInput, also for a version that this program does not know."""
    content = _mapping(_json(text, "manifest"), "manifest")
    if content.get("format") != FORMAT:
        raise InvalidInput("This is no session file: its manifest names another format.", reason="noSessionFile")
    version = content.get("version")
    if version != VERSION or isinstance(version, bool):
        sentence = "This session file was written by a newer version of the program."
        raise InvalidInput(sentence, reason="newerFile", version=VERSION)
    session, video = _mapping(content.get("session"), "session"), _mapping(content.get("video"), "video")
    clip = _video(video)
    objects = tuple(_object(each, clip) for each in _list(content.get("objects"), "objects"))
    object_ids = {each.tracked.object_id for each in objects}
    if len(object_ids) != len(objects):
        raise _damaged("objects")
    sha256 = _text(video.get("sha256"), "video")
    if not _SHA256.fullmatch(sha256):
        raise _damaged("video")
    name, engine = _text(session.get("name"), "session"), _text(session.get("engine"), "session")
    return Manifest(name, engine, clip, sha256, objects, _effects(content.get("effects"), object_ids))


def parse_prompt_line(line: bytes, video: Video) -> FiledPrompt:
    """Raises InvalidInput. Whether the object is one of the manifest's is the caller's to check."""
    object_id, frame_index, said = _items(_json(line, "prompts"), 3, "prompts")
    said = _mapping(said, "prompts")
    box, mask = said.get("box"), said.get("mask")
    prompt = Prompt(
        points=tuple(_point(each, video) for each in _list(said.get("points"), "prompts")),
        box=None if box is None else _box(box, video),
        mask=None if mask is None else _rle(_items(mask, 3, "prompts"), video, "prompts"),
    )
    if prompt.is_empty:
        raise _damaged("prompts")
    frame_index = _whole(frame_index, "prompts", 0, video.frame_count - 1)
    return FiledPrompt(_whole(object_id, "prompts"), frame_index, prompt)


def parse_masks_line(line: bytes, video: Video) -> FrameMasks:
    """Raises InvalidInput. Whether the objects are the manifest's and the frames ascend is the caller's to check."""
    frame_index, content = _items(_json(line, "masks"), 2, "masks")
    masks = {}
    for key, value in _mapping(content, "masks").items():
        *rle, score = _items(value, 4, "masks")
        if not key.isascii() or not key.isdigit():
            raise _damaged("masks")
        masks[int(key[:20])] = ObjectMask(_rle(rle, video, "masks"), _number(score, "masks", 0.0, 1.0))
    return FrameMasks(_whole(frame_index, "masks", 0, video.frame_count - 1), masks)


def _video(content: dict[str, Any]) -> Video:
    what = "video"
    rate = [_whole(each, what, 1) for each in _items(content.get("frame_rate"), 2, what)]
    return Video(
        path="",
        title=_text(content.get("title"), what),
        width=_whole(content.get("width"), what, 2, 65_534),
        height=_whole(content.get("height"), what, 2, 65_534),
        pad_right=_whole(content.get("pad_right"), what, 0, 1),
        pad_bottom=_whole(content.get("pad_bottom"), what, 0, 1),
        frame_count=_whole(content.get("frame_count"), what, 1),
        frame_rate=Fraction(rate[0], rate[1]),
        has_audio=_bool(content.get("has_audio"), what),
        source=_source(_mapping(content.get("source"), what)),
    )


def _source(content: dict[str, Any]) -> SourceMeta:
    what = "video"
    return SourceMeta(
        file_name=_text(content.get("file_name"), what),
        width=_whole(content.get("width"), what, 1),
        height=_whole(content.get("height"), what, 1),
        rotation=_whole(content.get("rotation"), what, 0, 359),
        codec=_text(content.get("codec"), what),
        container=_text(content.get("container"), what),
        start_s=_number(content.get("start_s"), what, 0.0, math.inf),
    )


def _object(content: object, video: Video) -> FiledObject:
    what = "objects"
    known = _mapping(content, what)
    of_class = known.get("class")
    tracked = TrackedObject(
        object_id=_whole(known.get("object_id"), what),
        name=_text(known.get("name"), what),
        colour=_colour(known.get("colour")),
        locked=_bool(known.get("locked"), what),
        absent=_runs(known.get("absent"), video),
        accepted=_runs(known.get("accepted"), video),
        number=_file_number(known.get("number")),
    )
    if of_class is None:
        return FiledObject(tracked, None)
    of_class = _mapping(of_class, what)
    return FiledObject(tracked, (_text(of_class.get("name"), what), _colour(of_class.get("colour"))))


def _file_number(content: object) -> int | None:
    """None where there is none, as in older files."""
    if content is None:
        return None
    number = _whole(content, "objects")
    return number if number >= 1 else _refuse("objects")


def _effects(content: object, object_ids: set[int]) -> EffectStack | None:
    """None where there are none, as in older files. Whether there are such effects is the service's to ask."""
    if content is None:
        return None
    try:
        stack = layers_of(content)
    except UnknownExport:
        raise _damaged("effects") from None
    return stack if objects_of(stack) <= object_ids else _refuse("effects")


def _runs(content: object, video: Video) -> tuple[Run, ...]:
    """Ascending, neither touching nor overlapping."""
    runs, following = [], 0
    for pair in _list(content, "objects"):
        first, last = _items(pair, 2, "objects")
        first = _whole(first, "objects", following, video.frame_count - 1)
        last = _whole(last, "objects", first, video.frame_count - 1)
        runs.append((first, last))
        following = last + 2
    return tuple(runs)


def _point(content: object, video: Video) -> Point:
    x, y, label = _items(content, 3, "prompts")
    label = _whole(label, "prompts", BACKGROUND, OBJECT)
    return Point(_number(x, "prompts", 0.0, video.width), _number(y, "prompts", 0.0, video.height), label)


def _box(content: object, video: Video) -> Box:
    x0, y0, x1, y1 = _items(content, 4, "prompts")
    across, down = (
        [_number(each, "prompts", 0.0, most) for each in pair]
        for pair, most in (((x0, x1), video.width), ((y0, y1), video.height))
    )
    box = Box(across[0], down[0], across[1], down[1])
    if not (box.x0 < box.x1 and box.y0 < box.y1):
        raise _damaged("prompts")
    return box


def _rle(content: list[Any], video: Video, what: str) -> Rle:
    height, width, counts = content
    if (height, width) != (video.height, video.width) or not isinstance(counts, str) or not counts.isascii():
        raise InvalidInput(f"The {what} of this session file are not of the video's size.", reason="damagedFile")
    return Rle(video.height, video.width, counts)


def _json(text: bytes, what: str) -> object:
    try:
        content: object = json.loads(text)
    except (ValueError, RecursionError):
        raise _damaged(what) from None
    return content


def _mapping(content: object, what: str) -> dict[str, Any]:
    return content if isinstance(content, dict) else _refuse(what)


def _list(content: object, what: str) -> list[Any]:
    return content if isinstance(content, list) else _refuse(what)


def _items(content: object, count: int, what: str) -> list[Any]:
    items = _list(content, what)
    return items if len(items) == count else _refuse(what)


def _text(content: object, what: str) -> str:
    return content if isinstance(content, str) and 0 < len(content) <= _MOST_TEXT else _refuse(what)


def _bool(content: object, what: str) -> bool:
    return content if isinstance(content, bool) else _refuse(what)


def _whole(content: object, what: str, low: int = 0, high: int = MOST_NUMBER) -> int:
    fits = isinstance(content, int) and not isinstance(content, bool) and low <= content <= high
    return content if fits else _refuse(what)  # type: ignore[return-value]


def _number(content: object, what: str, low: float, high: float) -> float:
    if isinstance(content, bool) or not isinstance(content, int | float) or not math.isfinite(content):
        raise _damaged(what)
    return float(content) if low <= content <= high else _refuse(what)


def _colour(content: object) -> str:
    text = _text(content, "objects")
    return text.lower() if _COLOUR.fullmatch(text) else _refuse("objects")


def _refuse(what: str) -> NoReturn:
    raise _damaged(what)


def _damaged(what: str) -> InvalidInput:
    sentence = f"This session file is damaged: its {what} cannot be understood."
    return InvalidInput(sentence, reason="damagedFile", part=what)
