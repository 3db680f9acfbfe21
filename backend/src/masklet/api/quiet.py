"""How a subscription says that nothing happened for a moment, to whoever drives it without an event loop."""

import contextlib
from collections.abc import Awaitable, Generator
from typing import TypeVar

T = TypeVar("T")


class Quiet:
    """Awaited by a subscription when nothing happens, so that its thread can look after the client."""

    def __await__(self) -> Generator[None, None, None]:
        yield


def steps(work: Awaitable[T]) -> Generator[None, None, T]:
    """Runs to the end in this thread, with a None for each time it was quiet. What else it awaits must be there already.

    An event loop would do, but holds three files; there are hundreds of idle streams.
    """
    running = work.__await__()
    while True:
        try:
            next(running)
        except StopIteration as end:
            result: T = end.value
            return result
        try:
            yield
        except GeneratorExit as left:  # an asynchronous generator is not ended by closing what it awaits
            with contextlib.suppress(GeneratorExit, StopIteration, StopAsyncIteration):
                running.throw(left)
            raise


def finished(work: Awaitable[T]) -> T:
    """The result of what is never quiet, or whose quiet is of no interest."""
    running = steps(work)
    while True:
        try:
            next(running)
        except StopIteration as end:
            result: T = end.value
            return result
