"""Values of JSON that anyone may have written, as what they should be. Pure."""

from masklet.export.imports.found import Key

LONGEST = 200  # characters of what a file calls something


def key_of(found: object) -> Key | None:
    """An id, or None for what is none."""
    if isinstance(found, str):
        return found[:LONGEST]
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def text_of(found: object) -> str:
    """A name or a number in words; empty for what is neither."""
    return str(found)[:LONGEST] if isinstance(found, str | int | float) else ""


def whole_of(found: object) -> int | None:
    """A whole number, also one written as a fraction; None for anything else."""
    if isinstance(found, float) and found.is_integer():
        return int(found)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def sizes_of(height: object, width: object) -> tuple[int, int] | None:
    """(height, width), where both are whole numbers."""
    rows, columns = whole_of(height), whole_of(width)
    return None if rows is None or columns is None else (rows, columns)
