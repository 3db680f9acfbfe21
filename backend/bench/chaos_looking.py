"""After a kill: what the server has beside what it acknowledged, what goes on by itself, and what lies in the data folder."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chaos_data
from chaos_ledger import OPEN, Facts, Ledger, essence
from chaos_reading import SESSION, read_all, read_session
from live_server import Studio

GOES_ON_S = 60
ENDED = ("DONE", "CANCELLED", "FAILED")


@dataclass(frozen=True)
class Look:
    """`faults` are sentences, lost ones first; `found`: all that is there at the end, which the ledger is to adopt."""

    acknowledged: int
    lost: int
    faults: tuple[str, ...]
    remarks: tuple[str, ...]
    found: Facts


def look(studio: Studio, ledger: Ledger, data: Path) -> Look:
    """At once, and again when all that went on has ended."""
    first = ledger.frozen().compare(read_all(studio))
    faults, remarks = _wait_for_jobs(studio, ledger)
    told = ledger.frozen()
    found = read_all(studio)
    second = told.compare(found)
    lost = list(dict.fromkeys(first.lost + second.lost))
    faults = [
        *lost,
        *dict.fromkeys(first.odd + second.odd),
        *faults,
        *_open_exports(found),
        *chaos_data.problems_of(data),
    ]
    if first.changed and ledger.pending is not None:
        remarks.append(f"the unanswered “{ledger.pending.name}” had happened")
        faults += _take_back(studio, ledger, found)
        found = read_all(studio)
    return Look(second.acknowledged, len(lost), tuple(faults), tuple(remarks), found)


def _wait_for_jobs(studio: Studio, ledger: Ledger) -> tuple[list[str], list[str]]:
    faults: list[str] = []
    remarks: list[str] = []
    for session in [one["sessionId"] for one in studio.data("{ sessions { sessionId } }")["sessions"]]:
        before = _session(studio, session)["propagation"]
        told = _ended(studio, session)
        faults += [
            f"an export of {session} did not go on: {job}" for job in told["exports"] if job["state"] not in ENDED
        ]
        running = ledger.tracking.get(session)
        if running is None:
            continue
        job = told["propagation"]
        wanted = ("DONE", "CANCELLED") if running.is_cancelled or ledger.pending_is("cancel tracking") else ("DONE",)
        if running.job_id is None and not running.streamed:
            continue  # it was not accepted
        if job is None or running.job_id not in (None, job["jobId"]):
            faults.append(f"the tracking of {session} is gone: {job}")
        elif job["state"] not in wanted:
            faults.append(f"the tracking of {session} ended as {job}")
        elif before["state"] not in ENDED:
            remarks.append(f"tracking went on from {before['done']} of {before['total']}, {job['state']}")
    return faults, remarks


def _ended(studio: Studio, session: str) -> dict[str, Any]:
    """The session when nothing of it is under way any more, without being asked to go on; or as it is after a minute."""
    deadline = time.monotonic() + GOES_ON_S
    while True:
        told = _session(studio, session)
        jobs = [*told["exports"], *([told["propagation"]] if told["propagation"] else [])]
        if all(job["state"] in ENDED for job in jobs) or time.monotonic() > deadline:
            return told
        time.sleep(0.05)


def _session(studio: Studio, session: str) -> dict[str, Any]:
    told: dict[str, Any] = studio.data(SESSION, s=session)["session"]
    return told


def _open_exports(found: Facts) -> list[str]:
    return [
        f"the export {key[2]} ended {value}"
        for key, value in found.items()
        if key[0] == "export" and value in (OPEN, "FAILED")
    ]


def _take_back(studio: Studio, ledger: Ledger, found: Facts) -> list[str]:
    """An edit that happened unheard is whole if undoing it leaves what was acknowledged, and redoing it what was found."""
    assert ledger.pending is not None
    session = ledger.pending.edits
    if session is None or session in ledger.tracking:
        return []
    faults = []
    for field, wanted in (("undo", ledger.of_session(session)), ("redo", found)):
        studio.data(f"mutation($s: String!) {{ {field}(input: {{sessionId: $s}}) {{ kind }} }}", s=session)
        if essence(read_session(studio, session), session) != essence(wanted, session):
            faults.append(f"{field} of the unanswered “{ledger.pending.name}” leaves something else")
    return faults
