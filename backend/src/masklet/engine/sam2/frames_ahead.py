"""Frames made ready by a thread while others are computed on, and a source that several threads may read. Knows no video."""

import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Protocol, Self, TypeVar

from masklet.domain.errors import MaskletError
from masklet.engine.protocol import Frame, FrameSource

T = TypeVar("T")
_THREAD_NAME = "frames-ahead"


class OpenFrames(FrameSource, Protocol):
    """A frame source and its end."""

    def close(self) -> None:
        """Give the file and memory back. Idempotent."""
        ...


class LockedFrames:
    """A frame source for several threads, one read at a time; it owns the source that it is given."""

    def __init__(self, source: OpenFrames) -> None:
        self._source, self._lock = source, threading.Lock()

    @property
    def frame_count(self) -> int:
        """See FrameSource."""
        return self._source.frame_count

    @property
    def width(self) -> int:
        """See FrameSource."""
        with self._lock:  # some sources look into their first frame for it
            return self._source.width

    @property
    def height(self) -> int:
        """See FrameSource."""
        with self._lock:
            return self._source.height

    def read(self, frame_index: int) -> Frame:
        """See FrameSource."""
        with self._lock:
            return self._source.read(frame_index)

    def close(self) -> None:
        """Close the source, after the read that is under way. Idempotent."""
        with self._lock:
            self._source.close()


class FramesAhead(Iterator[tuple[int, T | MaskletError]]):
    """Pairs of a frame index and what `read` gave for it, in the order asked for, at most `depth` of them read ahead.

    A MaskletError that `read` raises comes as a value, and the next frame follows; any other error is raised here, in its
    turn. The thread begins at once. It ends when all is read, with `close`, or when nobody holds this any more.
    """

    def __init__(self, read: Callable[[int], T], order: Iterable[int], depth: int) -> None:
        self._read, self._order, self._depth = read, iter(order), max(1, depth)
        self._pending: deque[tuple[int, Future[T]]] = deque()
        self._thread = ThreadPoolExecutor(1, _THREAD_NAME)
        # not a method of this object: the finalizer must not keep it alive
        self._stop = weakref.finalize(self, self._thread.shutdown, wait=False, cancel_futures=True)
        self._fill()

    def __next__(self) -> tuple[int, T | MaskletError]:
        """The next frame; waits for it."""
        if not self._pending:
            self.close()
            raise StopIteration
        frame_index, future = self._pending.popleft()
        try:
            frame: T | MaskletError = future.result()
        except MaskletError as error:
            frame = error
        self._fill()
        return frame_index, frame

    def close(self) -> None:
        """Stop; returns when the read that is under way, if any, is done. Idempotent."""
        self._stop()
        self._pending.clear()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _fill(self) -> None:
        while len(self._pending) < self._depth and (frame_index := next(self._order, None)) is not None:
            self._pending.append((frame_index, self._thread.submit(self._read, frame_index)))
