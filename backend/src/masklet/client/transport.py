"""What both clients do with httpx the same way: its errors as ours, its settings, a refused download or stream."""

import contextlib
import json
from collections.abc import Iterator

import httpx
import httpx_sse

from masklet.client.errors import ApiError, BadAnswer, ClientError, ConnectionLost
from masklet.client.operation import Operation, T
from masklet.client.patience import Patience

GRAPHQL = "/graphql"
STREAM = "text/event-stream"
_PASSING = {502, 503, 504}  # a proxy's word for a server that is being started again


class LineBroke(ConnectionLost):
    """Another try may help."""


@contextlib.contextmanager
def our_errors(kind: type[ConnectionLost] = ConnectionLost) -> Iterator[None]:
    """httpx's troubles with the line as ConnectionLost, and what no HTTP server says as BadAnswer."""
    try:
        yield
    except httpx.TransportError as error:
        raise kind(f"The server cannot be reached, or the line broke: {error or type(error).__name__}") from error
    except (httpx.RequestError, httpx_sse.SSEError) as error:
        raise BadAnswer(f"The server's answer cannot be read: {error}") from error


def asking(patience: Patience) -> httpx.Timeout:
    """For ordinary requests."""
    return httpx.Timeout(patience.answer_s)


def uploading(patience: Patience) -> httpx.Timeout:
    """The answer comes when the clip is prepared, however long that takes."""
    return httpx.Timeout(patience.answer_s, read=None)


def streaming(patience: Patience) -> httpx.Timeout:
    """Silence is a broken line."""
    return httpx.Timeout(patience.answer_s, read=patience.silence_s)


def is_stream(response: httpx.Response) -> bool:
    """Events follow; anything else is read whole and given to `refused_stream`."""
    return response.status_code == 200 and response.headers.get("content-type", "").startswith(STREAM)


def answered(operation: Operation[T], response: httpx.Response) -> T:
    """The value of a response. Raises ApiError, BadAnswer, ConnectionLost where only a proxy answered."""
    if response.status_code in _PASSING:
        raise LineBroke(f"The server answered with status {response.status_code}.")
    return operation.answer(response.status_code, response.text)


def refused_stream(operation: Operation[T], response: httpx.Response) -> ClientError:
    """Why there is no stream: LineBroke where another try may help."""
    try:
        answered(operation, response)
    except ClientError as error:
        return error
    return BadAnswer("The server answered a subscription with one result.")


def parsed_event(operation: Operation[T], event: httpx_sse.ServerSentEvent) -> T | None:
    """The value of a `next` event; None for others, as `complete`. Raises ApiError, BadAnswer."""
    if event.event != "next":
        return None
    try:
        body = json.loads(event.data)
    except ValueError:
        raise BadAnswer("The server's stream holds an event that is no JSON.") from None
    return operation.result(body)


def check_download(response: httpx.Response) -> None:
    """Raises ApiError unless the file follows; the body was read where it does not."""
    if response.status_code == 200:
        return
    try:
        error = json.loads(response.text)["error"]
        code, message = str(error["code"]), str(error["message"])
    except (ValueError, KeyError, TypeError):
        raise BadAnswer(f"The server answered a download with status {response.status_code}.") from None
    raise ApiError(code, message)
