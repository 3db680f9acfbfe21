"""A server of a few canned answers behind httpx.MockTransport, and both clients as one to the tests. Knows no product."""

import asyncio
import json

import httpx
import numpy as np

from masklet.client import AsyncClient, Client, Patience
from masklet.masks.rle import encode

QUICK = Patience(pauses=(0.0, 0.0, 0.0), first_look_s=0.0)
VIDEO = {
    "path": "uploads/a.mp4",
    "title": "a",
    "url": "http://s/uploads/a.mp4",
    "width": 8,
    "height": 4,
    "frameCount": 130,
    "frameRate": {"numerator": 24000, "denominator": 1001},
    "durationSec": 5,
    "isSample": False,
}
SESSION = {
    "sessionId": "s1",
    "name": "a",
    "engine": "flow",
    "cursor": 7,
    "video": VIDEO,
    "objects": [{"objectId": 0, "name": "ball", "colour": "#112233", "classId": None, "locked": False}],
    "masklets": [{"objectId": 0, "runs": [[0, 3]]}],
    "prompts": [
        {"objectId": 0, "frameIndex": 2, "points": [[0.5, 0.25]], "labels": [1], "box": None, "hasMask": False}
    ],
    "propagation": None,
}


def job(state="RUNNING", job_id="j1", **more):
    return {
        "jobId": job_id,
        "state": state,
        "done": 1,
        "total": 3,
        "error": None,
        "fileName": None,
        "downloadUrl": None,
        **more,
    }


def mask(left=0):
    bits = np.zeros((4, 8), bool)
    bits[1:3, left : left + 2] = True
    return bits


def frame(index, objects=(0,)):
    entries = [
        {"objectId": k, "objectScore": 0.5, "rleMask": {"size": [4, 8], "counts": encode(mask(index % 6)).counts}}
        for k in objects
    ]
    return {"frameIndex": index, "rleMaskList": entries}


def frame_event(cursor, index, objects=(0,)):
    return {"__typename": "FrameMasksChanged", "cursor": cursor, "frame": frame(index, objects)}


def job_event(cursor, *what, **more):
    return {"__typename": "JobChanged", "cursor": cursor, "job": job(*what, **more)}


def stream(*events, end="event: complete\ndata:\n\n"):
    lines = [f"event: next\ndata: {json.dumps({'data': {'answer': event}})}\n\n" for event in events]
    return httpx.Response(200, headers={"content-type": "text/event-stream"}, text=":\n\n" + "".join(lines) + end)


def data(answer):
    return httpx.Response(200, json={"data": {"answer": answer}})


class Wire:
    """Answers by the field that a document asks for: a response, an error to raise, or a list of these, one a request."""

    def __init__(self, **answers):
        self.answers = answers
        self.asked = []

    def __call__(self, request):
        if request.method == "GET":
            return self._next("download")
        request.read()
        kind = request.headers["content-type"]
        body = json.loads(request.content) if kind == "application/json" else operations_of(request.content)
        name = body["query"].split("answer: ")[1].replace("(", " ").split()[0]
        self.asked.append((name, body.get("variables")))
        self.content = request.content
        return self._next(name)

    def _next(self, name):
        found = self.answers[name]
        found = found.pop(0) if isinstance(found, list) else found
        if isinstance(found, Exception):
            raise found
        return found if isinstance(found, httpx.Response) else data(found)

    def variables(self, name):
        return [variables for asked, variables in self.asked if asked == name]


class Plain:
    """The client for scripts; iterators become lists."""

    def __init__(self, wire):
        self._client = Client("http://s", patience=QUICK, transport=httpx.MockTransport(wire))

    def __getattr__(self, name):
        def call(*args, **more):
            answer = getattr(self._client, name)(*args, **more)
            return list(answer) if hasattr(answer, "__next__") else answer

        return call


class Waiting:
    """The client for asyncio, each call in a loop of its own."""

    def __init__(self, wire):
        self._wire = wire

    def __getattr__(self, name):
        async def call(args, more):
            async with AsyncClient("http://s", patience=QUICK, transport=httpx.MockTransport(self._wire)) as client:
                answer = getattr(client, name)(*args, **more)
                return [item async for item in answer] if hasattr(answer, "__anext__") else await answer

        return lambda *args, **more: asyncio.run(call(args, more))


def operations_of(content):
    """What a multipart request asks, which comes before its file."""
    return json.loads(content.split(b'name="operations"')[1].split(b"\r\n\r\n")[1].split(b"\r\n")[0])
