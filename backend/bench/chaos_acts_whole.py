"""What a person does with clips, sessions and classes. Each writes down what was acknowledged."""

from chaos_ledger import Facts, Key, Request, essence, is_of
from chaos_person import Answer, NothingToDo, Person, new_things
from live_server import Studio

MOST_VIDEOS, MOST_SESSIONS, FEWEST_SESSIONS = 3, 5, 2
SESSION_KINDS = ("session", "name", "effects", "object", "prompt", "mask")
RENAME = "mutation($p: String!, $t: String!) { renameVideo(path: $p, title: $t) { title } }"
ADD_CLASS = "mutation($i: AddClassInput!) { addClass(input: $i) { classId name colour } }"
RENAME_CLASS = "mutation($i: UpdateClassInput!) { updateClass(input: $i) { classId name colour } }"
DUPLICATE = "mutation($i: DuplicateSessionInput!) { duplicateSession(input: $i) { sessionId } }"
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
    check_room(person)
    path = person.one_of(videos(person))
    title = person.ledger.facts["video", path][0]

    def learn(session: Answer) -> None:
        person.ledger.facts |= {("session", session): path, ("name", session): title, ("effects", session): None}

    scope = new_things(person.ledger, *SESSION_KINDS)
    person.ask(Request("start a session", scope), lambda studio: studio.start(path), learn)


def duplicate(person: Person) -> None:
    """A copy holds what the session has."""
    check_room(person)
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


def check_room(person: Person) -> None:
    """Raises NothingToDo where there are sessions enough."""
    if len(person.sessions(tracked=True)) >= MOST_SESSIONS:
        raise NothingToDo
