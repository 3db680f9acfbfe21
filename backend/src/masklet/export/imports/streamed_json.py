"""JSON files of any length, item by item: what is not asked for is passed over, and only one item is held."""

from collections.abc import Iterator
from typing import Any

import ijson

from masklet.domain.errors import InvalidInput
from masklet.export.imports.files import ImportFiles


def items(files: ImportFiles, name: str, path: str) -> Iterator[Any]:
    """Every value at a path as ijson writes it ("annotations.item"), floats as floats. Raises InvalidInput for damaged JSON."""
    with files.open(name) as file:
        try:
            yield from ijson.items(file, path, use_float=True)
        except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
            raise InvalidInput(f"“{name}” is no whole JSON file.", reason="damagedFile") from error


def keys(files: ImportFiles, name: str, most: int = 50) -> list[str]:
    """The first keys of a JSON object, in their order; none where it is no such file, or is damaged there."""
    found: list[str] = []
    try:
        with files.open(name) as file:
            for path, event, value in ijson.parse(file, use_float=True):
                if path == "" and event == "map_key":
                    found.append(value)
                if len(found) >= most or (path == "" and event in ("end_map", "start_array")):
                    break
    except (ijson.JSONError, UnicodeDecodeError, RecursionError, InvalidInput):
        return found
    return found
