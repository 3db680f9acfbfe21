"""The contract's types as the client's values. Each function reads exactly what its fragment in `documents` selects."""

import json
from fractions import Fraction

from masklet.client.errors import BadAnswer
from masklet.client.model import (
    BoolMask,
    Deleted,
    FrameMasks,
    Job,
    ObjectClass,
    Prompt,
    Session,
    TrackedObject,
    Video,
)
from masklet.client.reading import Fields
from masklet.domain.deletion import DeletedKind
from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportedObject, ImportProblem, ImportReport, ProblemKind, Problems
from masklet.domain.masklet import Rle
from masklet.domain.session import JobState, Run
from masklet.masks import rle


def video(fields: Fields) -> Video:
    """Fragment V."""
    rate = fields.fields("frameRate")
    if rate.whole("denominator") < 1:
        raise BadAnswer("The server's answer holds a frame rate over zero.")
    return Video(
        path=fields.text("path"),
        title=fields.text("title"),
        url=fields.text("url"),
        width=fields.whole("width"),
        height=fields.whole("height"),
        frame_count=fields.whole("frameCount"),
        frame_rate=Fraction(rate.whole("numerator"), rate.whole("denominator")),
        duration_s=fields.number("durationSec"),
        is_sample=fields.flag("isSample"),
    )


def session(fields: Fields) -> Session:
    """Fragment S."""
    clip = video(fields.fields("video"))
    runs = {each.whole("objectId"): _runs(each) for each in fields.each("masklets")}
    return Session(
        session_id=fields.text("sessionId"),
        name=fields.text("name"),
        engine=fields.text("engine"),
        video=clip,
        objects=tuple(tracked_object(each, runs) for each in fields.each("objects")),
        prompts=tuple(_prompt(each, clip) for each in fields.each("prompts")),
        propagation=job(fields.fields("propagation")) if fields.has("propagation") else None,
        cursor=fields.whole("cursor"),
    )


def tracked_object(fields: Fields, runs: dict[int, tuple[Run, ...]] | None = None) -> TrackedObject:
    """Fragment O; `runs` by object id come from elsewhere."""
    object_id = fields.whole("objectId")
    return TrackedObject(
        object_id=object_id,
        name=fields.text("name"),
        colour=fields.text("colour"),
        class_id=fields.whole("classId") if fields.has("classId") else None,
        locked=fields.flag("locked"),
        runs=(runs or {}).get(object_id, ()),
    )


def object_class(fields: Fields) -> ObjectClass:
    """Fragment C."""
    return ObjectClass(fields.whole("classId"), fields.text("name"), fields.text("colour"))


def job(fields: Fields) -> Job:
    """Fragment J."""
    error = fields.fields("error") if fields.has("error") else None
    try:
        state = JobState[fields.text("state")]
    except KeyError as unknown:
        raise BadAnswer(f"The server's answer holds an unknown state of a job: {unknown}.") from unknown
    return Job(
        job_id=fields.text("jobId"),
        state=state,
        done=fields.whole("done"),
        total=fields.whole("total"),
        problem=None if error is None else (error.text("code"), error.text("message")),
        file_name=fields.text("fileName") if fields.has("fileName") else None,
        download_url=fields.text("downloadUrl") if fields.has("downloadUrl") else None,
    )


def frame_masks(fields: Fields) -> FrameMasks:
    """Fragment M."""
    entries = fields.each("rleMaskList")
    masks = {each.whole("objectId"): _mask(each.fields("rleMask")) for each in entries}
    scores = {each.whole("objectId"): each.number("objectScore") for each in entries}
    return FrameMasks(fields.whole("frameIndex"), masks, scores)


def import_report(fields: Fields) -> ImportReport:
    """The answer of IMPORT_MASKS."""
    objects = tuple(
        ImportedObject(
            object_id=each.whole("objectId"),
            name=each.text("name"),
            is_new=each.flag("isNew"),
            masks=each.whole("masks"),
            first_frame=each.whole("firstFrame"),
            last_frame=each.whole("lastFrame"),
        )
        for each in fields.each("objects")
    )
    problems = Problems(tuple(map(_import_problem, fields.each("problems"))), fields.whole("problemCount"))
    return ImportReport(fields.text("format"), objects, fields.whole("masks"), problems)


def deleted(fields: Fields) -> Deleted:
    """Of the trash."""
    try:
        kind = DeletedKind[fields.text("kind")]
    except KeyError as unknown:
        raise BadAnswer(f"The server's answer holds an unknown kind of deletion: {unknown}.") from unknown
    return Deleted(
        trash_id=fields.text("trashId"),
        kind=kind,
        name=fields.text("name"),
        deleted_at=fields.number("deletedAt"),
        gone_at=fields.number("gone"),
        size=int(fields.number("bytes")),
    )


def _import_problem(fields: Fields) -> ImportProblem:
    try:
        kind = ProblemKind[fields.text("kind")]
        details = json.loads(fields.text("details"))
        found = ImportProblem(fields.text("item"), kind, details)
        assert found.message  # its sentence needs its details
    except (KeyError, ValueError, TypeError) as unknown:
        raise BadAnswer(f"The server's answer holds an unknown problem of an import: {unknown}.") from unknown
    return found


def _mask(fields: Fields) -> BoolMask:
    size = fields.wholes("size")
    if len(size) != 2:
        raise BadAnswer("The server's answer holds a mask whose size is not [height, width].")
    try:
        runs = Rle(size[0], size[1], fields.text("counts"))
        rle.check(runs)
    except InvalidInput as damaged:
        raise BadAnswer(f"The server's answer holds a damaged mask: {damaged.message}") from damaged
    return rle.decode(runs)


def _runs(fields: Fields) -> tuple[Run, ...]:
    return tuple((int(first), int(last)) for first, last in fields.pairs("runs"))


def _prompt(fields: Fields, clip: Video) -> Prompt:
    return Prompt(
        object_id=fields.whole("objectId"),
        frame_index=fields.whole("frameIndex"),
        points=tuple((x * clip.width, y * clip.height) for x, y in fields.pairs("points")),
        labels=fields.wholes("labels"),
        box=_box(fields.numbers("box"), clip) if fields.has("box") else None,
        has_mask=fields.flag("hasMask"),
    )


def _box(shares: tuple[float, ...], clip: Video) -> tuple[float, float, float, float]:
    if len(shares) != 4:
        raise BadAnswer("The server's answer holds a box that is not four numbers.")
    x0, y0, x1, y1 = shares
    return x0 * clip.width, y0 * clip.height, x1 * clip.width, y1 * clip.height
