"""An operation's results as a stream of text: computed and written by the one thread of its request, with heartbeats."""

import time
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from typing import cast

from strawberry.types import ExecutionResult

from masklet.api.config import ApiConfig
from masklet.api.context import Context
from masklet.api.errors import formatted
from masklet.api.operation import Operation
from masklet.api.quiet import finished, steps
from masklet.api.schema.build import StudioSchema
from masklet.api.stream_formats import Result, StreamFormat

Results = Generator[Result | None, None, None]


def body_of(result: ExecutionResult) -> Result:
    """The JSON of one result."""
    body: Result = {"data": result.data}
    if result.errors:
        body["errors"] = formatted(result.errors)
    return body


def results(schema: StudioSchema, wanted: Operation, context: Context) -> Results:
    """The results of an operation as they are asked for, so none is computed ahead of a slow reader; None: nothing yet."""
    opening = schema.stream(
        wanted.query, variable_values=wanted.variables, context_value=context, operation_name=wanted.name
    )
    stream = cast(AsyncGenerator[ExecutionResult, None], finished(opening))
    try:
        while True:
            try:
                result = yield from steps(anext(stream))
            except StopAsyncIteration:
                return
            yield body_of(result)
    finally:
        finished(stream.aclose())


def written(style: StreamFormat, results: Results, config: ApiConfig, left: Callable[[], bool]) -> Iterator[str]:
    """The bytes of a stream, with heartbeats; ends early when its client left or the server ends."""
    try:
        yield style.opening
        quiet_since = time.monotonic()
        for result in results:
            if config.closing.is_set() or (result is None and left()):
                return
            if result is None and time.monotonic() - quiet_since < config.heartbeat_s:
                continue
            yield style.heartbeat if result is None else style.result(result)
            quiet_since = time.monotonic()
        if not config.closing.is_set():  # cut off by the server's end, clients come back
            yield style.closing
    finally:
        results.close()
