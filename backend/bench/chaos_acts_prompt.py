"""What a person says of objects on frames: points, boxes, drawn masks, and taking them back. Each writes down what was acknowledged."""

import json
from collections.abc import Callable

from chaos_ledger import Facts, Key, Request
from chaos_person import Answer, NothingToDo, Person, covers
from chaos_reading import mask_facts
from live_server import MASKS, POINTS

from masklet.domain.masklet import Rle
from masklet.masks.palette import colour
from masklet.masks.rle import is_empty

BOX = f"mutation($i: AddBoxInput!) {{ addBox(input: $i) {{ {MASKS} }} }}"
MASK = f"mutation($i: AddMaskInput!) {{ addMask(input: $i) {{ {MASKS} }} }}"
CLEAR = f"mutation($i: ClearPointsInFrameInput!) {{ clearPointsInFrame(input: $i) {{ {MASKS} }} }}"
MOST_OBJECTS = 4


def click(person: Person) -> None:
    """A point, alone or beside those that are there."""
    session, object_id, at = _place(person)
    x, y = _spot(person)
    adds = person.chance.random() < 0.3
    old = person.ledger.facts.get(("prompt", session, object_id, at), ((), (), None, False))
    points, labels = ((*old[0], (x, y)), (*old[1], 1)) if adds else (((x, y),), (1,))
    prompt = (points, labels, old[2], old[3])
    given = {"sessionId": session, "frameIndex": at, "objectId": object_id, "labels": [1], "points": [[x, y]]}
    _prompt(person, "click", (session, object_id, at), prompt, POINTS, {**given, "clearOldPoints": not adds})


def box(person: Person) -> None:
    """Around something, or nothing."""
    session, object_id, at = _place(person)
    x, y = _spot(person)
    corners = [round(x - 0.08, 4), round(y - 0.08, 4), round(x + 0.08, 4), round(y + 0.08, 4)]
    old = person.ledger.facts.get(("prompt", session, object_id, at), ((), (), None, False))
    given = {"sessionId": session, "frameIndex": at, "objectId": object_id, "box": corners}
    _prompt(person, "box", (session, object_id, at), (old[0], old[1], tuple(corners), old[3]), BOX, given)


def drawn_mask(person: Person) -> None:
    """A mask that is there, drawn once more elsewhere."""
    session, object_id, at = _place(person)
    size = person.size_of(session)
    if ("prompt", session, object_id, at) in person.ledger.facts:  # the same mask again would be no edit
        raise NothingToDo
    known = [key for key in person.keys("mask", session) if not is_empty(Rle(*size, person.ledger.facts[key]))]
    counts = person.ledger.facts[person.one_of(known)]
    given = {"sessionId": session, "frameIndex": at, "objectId": object_id, "counts": counts, "size": list(size)}
    _prompt(person, "drawn mask", (session, object_id, at), ((), (), None, True), MASK, given)


def clear_frame(person: Person) -> None:
    """A prompt and its mask go."""
    session = person.one_of(person.sessions())
    key = person.one_of(person.keys("prompt", session))
    _, _, object_id, at = key
    mask = ("mask", session, at, object_id)

    def learn(answer: Answer) -> None:
        person.ledger.forget(lambda one: one in (key, mask))
        person.ledger.facts.update(mask_facts(session, answer["clearPointsInFrame"]))

    request = Request("clear a frame", lambda one: one in (key, mask), _both_or_none(key, mask), session)
    given = {"sessionId": session, "frameIndex": at, "objectId": object_id}
    person.ask(request, lambda studio: studio.data(CLEAR, i=given), learn)


def _prompt(
    person: Person, name: str, place: tuple[str, int, int], prompt: tuple[object, ...], query: str, given: dict
) -> None:
    session, object_id, at = place
    said, seen, thing = ("prompt", *place), ("mask", session, at, object_id), ("object", session, object_id)
    marks = json.dumps([])

    def learn(answer: Answer) -> None:
        facts = person.ledger.facts
        facts[said] = prompt
        facts.setdefault(thing, (f"Object {object_id + 1}", colour(object_id), None, False, marks, marks))
        (masks,) = answer.values()
        facts.update(mask_facts(session, masks))

    def is_whole(_before: Facts, found: Facts) -> bool:
        return found.get(said) == prompt and seen in found and thing in found

    request = Request(name, lambda key: key in (said, seen, thing), is_whole, session)
    person.ask(request, lambda studio: studio.data(query, i=given), learn)


def _place(person: Person) -> tuple[str, int, int]:
    """A session, an object, and a frame of which nobody said anything final."""
    session = person.one_of(person.sessions())
    object_id = person.chance.randrange(MOST_OBJECTS)
    known = person.ledger.facts.get(("object", session, object_id))
    marks = ("[]", "[]") if known is None else known[4:6]
    frames = range(person.frames_of(session))
    return session, object_id, person.one_of([at for at in frames if not any(covers(one, at) for one in marks)])


def _spot(person: Person) -> tuple[float, float]:
    return round(person.chance.uniform(0.1, 0.9), 4), round(person.chance.uniform(0.1, 0.9), 4)


def _both_or_none(*keys: Key) -> Callable[[Facts, Facts], bool]:
    return lambda _before, found: not any(key in found for key in keys)
