"""Interlaced pictures made whole, one for one and at their own times: the lines of two moments do not show as a comb."""

from collections import deque
from collections.abc import Iterable, Iterator
from fractions import Fraction

import av
from av.filter import Graph

_TICK = Fraction(1, 1000)  # the graph's own clock: one tick a picture


def without_combs(pictures: Iterable[av.VideoFrame]) -> Iterator[av.VideoFrame]:
    """The pictures as they come, those flagged as interlaced with their second field rebuilt (FFmpeg's bwdif).

    As many come out as went in, each with its own `pts`. One picture is held back from the first interlaced one on.
    """
    held: _Deinterlacer | None = None
    for picture in pictures:
        if held is not None and not held.fits(picture):
            yield from held.rest()
            held = None
        if held is None and picture.interlaced_frame:
            held = _Deinterlacer(picture)
        if held is None:
            yield picture
        else:
            yield from held.push(picture)
    if held is not None:
        yield from held.rest()


class _Deinterlacer:
    """A filter for pictures of one size and format; pictures in between that are not interlaced pass untouched."""

    def __init__(self, first: av.VideoFrame) -> None:
        self._shape = _shape(first)
        self._times: deque[int | None] = deque()  # of the pictures inside
        self._pushed = 0
        self._graph = Graph()
        self._graph.link_nodes(
            self._graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=_TICK),
            self._graph.add("bwdif", "mode=send_frame:deint=interlaced"),
            self._graph.add("buffersink"),
        ).configure()

    def fits(self, picture: av.VideoFrame) -> bool:
        """Whether the picture is of this filter's size and format."""
        return _shape(picture) == self._shape

    def push(self, picture: av.VideoFrame) -> Iterator[av.VideoFrame]:
        """Put a picture in; take out those that are done."""
        self._times.append(picture.pts)
        picture.pts, picture.time_base = self._pushed, _TICK
        self._pushed += 1
        self._graph.vpush(picture)
        return self._done()

    def rest(self) -> Iterator[av.VideoFrame]:
        """What is still inside, at the end."""
        self._graph.vpush(None)
        return self._done()

    def _done(self) -> Iterator[av.VideoFrame]:
        while True:
            try:
                picture = self._graph.vpull()
            except (av.BlockingIOError, av.EOFError):
                return
            picture.pts = self._times.popleft()
            yield picture


def _shape(picture: av.VideoFrame) -> tuple[int, int, str]:
    return picture.width, picture.height, picture.format.name
