"""What a person does inside a session: prompts, names, marks, effects, undo. Each writes down what was acknowledged."""

import json
from collections.abc import Callable

from chaos_ledger import Facts, Key, Request, essence, is_of
from chaos_person import Answer, NothingToDo, Person, within
from chaos_reading import effects_value, mask_facts, object_value
from live_server import MASKS, POINTS

from masklet.domain.masklet import Rle
from masklet.masks.palette import colour
from masklet.masks.rle import is_empty

OBJECT = "objectId name colour classId locked absent accepted"
UPDATE = f"mutation($i: UpdateObjectInput!) {{ updateObject(input: $i) {{ {OBJECT} }} }}"
BOX = f"mutation($i: AddBoxInput!) {{ addBox(input: $i) {{ {MASKS} }} }}"
MASK = f"mutation($i: AddMaskInput!) {{ addMask(input: $i) {{ {MASKS} }} }}"
CLEAR = f"mutation($i: ClearPointsInFrameInput!) {{ clearPointsInFrame(input: $i) {{ {MASKS} }} }}"
REMOVE = f"mutation($i: RemoveObjectInput!) {{ removeObject(input: $i) {{ {MASKS} }} }}"
EFFECTS = "mutation($i: SetEffectsInput!) { setEffects(input: $i) { success } }"
RENAME = "mutation($i: RenameSessionInput!) { renameSession(input: $i) { name } }"
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


def remove_object(person: Person) -> None:
    """With its prompts and masks."""
    session = person.one_of(person.sessions())
    _, _, object_id = person.one_of(person.keys("object", session))

    def is_its(key: Key) -> bool:
        return is_of(key, session) and object_id_of(key) == object_id

    def is_whole(_before: Facts, found: Facts) -> bool:
        return not any(is_its(key) for key in found)

    request = Request("remove an object", is_its, is_whole, session)
    given = {"sessionId": session, "objectId": object_id}
    person.ask(request, lambda studio: studio.data(REMOVE, i=given), lambda _: person.ledger.forget(is_its))


def update_object(person: Person) -> None:
    """A name, a class, or the lock."""
    session = person.one_of(person.sessions())
    key = person.one_of(person.keys("object", session))
    classes = [known[1] for known in person.ledger.facts if known[0] == "class"]
    changes = [{"name": person.word("Thing")}, {"locked": not person.ledger.facts[key][3]}]
    changes += [{"classId": one} for one in classes if one != person.ledger.facts[key][2]]
    given = {"sessionId": session, "objectId": key[2], **person.chance.choice(changes)}

    def learn(answer: Answer) -> None:
        person.ledger.facts[key] = object_value(answer["updateObject"])

    request = Request("name, classify or lock", lambda one: one == key, edits=session)
    person.ask(request, lambda studio: studio.data(UPDATE, i=given), learn)


def accept_frames(person: Person) -> None:
    """Frames with masks are accepted, or not any more."""
    session = person.one_of(person.sessions())
    key = person.one_of(person.keys("object", session))
    at = person.one_of([one[2] for one in person.keys("mask", session) if one[3] == key[2]])
    marked = not covers(person.ledger.facts[key][5], at)
    _mark(person, "acceptFrames", key, at, at, marked, lambda one: one == key)


def mark_absent(person: Person) -> None:
    """Frames without the object: its prompts and masks there go, empty masks come."""
    session = person.one_of(person.sessions())
    key = person.one_of(person.keys("object", session))
    first = person.chance.randrange(person.frames_of(session) - 2)
    if all(covers(person.ledger.facts[key][4], at) for at in range(first, first + 3)):
        raise NothingToDo
    _mark(person, "markAbsent", key, first, first + 2, True, within(session))


def _mark(
    person: Person, field: str, key: Key, first: int, last: int, marked: bool, scope: Callable[[Key], bool]
) -> None:
    _, session, object_id = key
    query = f"mutation($i: MarkFramesInput!) {{ {field}(input: $i) {{ {OBJECT} }} }}"
    given = {"sessionId": session, "objectId": object_id, "firstFrame": first, "lastFrame": last, "marked": marked}

    def learn(answer: Answer) -> None:
        value = object_value(answer[field])
        if field == "acceptFrames":
            person.ledger.facts[key] = value
        else:
            person.claim(session, field, lambda found: found.get(key) == value)

    answer = person.ask(Request(field, scope, edits=session), lambda studio: studio.data(query, i=given), learn)
    if answer is not None and field != "acceptFrames":
        person.read(session)


def set_effects(person: Person) -> None:
    """A layer of a name never given before; also while the session is tracked."""
    session = person.one_of(person.sessions(tracked=True))
    name = person.word("layer")
    text = json.dumps([{"id": name, "effect": {"name": "blur", "values": {}}, "objectIds": None, "enabled": True}])
    key = ("effects", session)
    given = {"sessionId": session, "effects": text}

    def learn(_: Answer) -> None:
        person.ledger.facts[key] = effects_value(text)

    request = Request("effects", lambda one: one == key, edits=session)
    person.ask(request, lambda studio: studio.data(EFFECTS, i=given), learn)


def rename_session(person: Person) -> None:
    """Also while it is tracked."""
    session = person.one_of(person.sessions(tracked=True))
    key, name = ("name", session), person.word("Session")
    given = {"sessionId": session, "name": name}

    def learn(answer: Answer) -> None:
        person.ledger.facts[key] = answer["renameSession"]["name"]

    request = Request("rename a session", lambda one: one == key, edits=session)
    person.ask(request, lambda studio: studio.data(RENAME, i=given), learn)


def undo(person: Person) -> None:
    """The session is as it was before the last edit."""
    _swap(person, "undo", person.undoable, person.redoable)


def redo(person: Person) -> None:
    """And as it was after it."""
    _swap(person, "redo", person.redoable, person.undoable)


def _swap(person: Person, field: str, where: dict[str, list[Facts]], other: dict[str, list[Facts]]) -> None:
    session = person.one_of([one for one in person.sessions() if where.get(one)])
    target = where[session][-1] | {key: person.ledger.facts[key] for key in person.keys("export", session)}
    kind = f"{field[0].upper()}{field[1:]}Input"
    query = f"mutation($i: {kind}!) {{ {field}(input: $i) {{ kind }} }}"

    def is_whole(_before: Facts, found: Facts) -> bool:
        return essence(found, session) == essence(target, session)

    def learn(answer: Answer) -> None:
        if answer[field] is None:
            person.trouble.append(f"{field} found nothing in {session}")
        now = person.ledger.of_session(session)
        person.ledger.put(session, target)
        other.setdefault(session, []).append(now)
        where[session].pop()

    request = Request(field, within(session), is_whole)
    person.ask(request, lambda studio: studio.data(query, i={"sessionId": session}), learn)


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


def covers(runs: str, at: int) -> bool:
    """Whether a frame is in runs as the ledger keeps them."""
    return any(first <= at <= last for first, last in json.loads(runs))


def object_id_of(key: Key) -> int | None:
    """The object that a fact is about."""
    return {"object": lambda: key[2], "prompt": lambda: key[2], "mask": lambda: key[3]}.get(key[0], lambda: None)()
