"""Names of classes in a YOLO data set: `names:` of data.yaml, or classes.txt. Reads just that of YAML, and strictly."""

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from masklet.domain.errors import InvalidInput
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.json_values import LONGEST

DATA, CLASSES = ("data.yaml", "data.yml", "dataset.yaml"), "classes.txt"
MOST_BYTES = 1 << 20
_ENTRY = re.compile(
    r"""\s*(?:(\d{1,6})\s*:\s+|-\s+)?("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"'\s\[\]{},#][^\[\]{},#]*)\s*"""
)
_COMMENT = re.compile(r"\s*(?:#.*)?$")


def class_names(files: ImportFiles) -> dict[int, str]:
    """By number; empty where no file tells them. Raises InvalidInput for `names:` that are neither a list nor numbered."""
    for name in files.names:
        if PurePosixPath(name).name.lower() in DATA:
            return _names(_text(files, name))
    for name in files.names:
        if PurePosixPath(name).name.lower() == CLASSES:
            return dict(enumerate(line.strip()[:LONGEST] for line in _text(files, name).splitlines() if line.strip()))
    return {}


def _text(files: ImportFiles, name: str) -> str:
    content = files.read(name)
    if len(content) > MOST_BYTES:
        raise InvalidInput(f"“{name}” is too long for names of classes.", reason="damagedFile")
    return content.decode("utf-8-sig", errors="replace")


def _names(text: str) -> dict[int, str]:
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("names:"):
            inline = line.removeprefix("names:").strip()
            if inline[:1] in ("[", "{"):
                return _numbered(_inline(inline, lines))
            if _COMMENT.match(inline):
                return _numbered(_block(lines))
            break
    else:
        return {}
    raise InvalidInput("The names of classes in data.yaml are neither a list nor numbered.")


def _inline(text: str, more: Iterator[str]) -> Iterator[tuple[str | None, str]]:
    """[a, b] or {0: a, 1: b}, over one line or several."""
    end, at = {"[": "]", "{": "}"}[text[0]], 1
    text = " ".join((text, *more))
    while not _ends(text, at, end):
        entry = _ENTRY.match(text, at)
        if entry is None or text[entry.end() : entry.end() + 1] not in (",", end):
            raise InvalidInput("The names of classes in data.yaml cannot be read.")
        yield entry[1], entry[2]
        at = entry.end() + (text[entry.end()] == ",")


def _ends(text: str, at: int, end: str) -> bool:
    while text[at : at + 1].isspace():
        at += 1
    return text[at : at + 1] == end


def _block(lines: Iterator[str]) -> Iterator[tuple[str | None, str]]:
    """A line for each, indented or with a dash, up to the next key."""
    for line in lines:
        if _COMMENT.match(line):
            continue
        if not line.startswith((" ", "\t", "-")):
            return
        entry = _ENTRY.match(line)
        if entry is None or not _COMMENT.match(line, entry.end()):
            raise InvalidInput("The names of classes in data.yaml cannot be read.")
        yield entry[1], entry[2]


def _numbered(entries: Iterator[tuple[str | None, str]]) -> dict[int, str]:
    return {place if told is None else int(told): _plain(word)[:LONGEST] for place, (told, word) in enumerate(entries)}


def _plain(word: str) -> str:
    if word.startswith("'"):
        return word[1:-1].replace("''", "'")
    if not word.startswith('"'):
        return word.strip()
    try:
        return str(json.loads(word))
    except ValueError as error:
        raise InvalidInput("The names of classes in data.yaml cannot be read.") from error
