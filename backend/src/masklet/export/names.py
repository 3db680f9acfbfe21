"""What people call things, made fit to name files and folders inside an export: safe on any system, never a path."""

import re
import unicodedata

LONGEST = 100  # bytes of UTF-8; file systems take 255, some tools less
_LONGEST_PLAIN = 60
_UNFIT = re.compile(r"[^\w-]+")
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')
_UNSHOWN = ("Cc", "Cf", "Cs", "Co", "Cn")
_JOINER = "\u200d"  # holds emoji together


def plain_name(text: str, otherwise: str = "video") -> str:
    """Letters, digits, "_" and "-" only, so that readers may split paths at "/", "." and blanks; `otherwise` where none is left."""
    return _UNFIT.sub("_", text).strip("_")[:_LONGEST_PLAIN] or otherwise


def file_stem(number: int, name: str) -> str:
    """`{number}_{name}`, or the number alone where nothing of the name can be written."""
    safe = safe_name(name)
    return f"{number}_{safe}" if safe else str(number)


def safe_name(name: str) -> str:
    """The name without slashes, marks that systems forbid and what shows nothing; cut between letters. May be empty."""
    kept = "".join(one for one in unicodedata.normalize("NFC", name) if one in "\t\n\r" or _is_shown(one))
    joined = _UNSAFE.sub("-", kept).strip(f"-._{_JOINER}")
    return joined.encode()[:LONGEST].decode(errors="ignore").rstrip(f"-._{_JOINER}")


def _is_shown(letter: str) -> bool:
    return letter == _JOINER or unicodedata.category(letter) not in _UNSHOWN
