"""One object becomes two: all from a frame on goes to a new one."""

from collections.abc import Sequence
from dataclasses import replace

from masklet.domain.effects import with_object_split
from masklet.domain.errors import InvalidInput
from masklet.domain.prompt import Prompt
from masklet.domain.runs import difference, intersection
from masklet.domain.session import Run, TrackedObject
from masklet.masks.palette import COLOURS, colour
from masklet.service.effect_desk import change_effects
from masklet.service.frames import size_of
from masklet.service.titles import MAX_NAME
from masklet.store.transaction import Transaction

_SECOND = " 2"
_EVER = 2**31 - 1  # beyond the last frame of any video


def second_half(
    known: TrackedObject, frame_index: int, new_object_id: int, others: Sequence[TrackedObject]
) -> TrackedObject:
    """The new object: named after the first, in a colour that no object has."""
    return replace(
        known,
        object_id=new_object_id,
        name=known.name[: MAX_NAME - len(_SECOND)] + _SECOND,
        colour=_free_colour(new_object_id, {one.colour for one in others}),
        absent=intersection(known.absent, ((frame_index, _EVER),)),
        accepted=intersection(known.accepted, ((frame_index, _EVER),)),
    )


def check_both_sides(tx: Transaction, session_id: str, known: TrackedObject, frame_index: int) -> None:
    """Raises InvalidInput where nothing is known of the object on one side."""
    runs: list[Run] = tx.masks.runs(session_id).get(known.object_id, [])
    said = tx.prompts.frames_of(session_id).get(known.object_id, [])
    frames = [*said, *(at for run in runs for at in run)]
    if not frames or not min(frames) < frame_index <= max(frames):
        sentence = f"“{known.name}” has nothing on one side of frame {frame_index}."
        raise InvalidInput(sentence, reason="oneSided", name=known.name, frame_index=frame_index)


def split_off(
    tx: Transaction, session_id: str, known: TrackedObject, made: TrackedObject, frame_index: int, now: float
) -> None:
    """Move masks and prompts. Either can be tracked afterwards: where the new one sets out, and where nothing is said
    of the old one any more, its first mask becomes a prompt."""
    after = ((frame_index, _EVER),)
    kept = replace(known, absent=difference(known.absent, after), accepted=difference(known.accepted, after))
    changed = tx.masks.frames_of(session_id, known.object_id, frame_index, _EVER)
    tx.objects.add(session_id, made)
    tx.objects.replace(session_id, kept)
    tx.masks.move(session_id, known.object_id, made.object_id, frame_index)
    tx.prompts.move(session_id, known.object_id, made.object_id, frame_index)
    if known.object_id not in tx.prompts.frames_of(session_id):
        _say_first_mask(tx, session_id, known.object_id)
    _say_first_mask(tx, session_id, made.object_id)
    tx.events.objects_changed(session_id, now)
    tx.events.frames_changed(session_id, changed, now)
    change_effects(tx, session_id, lambda stack: with_object_split(stack, known.object_id, made.object_id), now)


def _say_first_mask(tx: Transaction, session_id: str, object_id: int) -> None:
    runs = tx.masks.runs(session_id).get(object_id)
    if not runs:
        return
    first = runs[0][0]
    mask = tx.masks.on_frame(session_id, first, size_of(tx.sessions.video(session_id)))[object_id]
    if tx.prompts.find(session_id, object_id, first) is None:
        tx.prompts.put(session_id, object_id, first, Prompt(mask=mask.rle))


def _free_colour(object_id: int, taken: set[str]) -> str:
    """The one that a new object gets, else the first that no object has."""
    own = colour(object_id)
    return own if own not in taken else next((one for one in COLOURS if one not in taken), own)
