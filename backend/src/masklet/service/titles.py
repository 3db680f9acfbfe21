"""Names that people give, made fit to show and to save under. Pure; a name is never a path here."""

import re
import unicodedata

from masklet.domain.errors import InvalidInput

MAX_TITLE = 80
MAX_NAME = 200
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def title_from(file_name: str) -> str:
    """A title from what a person's file was called: its last part without its ending, shortened with "…"."""
    last = re.split(r"[\\/]", file_name.strip().rstrip("\\/"))[-1]
    return _shortened(_SUFFIX.sub("", _printable(last)).strip(" .")) or "Untitled"


def clean_name(name: str) -> str:
    """A name that a person typed. Raises InvalidInput when nothing of it can be shown, or too much."""
    cleaned = _printable(name).strip()
    if not cleaned:
        raise InvalidInput("A name needs at least one character.", reason="noName")
    if len(cleaned) > MAX_NAME:
        raise InvalidInput(f"The name is longer than {MAX_NAME} characters.", reason="longName", limit=MAX_NAME)
    return cleaned


def suffix_of(file_name: str) -> str:
    """The file's ending with its dot, in lower case; `.bin` where there is none to trust."""
    found = _SUFFIX.search(file_name)
    return found.group().lower() if found else ".bin"


def download_name(title: str, format_name: str, suffix: str, part: tuple[int, int] | None = None) -> str:
    """What an export is saved as on any system; `part`: its first and last frame, where it is not the whole clip."""
    stem = _UNSAFE.sub("-", _printable(title)).strip(" .-") or "masklets"
    frames = f"-{part[0]}-{part[1]}" if part else ""
    return f"{stem}-{format_name}{frames}{suffix}"


def _printable(text: str) -> str:
    """Without control and formatting characters (which could turn the reading direction), white space as one blank."""
    kept = "".join(" " if char.isspace() else char for char in text if _is_shown(char))
    return re.sub(r" +", " ", unicodedata.normalize("NFC", kept))


def _is_shown(char: str) -> bool:
    # U+200D joins emoji; other formatting characters, lone surrogates and control characters show nothing.
    return char.isspace() or char == "\u200d" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_TITLE else text[: MAX_TITLE - 1].rstrip() + "…"
