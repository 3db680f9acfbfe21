"""A multipart/form-data body as it arrives: small fields whole, one file in pieces. Knows nothing of GraphQL or uploads."""

from collections.abc import Iterator
from typing import IO

from werkzeug.exceptions import HTTPException
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData, Preamble

from masklet.domain.errors import InvalidInput

PIECE = 256 * 1024
MAX_FIELD = 1024**2
MAX_HEAD = 2 * 1024**2
MAX_PARTS = 8
BROKEN = "The upload ended early or is no valid multipart request."


class PartReader:
    """Reads one body, front to back, holding at most one piece of it. Every failure is InvalidInput."""

    def __init__(self, stream: IO[bytes], boundary: str) -> None:
        self._stream = stream
        self._boundary = boundary.encode("latin-1", "replace")
        self._decoder = MultipartDecoder(self._boundary, max_form_memory_size=MAX_HEAD, max_parts=MAX_PARTS)
        self._fed = 0

    def field(self, name: str) -> bytes:
        """The next part, which must be the field of this name."""
        event = self._next()
        if isinstance(event, Preamble):
            event = self._next()
        if not isinstance(event, Field) or event.name != name:
            raise InvalidInput(
                f"The multipart request must hold `operations`, `map` and the file, in this order; {name} is missing."
            )
        return self._whole(name)

    def file(self) -> tuple[str, str]:
        """Field name and file name of the next part, which must be a file."""
        event = self._next()
        if not isinstance(event, File):
            raise InvalidInput("The multipart request has no file after `operations` and `map`.")
        return event.name, event.filename

    def size_left(self, content_length: int | None) -> int | None:
        """How long the file is, where the length of the body is known: all that is left but the last boundary."""
        if content_length is None:
            return None
        before = self._fed - len(self._decoder.buffer) + len(b"\r\n")
        return max(0, content_length - before - len(self._boundary) - len(b"\r\n----\r\n"))

    def pieces(self) -> Iterator[bytes]:
        """The file's bytes."""
        while True:
            event = self._next()
            if not isinstance(event, Data):
                raise InvalidInput(BROKEN)
            if event.data:
                yield event.data
            if not event.more_data:
                return

    def end(self) -> None:
        """Nothing may follow the file."""
        if not isinstance(self._next(), Epilogue):
            raise InvalidInput("The multipart request holds more than one file.")

    def _whole(self, name: str) -> bytes:
        kept = bytearray()
        for piece in self.pieces():
            kept += piece
            if len(kept) > MAX_FIELD:
                raise InvalidInput(f"The part {name} of the request is too large.")
        return bytes(kept)

    def _next(self) -> Event:
        try:
            while isinstance(event := self._decoder.next_event(), NeedData):
                piece = self._stream.read(PIECE)
                self._fed += len(piece)
                self._decoder.receive_data(piece or None)
        except (ValueError, HTTPException, OSError):  # garbage, too large a head, the client left
            raise InvalidInput(BROKEN) from None
        return event


def part_reader(stream: IO[bytes], parameters: dict[str, str]) -> PartReader:
    """A reader for the boundary among the Content-Type's parameters. Raises InvalidInput."""
    boundary = parameters.get("boundary", "")
    if not 0 < len(boundary) <= 200:
        raise InvalidInput("The multipart request names no boundary.")
    return PartReader(stream, boundary)
