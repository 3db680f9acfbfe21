"""An operation's results as a stream of text: executed in one thread, written with heartbeats by another."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from typing import cast

from strawberry.types import ExecutionResult

from masklet.api.config import ApiConfig
from masklet.api.context import Context
from masklet.api.errors import formatted
from masklet.api.operation import Operation
from masklet.api.schema.build import StudioSchema
from masklet.api.stream_formats import Result, StreamFormat
from masklet.api.streaming import Feed


def body_of(result: ExecutionResult) -> Result:
    """The JSON of one result."""
    body: Result = {"data": result.data}
    if result.errors:
        body["errors"] = formatted(result.errors)
    return body


def results(schema: StudioSchema, wanted: Operation, context: Context) -> Iterator[Result]:
    """The results of an operation, one after another, driven in an event loop of this thread."""
    loop = asyncio.new_event_loop()
    try:
        stream = loop.run_until_complete(
            schema.stream(
                wanted.query,
                variable_values=wanted.variables,
                context_value=context,
                operation_name=wanted.name,
            )
        )
        try:
            yield from _drained(loop, cast(AsyncGenerator[ExecutionResult, None], stream))
        finally:
            loop.run_until_complete(stream.aclose())
            loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()


def _drained(loop: asyncio.AbstractEventLoop, stream: AsyncGenerator[ExecutionResult, None]) -> Iterator[Result]:
    while True:
        try:
            result = loop.run_until_complete(anext(stream))
        except StopAsyncIteration:
            return
        yield body_of(result)


def written(style: StreamFormat, feed: Feed[Result], config: ApiConfig, left: Callable[[], bool]) -> Iterator[str]:
    """The bytes of a stream, with heartbeats; ends early when its client left or the server ends."""
    try:
        yield style.opening
        quiet_since = time.monotonic()
        while not config.closing.is_set():
            try:
                result = feed.next(config.tick_s)
            except StopIteration:
                if not config.closing.is_set():  # cut off by the server's end, clients come back
                    yield style.closing
                return
            if result is None and left():
                return
            if result is None and time.monotonic() - quiet_since < config.heartbeat_s:
                continue
            yield style.heartbeat if result is None else style.result(result)
            quiet_since = time.monotonic()
    finally:
        feed.close()
