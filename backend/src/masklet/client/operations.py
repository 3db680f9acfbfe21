"""Every operation that the client has, from Python's values to the wire's. Sends nothing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from masklet.client import documents, parsing
from masklet.client.coordinates import as_shares, box_as_shares
from masklet.client.model import (
    Deleted,
    FrameMasks,
    Job,
    ObjectClass,
    Session,
    TrackedObject,
    Video,
)
from masklet.client.operation import Operation
from masklet.client.reading import Fields
from masklet.domain.export_options import Resolution
from masklet.domain.mask_import import ImportOptions, ImportReport
from masklet.domain.session import Direction, Run
from masklet.masks import rle

PAGE = 60  # frames of masks an answer; the server's limit is 500
UNCHANGED: Any = object()


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What of a session is exported, and where the file goes."""

    path: Path
    format_name: str
    options: Mapping[str, str | float | bool] = field(default_factory=dict)
    frames: Run | None = None
    objects: Sequence[int] | None = None
    stride: int = 1
    resolution: Resolution = Resolution.NORMALISED
    overwrite: bool = False


def upload(start_s: float | None, duration_s: float | None) -> Operation[Video]:
    """A file comes with it."""
    return Operation(documents.UPLOAD, _video, {"start": start_s, "duration": duration_s})


def import_masks(session_id: str, options: ImportOptions) -> Operation[ImportReport]:
    """A file comes with it."""
    wanted: dict[str, Any] = {
        "takenAs": options.taken_as.name,
        "sameName": options.same_name,
        "offset": options.offset,
        "stride": options.stride,
    }
    if options.format_name is not None:
        wanted["format"] = options.format_name
    return Operation(documents.IMPORT_MASKS, _import_report, _input(session_id, **wanted))


def videos(after: str | None = None) -> Operation[tuple[list[Video], str | None]]:
    """A page, and after what the next one begins; None at the end."""
    return Operation(documents.VIDEOS, _videos, {"after": after})


def video(path: str) -> Operation[Video]:
    """One clip."""
    return Operation(documents.VIDEO, _video, {"path": path})


def delete_video(path: str) -> Operation[bool]:
    """With all of its sessions, into the trash."""
    return Operation(documents.DELETE_VIDEO, _success, {"path": path})


def sessions(video_path: str | None) -> Operation[list[Session]]:
    """Of one clip, or all."""
    return Operation(documents.SESSIONS, _sessions, {"path": video_path})


def session(session_id: str) -> Operation[Session]:
    """As it is now."""
    return Operation(documents.SESSION, _session, {"id": session_id})


def start_session(path: str, engine: str | None) -> Operation[str]:
    """The new session's id."""
    chosen = {} if engine is None else {"engine": engine}
    return Operation(documents.START_SESSION, _session_id, {"input": {"path": path, **chosen}})


def rename_session(session_id: str, name: str) -> Operation[Session]:
    """Another name."""
    return Operation(documents.RENAME_SESSION, _session, _input(session_id, name=name))


def close_session(session_id: str) -> Operation[bool]:
    """Frees the device; nothing is lost."""
    return Operation(documents.CLOSE_SESSION, _success, _input(session_id))


def delete_session(session_id: str) -> Operation[bool]:
    """With its masks and exports, into the trash."""
    return Operation(documents.DELETE_SESSION, _success, _input(session_id))


def trash() -> Operation[list[Deleted]]:
    """Newest first."""
    return Operation(documents.TRASH, _trash)


def restore_deleted(trash_id: str) -> Operation[bool]:
    """As it was."""
    return Operation(documents.RESTORE, _success, {"input": {"trashId": trash_id}})


def delete_forever(trash_id: str) -> Operation[bool]:
    """Now."""
    return Operation(documents.DELETE_FOREVER, _success, {"input": {"trashId": trash_id}})


def add_points(
    of: Session,
    frame: int,
    object_id: int,
    points: Iterable[Sequence[float]],
    labels: Iterable[int] | None,
    clear: bool,
) -> Operation[FrameMasks]:
    """Labels: 1 object, 0 background; all 1 when left out."""
    shares = as_shares(of.video, points)
    said = [1] * len(shares) if labels is None else [int(label) for label in labels]
    wanted = {"points": shares, "labels": said, "clearOldPoints": clear}
    return Operation(documents.ADD_POINTS, _masks, _prompt(of, frame, object_id, **wanted))


def add_box(of: Session, frame: int, object_id: int, box: Sequence[float]) -> Operation[FrameMasks]:
    """x0, y0, x1, y1 in pixels."""
    return Operation(documents.ADD_BOX, _masks, _prompt(of, frame, object_id, box=box_as_shares(of.video, box)))


def add_mask(of: Session, frame: int, object_id: int, mask: NDArray[np.bool_]) -> Operation[FrameMasks]:
    """Height x width of the clip, bool. Raises ValueError for anything else."""
    wanted = (of.video.height, of.video.width)
    if mask.shape != wanted or mask.dtype != np.bool_:
        raise ValueError(f"A mask of this clip is a bool array of shape {wanted}, not {mask.dtype} {mask.shape}.")
    runs = rle.encode(mask)
    return Operation(documents.ADD_MASK, _masks, _prompt(of, frame, object_id, counts=runs.counts, size=list(wanted)))


def update_object(
    session_id: str, object_id: int, name: str | None, colour: str | None, class_id: int | None, locked: bool | None
) -> Operation[TrackedObject]:
    """`class_id` may be UNCHANGED, since None takes the class away; of the others None leaves them as they are."""
    wanted = {"name": name, "colour": colour, "locked": locked}
    changes: dict[str, Any] = {key: value for key, value in wanted.items() if value is not None}
    if class_id is not UNCHANGED:
        changes["classId"] = class_id
    return Operation(documents.UPDATE_OBJECT, _object, _input(session_id, objectId=object_id, **changes))


def remove_object(session_id: str, object_id: int) -> Operation[None]:
    """With its masks."""
    return Operation(documents.REMOVE_OBJECT, _nothing, _input(session_id, objectId=object_id))


def classes() -> Operation[list[ObjectClass]]:
    """Of the whole server."""
    return Operation(documents.CLASSES, _classes)


def add_class(name: str, colour: str | None) -> Operation[ObjectClass]:
    """The colour is chosen when left out."""
    chosen = {} if colour is None else {"colour": colour}
    return Operation(documents.ADD_CLASS, _class, {"input": {"name": name, **chosen}})


def propagate(
    session_id: str,
    start: int,
    direction: Direction,
    objects: Sequence[int] | None,
    first: int | None,
    last: int | None,
) -> Operation[Job]:
    """`first` and `last` bound it on either side; the wire calls `endFrameIndex` the one that lies ahead."""
    wanted: dict[str, Any] = {"startFrameIndex": start, "direction": direction.name}
    ahead = first if direction is Direction.BACKWARD else last
    if ahead is not None:
        wanted["endFrameIndex"] = ahead
    if direction is Direction.BOTH and first is not None:
        wanted["firstFrameIndex"] = first
    if objects is not None:
        wanted["objectIds"] = list(objects)
    return Operation(documents.PROPAGATE, _job, _input(session_id, **wanted))


def cancel(session_id: str) -> Operation[bool]:
    """False where nothing was being tracked."""
    return Operation(documents.CANCEL, _success, _input(session_id))


def masks(session_id: str, first: int, last: int, objects: Sequence[int] | None) -> Operation[list[FrameMasks]]:
    """Both frames included."""
    chosen = None if objects is None else list(objects)
    variables = {"id": session_id, "first": first, "last": last, "objects": chosen}
    return Operation(documents.MASKS, _mask_list, variables)


def export(session_id: str, wanted: ExportRequest) -> Operation[Job]:
    """A job."""
    values: dict[str, Any] = {"format": wanted.format_name, "options": json.dumps(dict(wanted.options))}
    if wanted.frames is not None:
        values["firstFrame"], values["lastFrame"] = wanted.frames
    if wanted.objects is not None:
        values["objectIds"] = list(wanted.objects)
    chosen = {"stride": wanted.stride, "resolution": wanted.resolution.name}
    return Operation(documents.EXPORT, _job, _input(session_id, **values, **chosen))


def job(job_id: str) -> Operation[Job]:
    """As it is now."""
    return Operation(documents.JOB, _job, {"id": job_id})


def pages(frame_count: int, frames: Run | None) -> list[Run]:
    """The first and last frames of each page of a range."""
    first, last = (0, frame_count - 1) if frames is None else frames
    return [(at, min(at + PAGE - 1, last)) for at in range(first, last + 1, PAGE)]


def _input(session_id: str, **values: object) -> dict[str, Any]:
    return {"input": {"sessionId": session_id, **values}}


def _prompt(of: Session, frame: int, object_id: int, **values: object) -> dict[str, Any]:
    return _input(of.session_id, frameIndex=frame, objectId=object_id, **values)


def _video(data: Fields) -> Video:
    return parsing.video(data.fields("answer"))


def _videos(data: Fields) -> tuple[list[Video], str | None]:
    answer, page = data.fields("answer"), data.fields("answer").fields("pageInfo")
    found = [parsing.video(edge.fields("node")) for edge in answer.each("edges")]
    return found, page.text("endCursor") if page.flag("hasNextPage") else None


def _session(data: Fields) -> Session:
    return parsing.session(data.fields("answer"))


def _sessions(data: Fields) -> list[Session]:
    return [parsing.session(each) for each in data.each("answer")]


def _session_id(data: Fields) -> str:
    return data.fields("answer").text("sessionId")


def _trash(data: Fields) -> list[Deleted]:
    return [parsing.deleted(one) for one in data.each("answer")]


def _success(data: Fields) -> bool:
    return data.fields("answer").flag("success")


def _nothing(data: Fields) -> None:
    data.each("answer")


def _masks(data: Fields) -> FrameMasks:
    return parsing.frame_masks(data.fields("answer"))


def _mask_list(data: Fields) -> list[FrameMasks]:
    return [parsing.frame_masks(each) for each in data.each("answer")]


def _object(data: Fields) -> TrackedObject:
    return parsing.tracked_object(data.fields("answer"))


def _class(data: Fields) -> ObjectClass:
    return parsing.object_class(data.fields("answer"))


def _classes(data: Fields) -> list[ObjectClass]:
    return [parsing.object_class(each) for each in data.each("answer")]


def _job(data: Fields) -> Job:
    return parsing.job(data.fields("answer"))


def _import_report(data: Fields) -> ImportReport:
    return parsing.import_report(data.fields("answer"))
