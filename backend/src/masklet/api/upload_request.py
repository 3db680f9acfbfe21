"""GraphQL multipart requests: the file goes to the disk while it arrives, then the operation runs with it in its place.

https://github.com/jaydenseric/graphql-multipart-request-spec: `operations`, `map`, then the file.
"""

import time
from typing import Any

from flask import Request
from werkzeug.exceptions import HTTPException

from masklet.api import parse
from masklet.api.json_body import loads
from masklet.api.operation import Operation, operation
from masklet.api.parts import PIECE, PartReader, part_reader
from masklet.api.received import ReceivedFile
from masklet.domain.errors import InvalidInput
from masklet.service.interfaces import Services
from masklet.service.uploads import IncomingFile

DRAIN_BYTES = 64 * 1024**2
DRAIN_S = 2.0


def receive(request: Request, services: Services) -> tuple[Operation, ReceivedFile]:
    """Write the file where `services.uploads` says and put it into the variables.

    Raises InvalidInput for other requests, and what `Uploads.begin` and `IncomingFile.write` raise.
    """
    reader = part_reader(request.stream, request.mimetype_params)
    wanted = operation(loads(reader.field("operations")))
    places = _places(loads(reader.field("map")))
    if not wanted.is_mutation:
        raise InvalidInput("A file comes with one mutation, such as uploadVideo.")
    part_name, sent_name = reader.file()
    if part_name not in places:
        raise InvalidInput("The map does not name the file's part.")
    incoming = _begin(services, wanted, sent_name, reader.size_left(request.content_length))
    _write(reader, incoming)
    received = ReceivedFile(incoming)
    try:
        for place in places[part_name]:
            _put(wanted.variables, place, received)
    except InvalidInput as error:
        incoming.abort(error)
        raise
    return wanted, received


def _places(body: object) -> dict[str, list[str]]:
    """{"file": ["variables.file"]}: which part goes where."""
    if not isinstance(body, dict) or len(body) != 1:
        raise InvalidInput("The map must name exactly one file.")
    for places in body.values():
        if not isinstance(places, list) or not places or not all(isinstance(place, str) for place in places):
            raise InvalidInput("The map must say where in the variables the file belongs.")
    return body


def _begin(services: Services, wanted: Operation, sent_name: str, size: int | None) -> IncomingFile:
    upload_id = wanted.variables.get("uploadId")
    if upload_id is not None and not isinstance(upload_id, str):
        raise InvalidInput("The uploadId is no text.")
    return services.uploads.begin(upload_id or None, parse.file_name(sent_name), size)


def _write(reader: PartReader, incoming: IncomingFile) -> None:
    try:
        for piece in reader.pieces():
            incoming.write(piece)
        reader.end()
    except Exception as error:
        incoming.abort(error)
        raise


def _put(variables: dict[str, Any], place: str, received: ReceivedFile) -> None:
    """Overwrite whatever stands at `variables.a.b` with the file; it may have been any JSON."""
    root, *steps = place.split(".")
    if root != "variables" or not steps:
        raise InvalidInput("The map must point into the variables, as in variables.file.")
    holder: Any = variables
    for step in steps[:-1]:
        holder = holder.get(step) if isinstance(holder, dict) else None
    if not isinstance(holder, dict):
        raise InvalidInput("The map points to a place that the variables do not have.")
    holder[steps[-1]] = received


def drain(request: Request) -> None:
    """Read on for a moment after a refusal: many clients read no answer before they have sent everything."""
    deadline, read = time.monotonic() + DRAIN_S, 0
    try:
        while read < DRAIN_BYTES and time.monotonic() < deadline and (piece := request.stream.read(PIECE)):
            read += len(piece)
    except (OSError, ValueError, HTTPException):
        return  # the client is gone; there is nobody left to answer
