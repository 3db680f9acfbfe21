"""JSON from clients: bounded, strict, and with errors of our own."""

import json

from flask import Request

from masklet.domain.errors import InvalidInput, LimitExceeded

MAX_BODY = 8 * 1024**2


def _refuse_constant(name: str) -> float:
    raise InvalidInput(f"{name} is no number that JSON knows; every number must be finite.")


def loads(text: bytes | bytearray | str) -> object:
    """Any JSON value. Raises InvalidInput, also for NaN, Infinity, endless nesting and halves of characters."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        if "\\u" in (
            text if isinstance(text, str) else text.decode()
        ):  # only so a half comes in, which nobody can store
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except (ValueError, RecursionError):
        raise InvalidInput("The request is not valid JSON.") from None


def read_json(request: Request) -> object:
    """The body of a JSON request. Raises InvalidInput, LimitExceeded."""
    if request.mimetype != "application/json":
        raise InvalidInput("The request must be JSON: send Content-Type: application/json.")
    body = request.stream.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        raise LimitExceeded("The request is too large.", limit=MAX_BODY)
    return loads(body)
