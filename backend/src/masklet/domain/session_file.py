"""A session as one file: what is in it and under which names. Knows no zip; reading it strictly is session_file_parsing.py.

A zip of `manifest.json` (this file's Manifest), `prompts.ndjson` and `masks.ndjson` (a line for each prompt and each
frame, so that neither side holds all of them), and, unless left out, `video.mp4` with its poster and frame times, stored
as they are. Coordinates are pixels of the normalised video, masks COCO run lengths of its size.
"""

import json
from dataclasses import dataclass
from typing import Any

from masklet.domain.effects import EffectStack, layers_json
from masklet.domain.masklet import FrameMasks
from masklet.domain.prompt import Prompt
from masklet.domain.session import ObjectClass, TrackedObject
from masklet.domain.video import Video

FORMAT, VERSION = "masklet session", 1
SUFFIX = ".masklet"
MANIFEST, PROMPTS, MASKS = "manifest.json", "prompts.ndjson", "masks.ndjson"
VIDEO, POSTER, FRAME_TIMES = "video.mp4", "poster.jpg", "frame_times.json"


@dataclass(frozen=True, slots=True)
class FiledObject:
    """An object with its class by name, since the numbers of classes differ from server to server.

    `tracked.class_id` is None; the class is (name, colour), or None.
    """

    tracked: TrackedObject
    object_class: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """All but prompts and masks. `video_sha256` is of video.mp4, hexadecimal; `video.path` is empty: it is the reader's.

    `objects` are listed bottom to top; `effects` None: none were chosen.
    """

    session_name: str
    engine: str
    video: Video
    video_sha256: str
    objects: tuple[FiledObject, ...]
    effects: EffectStack | None = None


@dataclass(frozen=True, slots=True)
class FiledPrompt:
    """One line of `prompts.ndjson`."""

    object_id: int
    frame_index: int
    prompt: Prompt


def filed_objects(objects: tuple[TrackedObject, ...], classes: tuple[ObjectClass, ...]) -> tuple[FiledObject, ...]:
    """Objects with their classes by name; a class that is not listed means none."""
    known = {one.class_id: (one.name, one.colour) for one in classes}
    return tuple(FiledObject(each, known.get(each.class_id) if each.class_id is not None else None) for each in objects)


def manifest_text(manifest: Manifest, program: str) -> str:
    """As it is written. `program` is the version of the program that writes it, for people who look into the file."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "program": program,
        "session": {"name": manifest.session_name, "engine": manifest.engine},
        "video": _video(manifest.video) | {"sha256": manifest.video_sha256},
        "objects": [_object(each) for each in manifest.objects],
        "effects": None if manifest.effects is None else layers_json(manifest.effects),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)


def prompt_line(filed: FiledPrompt) -> str:
    """One prompt: [object id, frame, {points, box, mask}]; without the line's end."""
    prompt = filed.prompt
    box = prompt.box
    said = {
        "points": [[point.x, point.y, point.label] for point in prompt.points],
        "box": None if box is None else [box.x0, box.y0, box.x1, box.y1],
        "mask": None if prompt.mask is None else [prompt.mask.height, prompt.mask.width, prompt.mask.counts],
    }
    return json.dumps([filed.object_id, filed.frame_index, said], separators=(",", ":"), allow_nan=False)


def masks_line(frame: FrameMasks) -> str:
    """One frame: [frame, {object id: [height, width, counts, score]}]; without the line's end."""
    masks = {
        str(object_id): [mask.rle.height, mask.rle.width, mask.rle.counts, mask.object_score]
        for object_id, mask in frame.masks.items()
    }
    return json.dumps([frame.frame_index, masks], separators=(",", ":"), allow_nan=False)


def _video(video: Video) -> dict[str, Any]:
    source = video.source
    return {
        "title": video.title,
        "width": video.width,
        "height": video.height,
        "pad_right": video.pad_right,
        "pad_bottom": video.pad_bottom,
        "frame_count": video.frame_count,
        "frame_rate": [video.frame_rate.numerator, video.frame_rate.denominator],
        "has_audio": video.has_audio,
        "source": {name: getattr(source, name) for name in source.__dataclass_fields__},
    }


def _object(filed: FiledObject) -> dict[str, Any]:
    tracked = filed.tracked
    of_class = None if filed.object_class is None else dict(zip(("name", "colour"), filed.object_class, strict=True))
    return {
        "object_id": tracked.object_id,
        "name": tracked.name,
        "colour": tracked.colour,
        "class": of_class,
        "locked": tracked.locked,
        "absent": tracked.absent,
        "accepted": tracked.accepted,
        "number": tracked.number_in_files,
    }
