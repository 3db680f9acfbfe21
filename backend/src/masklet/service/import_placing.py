"""Which object of a session takes which masks of a file, and writing them: part of one edit. Knows no file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from masklet.domain.mask_import import ImportedObject, ImportOptions, ImportProblem, ProblemKind, ReadObject, TakenAs
from masklet.domain.masklet import FrameMasks
from masklet.domain.prompt import Prompt
from masklet.domain.runs import Runs, difference, holds, union
from masklet.domain.session import TrackedObject
from masklet.masks.palette import colour
from masklet.service.class_desk import class_named
from masklet.service.context import Context
from masklet.service.frames import empty_mask, size_of
from masklet.service.titles import MAX_NAME, clean_name
from masklet.store.transaction import Transaction

_ROWS_A_WRITE = 500


@dataclass(frozen=True, slots=True)
class Place:
    """An object of the file and the object of the session that takes its masks. `kept`: frames whose masks stay as they are."""

    read: ReadObject
    target: TrackedObject
    is_new: bool

    @property
    def kept(self) -> Runs:
        """A person accepted what is there."""
        return () if self.is_new else self.target.accepted


def placed(
    tx: Transaction, session_id: str, objects: Sequence[ReadObject], same_name: bool, max_objects: int
) -> tuple[list[Place], list[ImportProblem]]:
    """Where the objects go, and those that go nowhere: locked, or one too many. Nothing is written."""
    known = tx.objects.all(session_id)
    free = {one.name: one for one in reversed(known)} if same_name else {}
    new_ids = count(max((one.object_id for one in known), default=-1) + 1)
    room = max_objects - len(known)
    places: list[Place] = []
    problems: list[ImportProblem] = []
    for read in objects:
        name = _name(read)
        target = free.pop(name, None)
        if target is not None and target.locked:
            problems.append(ImportProblem(name, ProblemKind.LOCKED, {"name": name}))
        elif target is not None:
            places.append(Place(read, target, is_new=False))
        elif room > 0:
            room -= 1
            object_id = next(new_ids)
            places.append(Place(read, TrackedObject(object_id, name, read.colour or colour(object_id)), is_new=True))
        else:
            problems.append(ImportProblem(name, ProblemKind.OBJECTS, {"limit": max_objects}))
    return places, problems


def accepted_frames(places: Sequence[Place]) -> Iterator[ImportProblem]:
    """A problem for each mask that a person accepted and that stays."""
    for place in places:
        name = place.target.name
        for first, last in place.read.seen if place.kept else ():
            for at in range(first, last + 1):
                if holds(place.kept, at):
                    yield ImportProblem(name, ProblemKind.ACCEPTED, {"name": name, "frame_index": at})


def unknown_classes(tx: Transaction, places: Sequence[Place]) -> Iterator[ImportProblem]:
    """A problem for each object whose class the project does not have."""
    for place in places:
        name = _class_name(place) if place.target.class_id is None else ""
        if name and tx.classes.named(name) is None:
            yield ImportProblem(place.target.name, ProblemKind.NO_CLASS, {"name": name})


def write(
    context: Context,
    tx: Transaction,
    session_id: str,
    places: Sequence[Place],
    frames: Iterable[FrameMasks],
    options: ImportOptions,
) -> None:
    """Objects, then masks with what they mean. `frames` have the file's object ids."""
    for place in places:
        marked = _marked(place, options.taken_as)
        target = replace(marked, class_id=_class_id(context, tx, place, options.new_classes))
        (tx.objects.add if place.is_new else tx.objects.replace)(session_id, target)
        if options.taken_as is TakenAs.MASKLETS:
            _finish(tx, session_id, place)
    by_id = {place.read.object_id: place for place in places}
    if options.taken_as is TakenAs.MASKLETS:
        tx.masks.add_all(session_id, _taken(frames, by_id))
        return
    for frame in _taken(frames, by_id):
        tx.masks.put(session_id, frame.frame_index, frame.masks)
        for object_id, mask in frame.masks.items():
            tx.prompts.put(session_id, object_id, frame.frame_index, Prompt(mask=mask.rle))


def imported(places: Sequence[Place], counts: Mapping[int, int]) -> tuple[ImportedObject, ...]:
    """As it is told; `counts` are the masks that each object of the file brought."""
    return tuple(
        ImportedObject(
            object_id=place.target.object_id,
            name=place.target.name,
            is_new=place.is_new,
            masks=counts[place.read.object_id],
            first_frame=place.read.seen[0][0],
            last_frame=place.read.seen[-1][1],
        )
        for place in places
    )


def counts_of(places: Sequence[Place]) -> dict[int, int]:
    """By the file's object id how many masks are taken: those that meet no accepted one."""
    return {
        place.read.object_id: sum(last - first + 1 for first, last in difference(place.read.seen, place.kept))
        for place in places
    }


def _taken(frames: Iterable[FrameMasks], by_id: Mapping[int, Place]) -> Iterator[FrameMasks]:
    for frame in frames:
        masks = {
            by_id[key].target.object_id: mask
            for key, mask in frame.masks.items()
            if key in by_id and not holds(by_id[key].kept, frame.frame_index)
        }
        if masks:
            yield FrameMasks(frame.frame_index, masks)


def _marked(place: Place, taken_as: TakenAs) -> TrackedObject:
    """The newest word counts: where there is a mask now, the object is not absent."""
    target, read = place.target, place.read
    absent = difference(target.absent, read.seen)
    if taken_as is not TakenAs.MASKLETS:
        return replace(target, absent=absent)
    gone = difference(read.hidden, place.kept)
    return replace(target, absent=union(absent, gone), accepted=union(target.accepted, read.seen))


def _finish(tx: Transaction, session_id: str, place: Place) -> None:
    """What was said on the frames that the file settles is said no more; where the object is hidden, its mask is empty."""
    object_id, seen, hidden = place.target.object_id, place.read.seen, difference(place.read.hidden, place.kept)
    for at in tx.prompts.frames_of(session_id).get(object_id, ()):
        if holds(hidden, at) or (holds(seen, at) and not holds(place.kept, at)):
            tx.prompts.remove(session_id, object_id, at)
    gone = empty_mask(*size_of(tx.sessions.video(session_id)))
    frames = [at for first, last in hidden for at in range(first, last + 1)]
    for start in range(0, len(frames), _ROWS_A_WRITE):
        tx.masks.put_all(session_id, {(at, object_id): gone for at in frames[start : start + _ROWS_A_WRITE]})


def _class_id(context: Context, tx: Transaction, place: Place, may_add: bool) -> int | None:
    """An object that has a class keeps it."""
    if place.target.class_id is not None or not (name := _class_name(place)):
        return place.target.class_id
    if not may_add:
        known = tx.classes.named(name)
        return None if known is None else known.class_id
    return class_named(context, tx, name, place.target.colour).class_id


def _class_name(place: Place) -> str:
    """As the project may call it; empty where the file has none."""
    name = (place.read.class_name or "")[:MAX_NAME].strip()
    return clean_name(name) if name else ""


def _name(read: ReadObject) -> str:
    """As a session may call it."""
    shown = "".join(char for char in read.name if char.isprintable())[:MAX_NAME].strip()
    return clean_name(shown) if shown else f"Object {read.object_id + 1}"
