"""What a person does with whole things: clips, sessions, classes, exports, imports, deletions. Each writes down what was acknowledged."""

import time

from chaos_acts_edit import MOST_OBJECTS
from chaos_ledger import CANCELLED, OPEN, Facts, Key, Request, essence, is_of
from chaos_person import Answer, NothingToDo, Person, new_things, within
from chaos_reading import digest, download
from live_server import JOB, Studio

MOST_VIDEOS, MOST_SESSIONS, FEWEST_SESSIONS = 3, 5, 2
SESSION_KINDS = ("session", "name", "effects", "object", "prompt", "mask")
FORMATS = ("coco", "coco", "session", "davis", "mot")
EXPORT_LIMIT_S = 20
RENAME = "mutation($p: String!, $t: String!) { renameVideo(path: $p, title: $t) { title } }"
ADD_CLASS = "mutation($i: AddClassInput!) { addClass(input: $i) { classId name colour } }"
RENAME_CLASS = "mutation($i: UpdateClassInput!) { updateClass(input: $i) { classId name colour } }"
DUPLICATE = "mutation($i: DuplicateSessionInput!) { duplicateSession(input: $i) { sessionId } }"
CANCEL_EXPORT = "mutation($j: ID!) { cancelExport(jobId: $j) { success } }"
DELETE_SESSION = "mutation($i: DeleteSessionInput!) { deleteSession(input: $i) { success } }"
DELETE_VIDEO = "mutation($p: String!) { deleteVideo(path: $p) { success } }"


def upload(person: Person) -> None:
    """A clip. Answered means ready: its media are fetched, too."""
    if len(videos(person)) >= MOST_VIDEOS:
        raise NothingToDo
    clip = person.one_of(list(person.clips))

    def learn(answer: Answer) -> None:
        person.ledger.facts["video", answer["path"]] = (clip.file.stem, answer["frameCount"])

    def is_whole(before: Facts, found: Facts) -> bool:
        return [value for key, value in found.items() if key not in before] == [(clip.file.stem, clip.frames)]

    request = Request("upload", new_things(person.ledger, "video"), is_whole)
    person.ask(request, lambda studio: studio.upload_file(clip.file), learn)


def rename_video(person: Person) -> None:
    """A title."""
    path, title = person.one_of(videos(person)), person.word("Clip")
    key = ("video", path)

    def learn(_: Answer) -> None:
        person.ledger.facts[key] = (title, person.ledger.facts[key][1])

    person.ask(
        Request("rename a clip", lambda one: one == key), lambda studio: studio.data(RENAME, p=path, t=title), learn
    )


def start(person: Person) -> None:
    """A session on an uploaded clip."""
    _check_room(person)
    path = person.one_of(videos(person))
    title = person.ledger.facts["video", path][0]

    def learn(session: Answer) -> None:
        person.ledger.facts |= {("session", session): path, ("name", session): title, ("effects", session): None}

    scope = new_things(person.ledger, *SESSION_KINDS)
    person.ask(Request("start a session", scope), lambda studio: studio.start(path), learn)


def duplicate(person: Person) -> None:
    """A copy holds what the session has."""
    _check_room(person)
    session, name = person.one_of(person.sessions()), person.word("Copy")
    scope = new_things(person.ledger, *SESSION_KINDS)
    wanted = essence(person.ledger.facts, session) | {("name",): name}

    def is_whole(before: Facts, found: Facts) -> bool:
        made = [key[1] for key in found if key[0] == "session" and key not in before]
        return [essence(found, one) for one in made] == [wanted]

    def learn(answer: Answer) -> None:
        made = answer["duplicateSession"]["sessionId"]
        person.claim(made, "a copy", lambda found: essence(found, made) == wanted)

    given = {"sessionId": session, "name": name}
    answer = person.ask(Request("duplicate", scope, is_whole), lambda studio: studio.data(DUPLICATE, i=given), learn)
    if answer is not None:
        person.read(answer["duplicateSession"]["sessionId"])


def open_file(person: Person) -> None:
    """A session file, of a clip that may be gone: then clip and session come together."""
    _check_room(person)
    name, content = person.one_of(person.files["session"])
    scope = new_things(person.ledger, *SESSION_KINDS, "video")

    def is_whole(before: Facts, found: Facts) -> bool:
        made = [key for key in found if key[0] == "session" and key not in before]
        clips = [key for key in found if key[0] == "video" and key not in before]
        return len(made) == 1 and len(clips) <= 1 and any(key[0] == "mask" and key[1] == made[0][1] for key in found)

    def learn(session: Answer) -> None:
        person.claim(session, f"opened {name}", lambda found: ("session", session) in found)
        person.new_videos_may_come(session)

    session = person.ask(
        Request("open a file", scope, is_whole), lambda studio: studio.open_session_file(content), learn
    )
    if session is not None:
        person.read_videos()
        person.read(session)


def import_masks(person: Person) -> None:
    """Masks of an export, into any session."""
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

    request = Request("import", within(session), edits=session)
    taken = person.chance.choice(["MASKLETS", "FIRST_MASKS"])
    report = person.ask(request, lambda studio: studio.import_masks(session, content, name, takenAs=taken), learn)
    if report is not None:
        person.read(session)


def add_class(person: Person) -> None:
    """Or another name for one that is there."""
    known = [key[1] for key in person.ledger.facts if key[0] == "class"]
    name = person.word("Class")
    if len(known) < 3:
        scope = new_things(person.ledger, "class")
        _class(person, Request("add a class", scope), ADD_CLASS, {"name": name}, "addClass")
    else:
        key = ("class", person.chance.choice(known))
        given = {"classId": key[1], "name": name}
        _class(person, Request("rename a class", lambda one: one == key), RENAME_CLASS, given, "updateClass")


def _class(person: Person, request: Request, query: str, given: dict[str, object], field: str) -> None:
    def learn(answer: Answer) -> None:
        told = answer[field]
        person.ledger.facts["class", told["classId"]] = (told["name"], told["colour"])

    person.ask(request, lambda studio: studio.data(query, i=given), learn)


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


def _new_export(person: Person, session: str):  # noqa: ANN202 - a scope, as in Request
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


def delete_session(person: Person) -> None:
    """Also one that is tracked; at least two are kept."""
    known = person.sessions(tracked=True)
    if len(known) <= FEWEST_SESSIONS:
        raise NothingToDo
    _delete(person, "delete a session", [person.one_of(known)], None)


def delete_video(person: Person) -> None:
    """With its sessions, all of them or none."""
    path = person.one_of(videos(person))
    own = [key[1] for key, value in person.ledger.facts.items() if key[0] == "session" and value == path]
    if len(person.sessions(tracked=True)) - len(own) < FEWEST_SESSIONS - 1:
        raise NothingToDo
    _delete(person, "delete a clip", own, path)


def _delete(person: Person, name: str, sessions: list[str], path: str | None) -> None:
    def is_its(key: Key) -> bool:
        return key == ("video", path) or any(is_of(key, session) for session in sessions)

    def is_whole(_before: Facts, found: Facts) -> bool:
        return not any(is_its(key) for key in found)

    def learn(_: Answer) -> None:
        person.ledger.forget(is_its)
        person.ledger.gone |= {("session", session) for session in sessions}
        person.ledger.gone |= set() if path is None else {("video", path)}
        for session in sessions:
            person.ledger.tracking.pop(session, None)

    def send(studio: Studio) -> Answer:
        if path is None:
            return studio.data(DELETE_SESSION, i={"sessionId": sessions[0]})
        return studio.data(DELETE_VIDEO, p=path)

    person.ask(Request(name, is_its, is_whole), send, learn)


def videos(person: Person) -> list[str]:
    """Paths of what was uploaded."""
    return sorted(key[1] for key in person.ledger.facts if key[0] == "video")


def _check_room(person: Person) -> None:
    if len(person.sessions(tracked=True)) >= MOST_SESSIONS:
        raise NothingToDo
