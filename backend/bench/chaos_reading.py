"""Reads over the API what a server has, as facts of the ledger. Changes nothing."""

import hashlib
import json
from typing import Any

from chaos_ledger import Facts
from live_server import Studio

LISTS = "{ videos(first: 100) { edges { node { path title frameCount isSample } } } classes { classId name colour } sessions { sessionId } }"
SESSION = """query($s: String!) { session(sessionId: $s) { name effects cursor video { path frameCount }
  objects { objectId name colour classId locked absent accepted }
  prompts { objectId frameIndex points labels box hasMask }
  propagation { jobId state done total error { code message } }
  exports { jobId state downloadUrl error { code message } } history { kind undone } } }"""


def read_all(studio: Studio) -> Facts:
    """Every video that is no sample, every class, every session with all that is its own."""
    told = studio.data(LISTS)
    facts = list_facts(told)
    for each in told["sessions"]:
        facts |= read_session(studio, each["sessionId"])
    return facts


def list_facts(told: dict[str, Any]) -> Facts:
    """Of the clips that are no samples, and of the classes."""
    nodes = (edge["node"] for edge in told["videos"]["edges"])
    clips: Facts = {("video", one["path"]): (one["title"], one["frameCount"]) for one in nodes if not one["isSample"]}
    return clips | {("class", one["classId"]): (one["name"], one["colour"]) for one in told["classes"]}


def read_session(studio: Studio, session: str) -> Facts:
    """One session's facts; finished exports by the digest of what is downloaded."""
    told = studio.data(SESSION, s=session)["session"]
    facts: Facts = {
        ("session", session): told["video"]["path"],
        ("name", session): told["name"],
        ("effects", session): effects_value(told["effects"]),
    }
    for each in told["objects"]:
        facts["object", session, each["objectId"]] = object_value(each)
    for each in told["prompts"]:
        facts["prompt", session, each["objectId"], each["frameIndex"]] = prompt_value(each)
    for frame in studio.masklets(session, told["video"]["frameCount"] - 1):
        facts |= mask_facts(session, frame)
    for each in told["exports"]:
        facts["export", session, each["jobId"]] = export_value(studio, each)
    return facts


def mask_facts(session: str, frame: dict[str, Any]) -> Facts:
    """Of an answer or a streamed frame."""
    at = frame["frameIndex"]
    return {("mask", session, at, one["objectId"]): one["rleMask"]["counts"] for one in frame["rleMaskList"]}


def object_value(told: dict[str, Any]) -> tuple[Any, ...]:
    """A tracked object without its id."""
    marks = (json.dumps(told["absent"]), json.dumps(told["accepted"]))
    return (told["name"], told["colour"], told["classId"], told["locked"], *marks)


def prompt_value(told: dict[str, Any]) -> tuple[Any, ...]:
    """A prompt, to a ten-thousandth of the clip's size: inside, points are pixels."""
    points = tuple(tuple(round(number, 4) for number in point) for point in told["points"])
    box = None if told["box"] is None else tuple(round(number, 4) for number in told["box"])
    return points, tuple(told["labels"]), box, told["hasMask"]


def effects_value(text: str | None) -> object:
    """A stack whatever the order of its words."""
    return None if text is None else json.dumps(json.loads(text), sort_keys=True)


def export_value(studio: Studio, job: dict[str, Any]) -> str:
    """The digest of what is downloaded, or how else it ended, or "open"."""
    if job["state"] in ("QUEUED", "RUNNING"):
        return "open"
    return digest(download(studio, job["downloadUrl"])) if job["state"] == "DONE" else str(job["state"])


def download(studio: Studio, url: str) -> bytes:
    """A finished export. Raises httpx.HTTPStatusError."""
    answer = studio.http.get(url)
    answer.raise_for_status()
    return answer.content


def digest(content: bytes) -> str:
    """Of a file."""
    return hashlib.sha256(content).hexdigest()[:16]
