"""How failures look on the wire: codes, sentences, HTTP statuses. The only place that maps the error tree."""

import json
from collections.abc import Sequence
from enum import Enum
from typing import Any

import structlog
from flask import Response, g, has_request_context, jsonify
from graphql import GraphQLError

from masklet.domain import errors
from masklet.domain.errors import LimitExceeded, MaskletError, TooOften

INTERNAL_SENTENCE = "Something went wrong on the server; it has been logged."
log = structlog.get_logger(__name__)


class ErrorCode(Enum):
    """The closed list of `extensions.code`."""

    SESSION_NOT_FOUND = "SESSION_NOT_FOUND"
    VIDEO_NOT_FOUND = "VIDEO_NOT_FOUND"
    OBJECT_NOT_FOUND = "OBJECT_NOT_FOUND"
    JOB_NOT_FOUND = "JOB_NOT_FOUND"
    UPLOAD_NOT_FOUND = "UPLOAD_NOT_FOUND"
    DELETED_NOT_FOUND = "DELETED_NOT_FOUND"
    SHARE_NOT_FOUND = "SHARE_NOT_FOUND"
    FRAME_OUT_OF_RANGE = "FRAME_OUT_OF_RANGE"
    INVALID_PROMPT = "INVALID_PROMPT"
    INVALID_INPUT = "INVALID_INPUT"
    OBJECT_LOCKED = "OBJECT_LOCKED"
    FRAME_ACCEPTED = "FRAME_ACCEPTED"
    VIDEO_UNREADABLE = "VIDEO_UNREADABLE"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    STORAGE_FULL = "STORAGE_FULL"
    STORAGE_UNAVAILABLE = "STORAGE_UNAVAILABLE"
    QUOTA_EXCEEDED = "QUOTA_EXCEEDED"
    ENGINE_UNAVAILABLE = "ENGINE_UNAVAILABLE"
    DEVICE_OUT_OF_MEMORY = "DEVICE_OUT_OF_MEMORY"
    CHECKPOINT_NOT_FOUND = "CHECKPOINT_NOT_FOUND"
    CHECKPOINT_UNREADABLE = "CHECKPOINT_UNREADABLE"
    NETWORK_UNAVAILABLE = "NETWORK_UNAVAILABLE"
    DOWNLOAD_RUNNING = "DOWNLOAD_RUNNING"
    NOTHING_TO_PROPAGATE = "NOTHING_TO_PROPAGATE"
    PROPAGATION_RUNNING = "PROPAGATION_RUNNING"
    UNKNOWN_EXPORT = "UNKNOWN_EXPORT"
    WORKER_FAILED = "WORKER_FAILED"
    CANCELLED = "CANCELLED"
    FORBIDDEN = "FORBIDDEN"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    RATE_LIMITED = "RATE_LIMITED"
    INTERNAL = "INTERNAL"


class Forbidden(MaskletError):
    """A page of a foreign origin tried to change something."""

    code = "FORBIDDEN"


class ForeignHost(Forbidden):
    """The server was asked under a name that is not its own, as a page does whose name was pointed here (DNS rebinding)."""


class TooManyStreams(LimitExceeded):
    """Every thread that streams may hold is taken; the others are kept for ordinary requests."""


_STATUS = {
    ErrorCode.SESSION_NOT_FOUND: 404,
    ErrorCode.VIDEO_NOT_FOUND: 404,
    ErrorCode.OBJECT_NOT_FOUND: 404,
    ErrorCode.JOB_NOT_FOUND: 404,
    ErrorCode.UPLOAD_NOT_FOUND: 404,
    ErrorCode.SHARE_NOT_FOUND: 404,
    ErrorCode.FRAME_OUT_OF_RANGE: 404,
    ErrorCode.DELETED_NOT_FOUND: 404,
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.LIMIT_EXCEEDED: 413,
    ErrorCode.CHECKPOINT_NOT_FOUND: 404,
    ErrorCode.DOWNLOAD_RUNNING: 409,
    ErrorCode.NETWORK_UNAVAILABLE: 502,
    ErrorCode.DEVICE_OUT_OF_MEMORY: 507,
    ErrorCode.OBJECT_LOCKED: 409,
    ErrorCode.FRAME_ACCEPTED: 409,
    ErrorCode.NOTHING_TO_PROPAGATE: 409,
    ErrorCode.PROPAGATION_RUNNING: 409,
    ErrorCode.ENGINE_UNAVAILABLE: 409,
    ErrorCode.CANCELLED: 409,
    ErrorCode.STORAGE_FULL: 507,
    ErrorCode.STORAGE_UNAVAILABLE: 503,
    ErrorCode.QUOTA_EXCEEDED: 507,
    ErrorCode.WORKER_FAILED: 500,
    ErrorCode.INTERNAL: 500,
}


def code_of(text: str | None) -> ErrorCode:
    """The code as kept with a job or an error; INTERNAL for anything that is not on the list."""
    return ErrorCode.__members__.get(text or "", ErrorCode.INTERNAL)


def status_of(error: MaskletError) -> int:
    """The HTTP status of an error outside a GraphQL answer."""
    if isinstance(error, TooManyStreams):
        return 429
    return 421 if isinstance(error, ForeignHost) else _STATUS.get(code_of(error.code), 400)


def expected(error: BaseException) -> MaskletError:
    """The error itself if it is one of ours; anything else is logged whole and becomes a plain sentence."""
    if isinstance(error, MaskletError):
        return error
    log.error("unexpected error", exc_info=error)
    return MaskletError(INTERNAL_SENTENCE)


def graphql_body(error: MaskletError) -> dict[str, Any]:
    """An answer without data, for requests that never reached the schema."""
    return {"data": None, "errors": [{"message": error.message, "extensions": _extensions(error)}]}


def graphql_refusal(error: BaseException, status: int | None = None) -> Response:
    """A GraphQL-shaped refusal with an HTTP status."""
    known = expected(error)
    _note(known)
    response = jsonify(graphql_body(known))
    response.status_code = status or status_of(known)
    come_again(response, known)
    return response


def come_again(response: Response, error: MaskletError) -> None:
    """When, where that is what it was about."""
    if isinstance(error, TooOften):
        response.headers["Retry-After"] = str(error.details["retry_after_s"])


def plain_refusal(error: BaseException) -> Response:
    """`{"error": {"code", "message"}}` with an HTTP status, for everything that is not GraphQL."""
    known = expected(error)
    _note(known)
    response = jsonify({"error": {"code": code_of(known.code).value, "message": known.message}})
    response.status_code = status_of(known)
    come_again(response, known)
    return response


def _note(error: MaskletError) -> None:
    """For the request's line in the log, and its count (see requests.py)."""
    if has_request_context():
        g.error_code = code_of(error.code).value


def promised() -> str:
    """contract/errors.json: each code with its reasons, each reason with the details that it brings."""
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, MaskletError)]
    reasons: dict[str, dict[str, list[str]]] = {code.value: {} for code in ErrorCode}
    for kind in kinds:
        own = {reason: list(details) for reason, details in kind.reasons.items()}
        reasons[code_of(kind.code).value].update(own)
    return json.dumps({code: dict(sorted(own.items())) for code, own in sorted(reasons.items())}, indent=2) + "\n"


def formatted(faults: Sequence[GraphQLError]) -> list[dict[str, Any]]:
    """The errors of an execution as the wire has them: message, place, path, code, details; never a trace or a path."""
    return [_formatted(error) for error in faults]


def _formatted(error: GraphQLError) -> dict[str, Any]:
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):  # parsing, validation, variables: the standard sentence
        return {**error.formatted, "extensions": {"code": ErrorCode.INVALID_INPUT.value}}
    known = expected(cause)
    return {**error.formatted, "message": known.message, "extensions": _extensions(known)}


def _extensions(error: MaskletError) -> dict[str, Any]:
    details = {"details": error.details} if error.details else {}
    return {"code": code_of(error.code).value, **details}
