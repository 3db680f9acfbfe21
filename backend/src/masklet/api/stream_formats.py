"""How streamed GraphQL results are written: Server-Sent Events and two dialects of multipart/mixed. Pure text, no I/O."""

import json
from typing import Any, Protocol

Result = dict[str, Any]


def compact(value: object) -> str:
    """JSON on one line."""
    return json.dumps(value, separators=(",", ":"))


class StreamFormat(Protocol):
    """One way to write results. `opening` is sent at once, `heartbeat` when nothing else is."""

    @property
    def content_type(self) -> str: ...
    @property
    def opening(self) -> str: ...
    @property
    def heartbeat(self) -> str: ...
    @property
    def closing(self) -> str: ...
    def result(self, result: Result) -> str: ...


class ServerSentEvents:
    """GraphQL over SSE, distinct connections mode (graphql-sse PROTOCOL.md). Lines end in LF: urql splits at blank lines."""

    content_type = "text/event-stream; charset=utf-8"
    opening = ":\n\n"
    heartbeat = ":\n\n"
    closing = "event: complete\ndata:\n\n"

    def result(self, result: Result) -> str:
        """One `next` event."""
        return f"event: next\ndata: {compact(result)}\n\n"


class _Parts:
    """Parts end with the next delimiter, so that a client can read each one at once."""

    boundary = "graphql"
    opening = f"\r\n--{boundary}"

    def _part(self, body: object) -> str:
        head = "Content-Type: application/json; charset=utf-8"
        return f"\r\n{head}\r\n\r\n{compact(body)}\r\n--{self.boundary}"


class ApolloMultipart(_Parts):
    """Apollo's multipart subscriptions 1.0: results in a `payload`, an empty object as heartbeat."""

    content_type = 'multipart/mixed;boundary=graphql;subscriptionSpec="1.0"'
    closing = "--\r\n"

    @property
    def heartbeat(self) -> str:
        """A part that Apollo's clients leave out."""
        return self._part({})

    def result(self, result: Result) -> str:
        """One result."""
        return self._part({"payload": result})


class IncrementalMultipart(_Parts):
    """Incremental delivery as urql reads it: bare results with `hasNext`. Heartbeat: padding after the delimiter."""

    content_type = "multipart/mixed; boundary=graphql"
    heartbeat = " "

    @property
    def closing(self) -> str:
        """The last part says that nothing follows."""
        return self._part({"hasNext": False}) + "--\r\n"

    def result(self, result: Result) -> str:
        """One result, more may follow."""
        return self._part({**result, "hasNext": True})


def chosen_format(accept: str, is_subscription: bool) -> StreamFormat | None:
    """The format a client asks for; None where it wants, or also takes, one plain JSON answer.

    Clients name several types; queries and mutations are streamed only to those that take no JSON.
    """
    types = [part.strip().lower() for part in accept.split(",")]
    names = [part.split(";")[0].strip() for part in types]
    if not is_subscription and (not accept or any(name in _PLAIN for name in names)):
        return None
    if "text/event-stream" in names:
        return ServerSentEvents()
    if "multipart/mixed" not in names:
        return None
    apollo = "subscriptionspec" in types[names.index("multipart/mixed")]
    return ApolloMultipart() if apollo else IncrementalMultipart()


_PLAIN = {"application/json", "application/graphql-response+json", "application/*", "*/*"}
