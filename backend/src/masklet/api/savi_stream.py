"""POST /propagate_in_video: the stream that the public demo client reads. Same propagation, same job as the subscription."""

import json
from collections.abc import Callable, Iterator

import structlog
from flask import Response, request

from masklet.api.auth.guard import asker
from masklet.api.clients import client_key
from masklet.api.config import ApiConfig
from masklet.api.errors import expected, plain_refusal
from masklet.api.json_body import read_json
from masklet.api.streaming import Slots, has_left
from masklet.domain.errors import InvalidInput, MaskletError
from masklet.domain.masklet import FrameMasks
from masklet.domain.session import Direction, Job
from masklet.service.interfaces import Propagations, Services
from masklet.watch.watch import Watch
from masklet.workers.computing import ComputeLimit

CONTENT_TYPE = "multipart/x-savi-stream; boundary=frame"
Step = tuple[FrameMasks, int, int]


def part(frame: FrameMasks, done: int, total: int) -> bytes:
    """One frame: delimiter, headers, blank line, exactly Content-Length bytes, line end."""
    results = [
        {"object_id": object_id, "mask": {"size": [mask.rle.height, mask.rle.width], "counts": mask.rle.counts}}
        for object_id, mask in sorted(frame.masks.items())
    ]
    body = json.dumps({"frame_index": frame.frame_index, "results": results}).encode()
    head = (
        "--frame\r\n"
        "Content-Type: application/json; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"Frame-Current: {done}\r\n"
        f"Frame-Total: {total}\r\n"
        "Mask-Type: RLE[]\r\n"
        "\r\n"
    )
    return head.encode() + body + b"\r\n"


class SaviView:
    """Starts a propagation in both directions and follows it."""

    def __init__(
        self, services: Services, config: ApiConfig, slots: Slots, watch: Watch, compute: ComputeLimit
    ) -> None:
        self._services = services
        self._config = config
        self._slots = slots
        self._watch = watch
        self._compute = compute

    def post(self) -> Response:
        """The stream, or a 4xx with JSON before its first part."""
        give_back: Callable[[], None] | None = None
        try:
            session_id, start = _wanted(read_json(request))
            structlog.contextvars.bind_contextvars(session_id=session_id)
            give_back = self._slots.take(client_key(request))
            propagations = self._services.seen_by(asker()).propagations
            job = propagations.start(session_id, start, None, Direction.BOTH, None)
            return self._follow(propagations, job, give_back)
        except BaseException as error:
            if give_back is not None:
                give_back()
            if isinstance(error, MaskletError):
                return plain_refusal(error)
            raise

    def _follow(self, propagations: Propagations, job: Job, give_back: Callable[[], None]) -> Response:
        environ = request.environ
        pieces = _parts(self._compute.each(propagations.follow(job.job_id)), self._config, lambda: has_left(environ))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        response = Response(pieces, content_type=CONTENT_TYPE, headers=headers)
        response.call_on_close(give_back)
        response.call_on_close(self._watch.stream_opened("propagate_in_video"))
        return response


def _wanted(body: object) -> tuple[str, int]:
    if not isinstance(body, dict):
        raise InvalidInput("The request is a JSON object with session_id and start_frame_index.")
    session_id, start = body.get("session_id"), body.get("start_frame_index", 0)
    if not isinstance(session_id, str) or not isinstance(start, int) or isinstance(start, bool):
        raise InvalidInput("session_id is a text and start_frame_index a whole number.")
    return session_id, start


def _parts(told: Iterator[Step | None], config: ApiConfig, left: Callable[[], bool]) -> Iterator[bytes]:
    """Ends early when its client left or the server ends."""
    try:
        for step in told:
            if config.closing.is_set() or (step is None and left()):
                return
            if step is not None:
                yield part(*step)
    except Exception as error:  # noqa: BLE001 - kept with the job; here the stream just ends between parts
        expected(error)
