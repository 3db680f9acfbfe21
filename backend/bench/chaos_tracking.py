"""Tracking in the script: started, followed in a thread of its own, cancelled. Every streamed frame is acknowledged."""

import contextlib
import threading
from typing import Any

import httpx
from chaos_ledger import Key, Ledger, Request, Tracking
from chaos_person import Answer, Person
from chaos_reading import SESSION, mask_facts
from live_server import FOLLOW_TRACK, MASKS, TRACK, Refused, Studio, answer_of

FOLLOW = f"""subscription($s: String!, $after: Int!) {{ sessionEvents(sessionId: $s, after: $after) {{ __typename
  ... on FrameMasksChanged {{ frame {{ {MASKS} }} }} ... on JobChanged {{ job {{ jobId kind state }} }} }} }}"""
CANCEL = "mutation($i: CancelPropagateInVideoInput!) { cancelPropagateInVideo(input: $i) { success } }"


def track(person: Person) -> None:
    """All objects, from anywhere, one way or both; as a job that is followed, or as one stream."""
    session = person.one_of([one for one in person.sessions() if person.keys("prompt", one)])
    person.forget_history(session)
    prompted = [key[3] for key in person.keys("prompt", session)]
    at = person.chance.choice(prompted)
    direction = person.chance.choice(["FORWARD", "FORWARD", "BOTH"])
    wanted = {"sessionId": session, "startFrameIndex": at, "direction": direction}
    assert person.studio is not None
    # The stream tells frames when they are settled. Events tell each change, and objects that are prompted elsewhere
    # are led to the start first: such frames change twice.
    if len(set(prompted)) == 1 and person.chance.random() < 0.7:
        _as_job(person, session, wanted)
    else:
        running = person.ledger.tracking[session] = Tracking()  # accepted or not: a first frame tells
        _follow(_streamed, person.ledger, Studio(person.studio.url), session, running, wanted)


def _as_job(person: Person, session: str, wanted: dict[str, object]) -> None:
    assert person.studio is not None
    cursor = person.studio.data(SESSION, s=session)["session"]["cursor"]

    def is_mask(key: Key) -> bool:
        return key[0] == "mask" and key[1] == session

    def learn(answer: Answer) -> None:
        person.ledger.tracking[session] = Tracking(answer["startPropagation"]["jobId"])

    answer = person.ask(Request("track", is_mask), lambda studio: studio.data(TRACK, i=wanted), learn)
    if answer is not None:
        running = person.ledger.tracking[session]
        _follow(_told, person.ledger, Studio(person.studio.url), session, running, {"s": session, "after": cursor})


def cancel(person: Person) -> None:
    """What is tracked now; it must not go on after a restart."""
    session = person.one_of([one for one, run in person.ledger.tracking.items() if run.job_id and not run.is_over])

    def learn(answer: Answer) -> None:
        running = person.ledger.tracking.get(session)
        if running is not None and answer["cancelPropagateInVideo"]["success"]:
            running.is_cancelled = True

    request = Request("cancel tracking", lambda _: False)
    person.ask(request, lambda studio: studio.data(CANCEL, i={"sessionId": session}), learn)


def settle(person: Person) -> None:
    """What has been tracked to its end is read, and may be changed again."""
    for session in [one for one, run in person.ledger.tracking.items() if run.is_over]:
        person.read(session)
        person.forget_history(session)
        person.ledger.tracking.pop(session, None)


def _follow(how, *given: object) -> None:  # noqa: ANN001 - one of the two below
    threading.Thread(target=how, args=given, daemon=True).start()


def _streamed(ledger: Ledger, studio: Studio, session: str, running: Tracking, wanted: dict[str, object]) -> None:
    """A stream that starts tracking: its end is the end of the job."""
    with contextlib.suppress(httpx.TransportError), contextlib.closing(studio):
        try:
            for result in studio.events(FOLLOW_TRACK, i=wanted):
                _learn(ledger, session, running, answer_of(result)["propagateInVideo"])
        except Refused:  # nothing to track, or the worker died again and again: reading tells how it is
            pass
        running.is_over = True


def _told(ledger: Ledger, studio: Studio, session: str, running: Tracking, given: dict[str, object]) -> None:
    """The session's events, to the end of the job."""
    with contextlib.suppress(httpx.TransportError), contextlib.closing(studio):
        for result in studio.events(FOLLOW, **given):
            event = answer_of(result)["sessionEvents"]
            if event["__typename"] == "FrameMasksChanged":
                _learn(ledger, session, running, event["frame"])
            job = event.get("job") or {}
            if job.get("jobId") == running.job_id and job["state"] in ("DONE", "CANCELLED", "FAILED"):
                running.is_over = True
                return


def _learn(ledger: Ledger, session: str, running: Tracking, frame: dict[str, Any]) -> None:
    with ledger.guard:
        if ledger.tracking.get(session) is not running:  # deleted meanwhile, or looked at
            return
        running.streamed.add(frame["frameIndex"])
        ledger.forget(lambda key: key[0] == "mask" and key[1:3] == (session, frame["frameIndex"]))
        ledger.facts.update(mask_facts(session, frame))
