"""A real server in processes of its own, on a free port with a data folder of its own, and the few calls that benches make."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil

Json = dict[str, Any]

UPLOAD = """mutation ($file: Upload!) { uploadVideo(file: $file) { path url width height frameCount } }"""
START = """mutation ($input: StartSessionInput!) { startSession(input: $input) { sessionId } }"""
POINTS = """mutation ($input: AddPointsInput!) { addPoints(input: $input)
  { frameIndex rleMaskList { objectId rleMask { counts size } } } }"""
PROPAGATE = """mutation ($input: PropagateInVideoInput!) { startPropagation(input: $input) { jobId } }"""
JOB = """query ($id: ID!) { job(jobId: $id) { state done total error { code message } } }"""


class LiveServer:
    """Speaks GraphQL to one running server and measures its processes."""

    def __init__(self, url: str, process: subprocess.Popen[bytes]) -> None:
        self.url = url
        self.process = process
        self.http = httpx.Client(base_url=url, timeout=600, trust_env=False)

    def graphql(self, query: str, **variables: object) -> Json:
        """The answer's data; an error of the server is an error here."""
        answer = self.http.post("/graphql", json={"query": query, "variables": variables}).json()
        if answer.get("errors"):
            raise RuntimeError(answer["errors"])
        return dict(answer["data"])

    def upload(self, file: Path) -> Json:
        """Send a file as browsers do and wait until the clip is ready."""
        operations = json.dumps({"query": UPLOAD, "variables": {"file": None}})
        with file.open("rb") as content:
            answer = self.http.post(
                "/graphql",
                data={"operations": operations, "map": json.dumps({"file": ["variables.file"]})},
                files={"file": (file.name, content, "video/mp4")},
            ).json()
        if answer.get("errors"):
            raise RuntimeError(answer["errors"])
        return dict(answer["data"]["uploadVideo"])

    def start_session(self, path: str) -> str:
        """A new session on a clip."""
        return str(self.graphql(START, input={"path": path})["startSession"]["sessionId"])

    def click(self, session_id: str, frame: int, object_id: int, x: float, y: float) -> Json:
        """One click on an object; x and y in 0..1."""
        request = {
            "sessionId": session_id,
            "frameIndex": frame,
            "objectId": object_id,
            "labels": [1],
            "points": [[x, y]],
            "clearOldPoints": True,
        }
        return dict(self.graphql(POINTS, input=request)["addPoints"])

    def track(self, session_id: str, start: int = 0, direction: str = "FORWARD") -> str:
        """Start a propagation and answer its job id."""
        request = {"sessionId": session_id, "startFrameIndex": start, "direction": direction}
        return str(self.graphql(PROPAGATE, input=request)["startPropagation"]["jobId"])

    def job(self, job_id: str) -> Json:
        """Where a job is."""
        return dict(self.graphql(JOB, id=job_id)["job"])

    def wait(self, job_id: str, every_s: float = 0.2) -> Iterator[Json]:
        """The job again and again until it ended; the last one is final."""
        while True:
            job = self.job(job_id)
            yield job
            if job["state"] in ("DONE", "FAILED", "CANCELLED"):
                return
            time.sleep(every_s)

    def resident_bytes(self) -> dict[str, int]:
        """Resident memory of the server's process and of its children, summed by kind."""
        root = psutil.Process(self.process.pid)
        memory = {"api": root.memory_info().rss, "engine": 0, "media": 0}
        for child in root.children(recursive=True):
            words = child.cmdline()
            worker = "engine" if "engine" in words else "media"
            kind = worker if "masklet.workers.child" in words else "api"
            memory[kind] += child.memory_info().rss
        return memory


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def live_server(data_dir: Path | None = None, **settings: str) -> Iterator[LiveServer]:
    """Start `masklet start`, wait until it is healthy, end it."""
    with tempfile.TemporaryDirectory() as temporary:
        port = free_port()
        env = os.environ | {"MASKLET_PORT": str(port), "MASKLET_DATA_DIR": str(data_dir or temporary)} | settings
        program = Path(sys.executable).with_name("masklet")
        process = subprocess.Popen([program, "start"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server = LiveServer(f"http://127.0.0.1:{port}", process)
        try:
            wait_until_healthy(server)
            yield server
        finally:
            server.http.close()
            process.terminate()
            process.wait(30)


def wait_until_healthy(server: LiveServer, limit_s: float = 120) -> None:
    """Returns when /healthy answers; raises when the server ended or the time is over."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(f"the server ended with {server.process.returncode}")
        with contextlib.suppress(httpx.TransportError):
            if server.http.get("/healthy").status_code == 200:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not become healthy")
