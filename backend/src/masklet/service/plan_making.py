"""Reads from the store what a plan needs: what is known of each object, and what was said since all was last tracked."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from masklet.domain.correction import Change, change_of, words
from masklet.domain.errors import InvalidInput, NothingToPropagate, ObjectNotFound
from masklet.domain.prompt import Prompt
from masklet.domain.session import Direction, Run, TrackedObject
from masklet.domain.video import Video
from masklet.masks.rle import is_empty
from masklet.service.frames import check_frame, size_of
from masklet.service.planning import History, Plan, plan_with_corrections
from masklet.store.transaction import Transaction

Prompts = Mapping[int, Mapping[int, Prompt]]  # object id, frame index
Corrections = Mapping[int, Mapping[int, Change]]  # object id, frame index


def make_plan(
    tx: Transaction,
    session_id: str,
    start: int,
    stop: int | None,
    direction: Direction,
    object_ids: Sequence[int] | None,
    carries_corrections: bool,
    first: int | None = None,
) -> Plan:
    """`first`: how far back BOTH goes. Raises SessionNotFound, FrameOutOfRange, ObjectNotFound, InvalidInput,
    NothingToPropagate."""
    video = tx.sessions.video(session_id)
    last = _last_frame(video, start, stop, direction)
    back_to = _first_frame(video, start, first)
    born = tx.objects.positions(session_id)
    for object_id in object_ids or ():
        if object_id not in born:
            raise ObjectNotFound(f"The session has no object {object_id}.")
    prompts = _prompts(tx, session_id)
    wanted = [one for one in tx.objects.all(session_id) if object_ids is None or one.object_id in object_ids]
    histories = _histories(wanted, prompts, tx.masks.runs(session_id))
    is_whole = _is_whole(start, last, back_to, direction, video)
    corrections = _corrections(tx, session_id, prompts, video) if carries_corrections and is_whole else {}
    passes = plan_with_corrections(histories, corrections, start, last, direction, back_to)
    if not passes:
        raise _nothing(wanted, histories)
    said = {key: {at: digest(prompt) for at, prompt in prompts.get(key, {}).items()} for key in histories}
    return Plan(passes, {key: born[key] for key in histories}, said if is_whole else {})


def _histories(
    wanted: Sequence[TrackedObject], prompts: Prompts, runs: Mapping[int, Sequence[Run]]
) -> dict[int, History]:
    """What is known of each object that can be tracked: not locked, and a person said something of it."""
    return {
        one.object_id: History(
            sorted(said),
            runs.get(one.object_id, ()),
            {at: words(prompt) for at, prompt in said.items()},
            one.absent,
            one.accepted,
        )
        for one in sorted(wanted, key=lambda one: one.object_id)
        if not one.locked and ((said := prompts.get(one.object_id, {})) or one.accepted)
    }


def _nothing(wanted: Sequence[TrackedObject], histories: Mapping[int, History]) -> NothingToPropagate:
    """Why there is no pass."""
    if wanted and all(one.locked for one in wanted):
        return NothingToPropagate("What you want to track is locked: unlock an object first.", reason="locked")
    if any(history.accepted for history in histories.values()):
        return NothingToPropagate("The next frames are accepted, and tracking stops before them.", reason="accepted")
    if any(one.locked for one in wanted) and not histories:
        return NothingToPropagate("There is nothing to track here: click an object first, or unlock one.")
    return NothingToPropagate("There is nothing to track here yet: click an object first.")


def digest(prompt: Prompt) -> str:
    """Tells one prompt from another."""
    return hashlib.sha256(repr(prompt).encode()).hexdigest()[:16]


def change_since(prompt: Prompt, before: str | None, has_no_mask: bool) -> Change:
    """What was said since the prompt had this digest (None: since nothing was said)."""
    told = range(len(prompt.points)) if before is not None else range(0)
    answered = [k for k in told if digest(replace(prompt, points=prompt.points[:k])) == before]
    if before is not None and not answered:
        return Change.REPLACES
    return change_of(prompt, answered[0] if answered else 0, has_no_mask)


def _prompts(tx: Transaction, session_id: str) -> dict[int, dict[int, Prompt]]:
    prompts: dict[int, dict[int, Prompt]] = {}
    for object_id, frame_index, prompt in tx.prompts.all(session_id):
        prompts.setdefault(object_id, {})[frame_index] = prompt
    return prompts


def _is_whole(start: int, last: int, first: int, direction: Direction, video: Video) -> bool:
    """Whether every frame of the video is tracked."""
    if direction is Direction.BACKWARD:
        return start == video.frame_count - 1 and last == 0
    return last == video.frame_count - 1 and (start == 0 or (direction is Direction.BOTH and first == 0))


def _corrections(tx: Transaction, session_id: str, prompts: Prompts, video: Video) -> Corrections:
    """By object what was said since it was tracked through the whole video; objects that must be tracked anew are left out."""
    found: dict[int, dict[int, Change]] = {}
    for object_id, said in tx.prompts.tracked(session_id).items():
        now = prompts.get(object_id, {})
        if not set(said) <= set(now):
            continue
        news = {at: prompt for at, prompt in now.items() if said.get(at) != digest(prompt)}
        if news:
            found[object_id] = {
                at: change_since(prompt, said.get(at), _has_no_mask(tx, session_id, object_id, at, video))
                for at, prompt in news.items()
            }
    return found


def _has_no_mask(tx: Transaction, session_id: str, object_id: int, frame_index: int, video: Video) -> bool:
    mask = tx.masks.on_frame(session_id, frame_index, size_of(video)).get(object_id)
    return mask is None or is_empty(mask.rle)


def _first_frame(video: Video, start: int, first: int | None) -> int:
    """How far back BOTH goes. Raises FrameOutOfRange, InvalidInput."""
    if first is None:
        return 0
    check_frame(first, video)
    if first > start:
        raise InvalidInput("The first frame lies after the start frame.")
    return first


def _last_frame(video: Video, start: int, stop: int | None, direction: Direction) -> int:
    """Where the pass in `direction` ends. Raises FrameOutOfRange, InvalidInput."""
    check_frame(start, video)
    if stop is None:
        return 0 if direction is Direction.BACKWARD else video.frame_count - 1
    check_frame(stop, video)
    if (stop > start) if direction is Direction.BACKWARD else (stop < start):
        raise InvalidInput("The last frame lies on the other side of the start frame than the direction.")
    return stop
