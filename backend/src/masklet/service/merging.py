"""Two objects become one: what is stored of the other goes into the first. Works through the frames in batches."""

from collections.abc import Iterator
from dataclasses import replace

from masklet.domain.effects import with_object_merged
from masklet.domain.masklet import FrameMasks, ObjectMask
from masklet.domain.prompt import Prompt
from masklet.domain.runs import intersection
from masklet.domain.session import TrackedObject
from masklet.masks.rle import is_empty, union
from masklet.service.effect_desk import change_effects
from masklet.service.frames import size_of
from masklet.store.transaction import Transaction

_FRAMES_A_READ = 200


def merge_into(tx: Transaction, session_id: str, known: TrackedObject, other: TrackedObject, now: float) -> None:
    """Unite masks and prompts; the other is removed.

    What was said of either no longer makes the united mask, so where both show something it becomes the prompt itself.
    """
    said = {object_id: set(frames) for object_id, frames in tx.prompts.frames_of(session_id).items()}
    of_other = said.get(other.object_id, set())
    of_either = of_other | said.get(known.object_id, set())
    changed: list[int] = []
    for frame in _frames_of(tx, session_id, known, other):
        added = frame.masks.get(other.object_id)
        if added is None:
            continue
        united = _united(frame.masks.get(known.object_id), added)
        tx.masks.put(session_id, frame.frame_index, {known.object_id: united})
        changed.append(frame.frame_index)
        if _is_said_anew(frame.frame_index in of_other, frame.frame_index in of_either, added, united):
            tx.prompts.put(session_id, known.object_id, frame.frame_index, Prompt(mask=united.rle))
    absent = intersection(known.absent, other.absent)
    accepted = intersection(known.accepted, other.accepted)
    tx.objects.replace(session_id, replace(known, absent=absent, accepted=accepted))
    tx.objects.remove(session_id, other.object_id)
    tx.events.masks_cleared(session_id, other.object_id, now)
    tx.events.objects_changed(session_id, now)
    tx.events.frames_changed(session_id, changed, now)
    merged, gone = known.object_id, other.object_id
    change_effects(tx, session_id, lambda stack: with_object_merged(stack, merged, gone), now)


def _is_said_anew(by_other: bool, by_either: bool, added: ObjectMask, united: ObjectMask) -> bool:
    return (by_other and not is_empty(united.rle)) or (by_either and not is_empty(added.rle))


def _united(mask: ObjectMask | None, added: ObjectMask) -> ObjectMask:
    if mask is None:
        return added
    return ObjectMask(union(mask.rle, added.rle), max(mask.object_score, added.object_score))


def _frames_of(tx: Transaction, session_id: str, known: TrackedObject, other: TrackedObject) -> Iterator[FrameMasks]:
    """Frames with a mask of either, each batch read before it is written to."""
    video = tx.sessions.video(session_id)
    both = [known.object_id, other.object_id]
    for first in range(0, video.frame_count, _FRAMES_A_READ):
        last = first + _FRAMES_A_READ - 1
        yield from list(tx.masks.frames(session_id, both, first, last, size_of(video)))
