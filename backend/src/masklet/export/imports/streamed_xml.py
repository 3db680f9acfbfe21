"""XML of any length, element by element; files that declare a document type are refused, so that no entity is ever expanded."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers import expat

from masklet.domain.errors import InvalidInput
from masklet.export.imports.files import ImportFiles

Step = tuple[str, Element]  # "start" or "end"
_PIECE = 1 << 16


def steps(files: ImportFiles, name: str) -> Iterator[Step]:
    """Beginnings and ends in the file's order. Who has read an element clears it, so that the file is not held.

    Raises InvalidInput for damaged XML and for a document type.
    """
    if root_of(files, name) is None:
        raise InvalidInput(f"“{name}” is no XML file that is taken here.", reason="damagedFile")
    with files.open(name) as file:
        try:
            yield from iterparse(file, ("start", "end"))
        except (ParseError, LookupError, UnicodeError) as error:
            raise InvalidInput(f"“{name}” is no whole XML file.", reason="damagedFile") from error


def root_of(files: ImportFiles, name: str) -> str | None:
    """The tag of the outermost element; None where there is none, or a document type stands before it.

    A document type can stand nowhere else, and the parser finds it in any encoding.
    """
    found = _Beginning()
    try:
        with files.open(name) as file:
            while not found.is_over and (piece := file.read(_PIECE)):
                found.feed(piece)
    except (expat.ExpatError, InvalidInput, LookupError, UnicodeError):
        return None
    return found.root if not found.is_refused else None


class _Beginning:
    """What comes up to the first element."""

    def __init__(self) -> None:
        self.root: str | None = None
        self.is_refused = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._begin

    @property
    def is_over(self) -> bool:
        return self.root is not None or self.is_refused

    def feed(self, piece: bytes) -> None:
        """The next bytes; damage behind the first element is not met here."""
        try:
            self._parser.Parse(piece)
        except expat.ExpatError:
            if not self.is_over:
                raise

    def _refuse(self, *about: object) -> None:
        self.is_refused = True

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if self.root is None:
            self.root = tag
