"""Speaks GraphQL to a running server, as a person's browser would. Knows no process."""

import contextlib
import json
import time
from pathlib import Path

import httpx

from masklet.domain.masklet import Rle
from masklet.masks.rle import decode

UPLOAD = """mutation($file: Upload!, $uploadId: ID) { uploadVideo(file: $file, uploadId: $uploadId) {
  path url posterUrl filmstripUrl frameUrl width height frameCount frameRate { numerator denominator } } }"""
MASKS = "frameIndex rleMaskList { objectId objectScore rleMask { counts size } }"
POINTS = f"mutation($i: AddPointsInput!) {{ addPoints(input: $i) {{ {MASKS} }} }}"
EVENTS = """subscription($s: String!, $after: Int!) { sessionEvents(sessionId: $s, after: $after) { __typename cursor
  ... on FrameMasksChanged { frame { frameIndex } } ... on JobChanged { job { jobId kind state done total } } } }"""
TRACK = "mutation($i: PropagateInVideoInput!) { startPropagation(input: $i) { jobId state total } }"
FOLLOW_TRACK = f"subscription($i: PropagateInVideoInput!) {{ propagateInVideo(input: $i) {{ {MASKS} }} }}"
EXPORT = "mutation($i: ExportInput!) { startExport(input: $i) { jobId } }"
JOB = "query($j: ID!) { job(jobId: $j) { kind state done total downloadUrl error { code message } } }"
SESSION = """query($s: String!) { session(sessionId: $s) { engine cursor objects { objectId name } masklets { objectId runs }
  prompts { objectId frameIndex points labels } propagation { jobId state done total error { code message } } } }"""
PROGRESS = """query($u: ID!) { uploadProgress(uploadId: $u) { state receivedBytes totalBytes preparedFrames totalFrames
  video { frameCount } error { code } } }"""
ENDED = ("DONE", "FAILED", "CANCELLED")


class Refused(Exception):
    """The server answered with a GraphQL error; `code` is its extensions.code."""

    def __init__(self, error: dict) -> None:
        super().__init__(str(error))
        self.code = error.get("extensions", {}).get("code")


class Studio:
    """One client. Not for several threads at once: each makes its own."""

    def __init__(self, url: str, timeout: float = 60) -> None:
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=timeout, trust_env=False)

    def raw(self, query, **variables):
        return self.http.post("/graphql", json={"query": query, "variables": variables}).json()

    def data(self, query, **variables):
        return answer_of(self.raw(query, **variables))

    def code(self, query, **variables):
        return self.raw(query, **variables)["errors"][0]["extensions"]["code"]

    def upload(self, content, name, upload_id=None):
        """The whole answer, errors included; `content` is bytes or an open file."""
        operations = {"query": UPLOAD, "variables": {"file": None, "uploadId": upload_id}}
        form = {"operations": json.dumps(operations), "map": json.dumps({"file": ["variables.file"]})}
        return self.http.post("/graphql", data=form, files={"file": (name, content, "video/mp4")}).json()

    def upload_file(self, file: Path, upload_id=None):
        """The video."""
        with file.open("rb") as content:
            return answer_of(self.upload(content, file.name, upload_id))["uploadVideo"]

    def open_session_file(self, content):
        """The new session's id."""
        query = "mutation($file: Upload!) { openSessionFile(file: $file) { sessionId } }"
        form = {"operations": json.dumps({"query": query, "variables": {"file": None}})}
        form["map"] = json.dumps({"file": ["variables.file"]})
        answer = self.http.post("/graphql", data=form, files={"file": ("mine.masklet", content)})
        return answer_of(answer.json())["openSessionFile"]["sessionId"]

    def import_masks(self, session_id, content, name, **options):
        """The report."""
        query = """mutation($input: ImportMasksInput!, $file: Upload!) { importMasks(input: $input, file: $file) {
          format masks problemCount objects { objectId name isNew masks } problems { item kind message wasTaken } } }"""
        given = {"input": {"sessionId": session_id, **options}, "file": None}
        form = {"operations": json.dumps({"query": query, "variables": given})}
        form["map"] = json.dumps({"file": ["variables.file"]})
        answer = self.http.post("/graphql", data=form, files={"file": (name, content)})
        return answer_of(answer.json())["importMasks"]

    def progress(self, upload_id):
        return self.data(PROGRESS, u=upload_id)["uploadProgress"]

    def start(self, path):
        query = "mutation($i: StartSessionInput!) { startSession(input: $i) { sessionId } }"
        return self.data(query, i={"path": path})["startSession"]["sessionId"]

    def session(self, session):
        return self.data(SESSION, s=session)["session"]

    def click(self, session, frame, object_id, x, y, label=1, clear=True):
        click = {
            "sessionId": session,
            "frameIndex": frame,
            "objectId": object_id,
            "labels": [label],
            "points": [[x, y]],
        }
        return self.data(POINTS, i={**click, "clearOldPoints": clear})["addPoints"]["rleMaskList"]

    def track(self, session, start=0, direction="FORWARD"):
        """The job's id."""
        wanted = {"sessionId": session, "startFrameIndex": start, "direction": direction}
        return self.data(TRACK, i=wanted)["startPropagation"]["jobId"]

    def cancel(self, session):
        query = "mutation($i: CancelPropagateInVideoInput!) { cancelPropagateInVideo(input: $i) { success } }"
        return self.data(query, i={"sessionId": session})["cancelPropagateInVideo"]["success"]

    def export(self, session, format_name, options="{}"):
        """The job's id."""
        wanted = {"sessionId": session, "format": format_name, "options": options}
        return self.data(EXPORT, i=wanted)["startExport"]["jobId"]

    def job(self, job_id):
        return self.data(JOB, j=job_id)["job"]

    def wait(self, job_id, limit_s=60, every_s=0.05):
        """The job when it has ended."""
        for job in self.watch(job_id, limit_s, every_s):
            if job["state"] in ENDED:
                return job
        raise AssertionError("unreachable")

    def watch(self, job_id, limit_s=60, every_s=0.05):
        """The job again and again; the last one is final."""
        deadline = time.monotonic() + limit_s
        while True:
            job = self.job(job_id)
            yield job
            if job["state"] in ENDED:
                return
            assert time.monotonic() < deadline, job
            time.sleep(every_s)

    def events(self, query, **variables):
        """Results of a subscription over SSE, to its end. Closing the generator closes the connection."""
        request = {"json": {"query": query, "variables": variables}, "headers": {"Accept": "text/event-stream"}}
        with self.http.stream("POST", "/graphql", **request) as answer:
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    yield json.loads(line[6:])

    def follow_track(self, session, start=0, direction="FORWARD"):
        """Start tracking and yield {frameIndex, rleMaskList} as they come."""
        wanted = {"sessionId": session, "startFrameIndex": start, "direction": direction}
        with contextlib.closing(self.events(FOLLOW_TRACK, i=wanted)) as results:
            for result in results:
                yield answer_of(result)["propagateInVideo"]

    def masklets(self, session, last):
        query = f"query($s: String!, $e: Int!) {{ masklets(sessionId: $s, startFrame: 0, endFrame: $e) {{ {MASKS} }} }}"
        return self.data(query, s=session, e=last)["masklets"]

    def close(self):
        self.http.close()


def answer_of(body):
    """The data of a GraphQL answer. Raises Refused."""
    if body.get("errors"):
        raise Refused(body["errors"][0])
    return body["data"]


def mask_of(entry):
    """A mask of an answer as an array."""
    height, width = entry["rleMask"]["size"]
    return decode(Rle(height, width, entry["rleMask"]["counts"]))
