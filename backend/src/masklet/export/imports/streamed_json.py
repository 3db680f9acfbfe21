"""JSON files of any length, item by item: what is not asked for is passed over, and only one item is held.

Where one item is long itself, its head (`heads`) and the entries of its list (`items`, a second time through the file) come apart.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import ijson
import numpy as np
from ijson.common import ObjectBuilder

from masklet.domain.errors import InvalidInput
from masklet.export.imports.files import ImportFiles

MOST_DEPTH = 100  # of lists in lists: the parser's paths grow with the square of it
MOST_ASKED = 50  # JSON files of a folder that are looked into for what they are
_BOM = b"\xef\xbb\xbf"
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|(\\?)\Z)', re.DOTALL)  # group 1 where it goes on after the end
_STEPS = np.zeros(256, np.int64)
_STEPS[list(b"[{")], _STEPS[list(b"]}")] = 1, -1
_Event = tuple[str, str, Any]


def items(files: ImportFiles, name: str, path: str) -> Iterator[Any]:
    """Every value at a path as ijson writes it ("annotations.item"), floats as floats. Raises InvalidInput for damaged JSON."""
    with _whole(files, name) as file:
        yield from ijson.items(file, path, use_float=True)


def fields(files: ImportFiles, name: str, wanted: Collection[str]) -> dict[str, Any]:
    """These values of the file's object, those that are there; the others are passed over. Raises InvalidInput."""
    found: dict[str, Any] = {}
    with _whole(files, name) as file:
        events = ijson.parse(file, use_float=True)
        for path, event, value in events:
            if path == "" and event == "map_key" and value in wanted:
                found[value] = _built(events)
    return found


@dataclass(frozen=True, slots=True)
class Head:
    """One object of a list. `said` are the values that were wanted; `entries` is how many the list has that was counted, `is_list`
    False where there is none: what stands there instead has entries on the same path all the same."""

    said: dict[str, Any]
    entries: int
    is_list: bool


def heads(files: ImportFiles, name: str, path: str, wanted: Collection[str], counted: str) -> Iterator[Head | None]:
    """Every object at a path; None for what is no object. Raises InvalidInput."""
    with _whole(files, name) as file:
        events = ijson.parse(file, use_float=True)
        for at, event, value in events:
            if at != path:
                continue
            if event == "start_map":
                said, entries, is_list = dict[str, Any](), 0, False
            elif event == "map_key":
                if value in wanted:
                    said[value] = _built(events)
                elif value == counted:
                    is_list, more = _counted(events)
                    entries += more
            elif event == "end_map":
                yield Head(said, entries, is_list)
            elif event != "end_array":
                yield None


def keys(files: ImportFiles, name: str, path: str = "", most: int = 50) -> list[str]:
    """The first keys of the JSON object at a path ("item": the first of a list), in their order; none where there is no such
    object, or it is damaged there."""
    found: list[str] = []
    opens = "start_map" if path == "" else "start_array"
    try:
        with _whole(files, name) as file:
            for at, event, value in ijson.parse(file, use_float=True):
                if at == path and event == "map_key":
                    found.append(value)
                is_other = at == "" and event not in ("map_key", opens)
                if is_other or len(found) >= most or (at == path and event == "end_map"):
                    break
    except InvalidInput:
        return found
    return found


def asked(files: ImportFiles) -> list[str]:
    """The JSON files that are looked into where a format is found out."""
    return files.ending(".json")[:MOST_ASKED]


def _built(events: Iterable[_Event]) -> object:
    """The value that begins with the next event."""
    builder, depth = ObjectBuilder(), 0
    for _, event, value in events:
        builder.event(event, value)
        depth += (event in ("start_map", "start_array")) - (event in ("end_map", "end_array"))
        if depth == 0:
            break
    return getattr(builder, "value", None)


def _counted(events: Iterable[_Event]) -> tuple[bool, int]:
    """Whether the next value is a list, and how many values it has on the path of a list's entries."""
    depth, count, is_list, is_entry = 0, 0, False, False
    for _, event, value in events:
        if event == "map_key":
            is_entry = depth == 1 and value == "item"  # such a key stands on that path, too
            continue
        if event in ("end_map", "end_array"):
            depth -= 1
        else:
            count += depth == 1 and (is_list or is_entry)
            is_list = is_list or (depth == 0 and event == "start_array")
            depth += event in ("start_map", "start_array")
        if depth == 0:
            break
    return is_list, count


@contextmanager
def _whole(files: ImportFiles, name: str) -> Iterator["_Shallow"]:
    with files.open(name) as file:
        try:
            yield _Shallow(file, name)
        except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
            raise InvalidInput(f"“{name}” is no whole JSON file.", reason="damagedFile") from error


class _Shallow:
    """A file that is read while nothing in it lies too deep: 200 kB of brackets would take all memory there is."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name = file, name
        self._depth = 0
        self._begun = b""  # of a string that goes on in the next piece
        self._is_first = True

    def read(self, size: int = -1) -> bytes:
        """As files read. Raises InvalidInput."""
        data = self._file.read(size)
        if self._is_first and data:
            data, self._is_first = data.removeprefix(_BOM) or b" ", False
        self._watch(data)
        return data

    def _watch(self, data: bytes) -> None:
        plain, quote, escape = _STRING.sub(_begun, self._begun + data).partition(b'"')
        self._begun = b'"' + escape if quote else b""
        depths = self._depth + np.cumsum(_STEPS[np.frombuffer(plain, np.uint8)])
        if depths.size:
            self._depth = int(depths[-1])
            if int(depths.max()) > MOST_DEPTH:
                raise InvalidInput(f"“{self._name}” is nested too deeply.", reason="damagedFile")


def _begun(string: re.Match[bytes]) -> bytes:
    """What is left of a string: nothing, or how one began that goes on in the next piece."""
    return b"" if string[1] is None else b'"' + string[1]
