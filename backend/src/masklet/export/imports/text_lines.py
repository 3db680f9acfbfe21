"""Text files of any length, line by line; a line without end is damage."""

from collections.abc import Iterator

from masklet.domain.errors import InvalidInput
from masklet.export.imports.files import ImportFiles

LONGEST_LINE = 1 << 20


def text_lines(files: ImportFiles, name: str) -> Iterator[str]:
    """UTF-8, what is none replaced; with their ends. Raises InvalidInput."""
    with files.open(name) as file:
        while line := file.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise InvalidInput(f"“{name}” has a line without end.", reason="damagedFile")
            yield line.decode("utf-8-sig", errors="replace").replace("\0", "")
