"""What a person does to a session's objects, marks and effects, and undo. Each writes down what was acknowledged."""

import json
from collections.abc import Callable

from chaos_ledger import Facts, Key, Request, essence, is_of
from chaos_person import Answer, NothingToDo, Person, covers, within
from chaos_reading import effects_value, object_value
from live_server import MASKS

OBJECT = "objectId name colour classId locked absent accepted"
UPDATE = f"mutation($i: UpdateObjectInput!) {{ updateObject(input: $i) {{ {OBJECT} }} }}"
REMOVE = f"mutation($i: RemoveObjectInput!) {{ removeObject(input: $i) {{ {MASKS} }} }}"
EFFECTS = "mutation($i: SetEffectsInput!) { setEffects(input: $i) { success } }"
RENAME = "mutation($i: RenameSessionInput!) { renameSession(input: $i) { name } }"


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


def object_id_of(key: Key) -> int | None:
    """The object that a fact is about."""
    return {"object": lambda: key[2], "prompt": lambda: key[2], "mask": lambda: key[3]}.get(key[0], lambda: None)()
