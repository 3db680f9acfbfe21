"""Files that a person takes out and brings back: exports, imports, session files. Each writes down what was acknowledged."""

import time
from collections.abc import Callable

from chaos_acts_prompt import MOST_OBJECTS
from chaos_acts_whole import SESSION_KINDS, check_room
from chaos_ledger import CANCELLED, OPEN, Facts, Key, Request
from chaos_person import Answer, NothingToDo, Person, new_things, within
from chaos_reading import digest, download
from live_server import JOB

FORMATS = ("coco", "coco", "session", "davis", "mot")
EXPORT_LIMIT_S = 20
CANCEL_EXPORT = "mutation($j: ID!) { cancelExport(jobId: $j) { success } }"


def open_file(person: Person) -> None:
    """A session file, of a clip that may be gone: then clip and session come together."""
    check_room(person)
    name, content = person.one_of(person.files["session"])
    scope = new_things(person.ledger, *SESSION_KINDS, "video", "class")

    def is_whole(before: Facts, found: Facts) -> bool:
        made = [key for key in found if key[0] == "session" and key not in before]
        clips = [key for key in found if key[0] == "video" and key not in before]
        return len(made) == 1 and len(clips) <= 1 and any(key[0] == "mask" and key[1] == made[0][1] for key in found)

    def learn(session: Answer) -> None:
        person.claim(session, f"opened {name}", lambda found: ("session", session) in found)
        person.may_come_with(session, "video", "class")

    session = person.ask(
        Request("open a file", scope, is_whole), lambda studio: studio.open_session_file(content), learn
    )
    if session is not None:
        person.read_lists()
        person.read(session)


def import_masks(person: Person) -> None:
    """Masks of an export, into any session. A class of theirs that is known no more by its name comes anew."""
    session = person.one_of(person.sessions())
    name, content = person.one_of(person.files["coco"])
    if len(person.keys("object", session)) >= MOST_OBJECTS:
        raise NothingToDo

    def learn(report: Answer) -> None:
        wanted = {one["objectId"]: (one["name"], one["masks"]) for one in report["objects"]}

        def is_there(found: Facts) -> bool:
            masks = [key[3] for key in found if key[0] == "mask" and key[1] == session]
            return all(
                found.get(("object", session, key), ("",))[0] == name and masks.count(key) >= count
                for key, (name, count) in wanted.items()
            )

        person.claim(session, "import", is_there)
        person.may_come_with(session, "class")

    inside, comes_anew = within(session), new_things(person.ledger, "class")
    request = Request("import", lambda key: inside(key) or comes_anew(key), edits=session)
    taken = person.chance.choice(["MASKLETS", "FIRST_MASKS"])
    report = person.ask(request, lambda studio: studio.import_masks(session, content, name, takenAs=taken), learn)
    if report is not None:
        person.read_lists()
        person.read(session)


def export(person: Person) -> None:
    """Fetched whole, or left to itself, or cancelled. A session's masks at rest or under way."""
    session = person.one_of([one for one in person.sessions(tracked=True) if person.keys("mask", one)])
    format_name = person.chance.choice(FORMATS)

    def learn(job_id: Answer) -> None:
        person.ledger.facts["export", session, job_id] = OPEN

    scope = _new_export(person, session)
    job_id = person.ask(Request("export", scope), lambda studio: studio.export(session, format_name), learn)
    if job_id is None:
        return
    fate = person.chance.random()
    if fate < 0.2:
        _cancel_export(person, session, job_id)
    elif fate < 0.8:
        _fetch(person, session, job_id, format_name)


def _new_export(person: Person, session: str) -> Callable[[Key], bool]:
    known = set(person.keys("export", session))
    return lambda key: key[0] == "export" and key[1] == session and key not in known


def _cancel_export(person: Person, session: str, job_id: str) -> None:
    key = ("export", session, job_id)

    def learn(answer: Answer) -> None:
        if answer["cancelExport"]["success"]:
            person.ledger.facts[key] = CANCELLED

    request = Request("cancel an export", lambda one: one == key)
    person.ask(request, lambda studio: studio.data(CANCEL_EXPORT, j=job_id), learn)


def _fetch(person: Person, session: str, job_id: str, format_name: str) -> None:
    """DONE once means that the same bytes are fetched for ever."""
    assert person.studio is not None
    deadline = time.monotonic() + EXPORT_LIMIT_S
    while (job := person.studio.data(JOB, j=job_id)["job"])["state"] in ("QUEUED", "RUNNING"):
        if time.monotonic() > deadline:
            person.trouble.append(f"an export of {format_name} did not end")
            return
        time.sleep(0.05)
    if job["state"] != "DONE":
        person.trouble.append(f"an export of {format_name} ended {job['state']}: {job['error']}")
        return
    content = download(person.studio, job["downloadUrl"])
    person.ledger.facts["export", session, job_id] = digest(content)
    if format_name in person.files:
        person.files[format_name] = [*person.files[format_name][-3:], (_name(format_name), content)]


def _name(format_name: str) -> str:
    return {"coco": "masks.json", "session": "mine.masklet"}[format_name]
