"""The words of `masklet export` as values: ranges, numbers of objects, options of formats."""

import re
from collections.abc import Sequence

from masklet.cli.exits import NOT_FOUND, USAGE, fail
from masklet.domain.export import ExportFormatInfo, ParameterInfo, ParameterValue
from masklet.domain.session import TrackedObject

_RANGE = re.compile(r"(\d*)-(\d*)|(\d+)")
_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def format_of(name: str, formats: Sequence[ExportFormatInfo]) -> ExportFormatInfo:
    """Ends the program where there is none of this name."""
    for one in formats:
        if one.name == name:
            return one
    fail(NOT_FOUND, f"There is no export format {name}; there are {', '.join(one.name for one in formats)}.")


def frames_of_words(words: str | None) -> tuple[int, int | None]:
    """First and last, None the clip's: `12-31`, `12-`, `-31`, or `12` alone."""
    if words is None:
        return 0, None
    found = _RANGE.fullmatch(words.strip())
    if found is None or words.strip() == "-":
        fail(USAGE, f"--frames {words}: a range such as 12-31 is expected, both frames included; the first frame is 0.")
    first, last, alone = found.groups()
    if alone is not None:
        return int(alone), int(alone)
    return int(first or 0), int(last) if last else None


def objects_of_words(words: str | None, objects: Sequence[TrackedObject]) -> tuple[int, ...] | None:
    """Ids of the objects with these numbers (from 1), None for all: `1,3`."""
    if words is None:
        return None
    numbers = {one.number_in_files: one.object_id for one in objects}
    chosen = []
    for word in words.split(","):
        if not word.strip().isdecimal():
            fail(USAGE, f"--objects {words}: numbers such as 1,3 are expected; `masklet sessions show` lists them.")
        if int(word) not in numbers:
            known = ", ".join(f"{one.number_in_files} ({one.name})" for one in objects) or "none"
            fail(NOT_FOUND, f"The session has no object {int(word)}; its objects are {known}.")
        chosen.append(numbers[int(word)])
    return tuple(chosen)


def values_of_words(words: Sequence[str], chosen: ExportFormatInfo) -> dict[str, ParameterValue]:
    """Of `name=value`; whether values fit, the format itself decides."""
    known = {one.name: one for one in chosen.options}
    values: dict[str, ParameterValue] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            fail(USAGE, f"--option {word}: name=value is expected.")
        if name not in known:
            fail(USAGE, f"{chosen.name} has no option {name}; it has {', '.join(known) or 'none'}.")
        values[name] = _value(known[name], text)
    return values


def _value(option: ParameterInfo, text: str) -> ParameterValue:
    if option.kind == "toggle":
        return _SWITCHES.get(text.lower(), text)
    if option.kind == "number":
        try:
            return float(text)
        except ValueError:
            return text
    return text
