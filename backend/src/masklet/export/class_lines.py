"""Names of classes for files that have one a line: none is empty, has a line break, or is there twice."""

from collections.abc import Mapping


def class_lines(numbers: Mapping[str, int]) -> dict[int, str]:
    """By number, ascending, from the names' numbers."""
    found: dict[int, str] = {}
    for name, number in sorted(numbers.items(), key=lambda item: item[1]):
        plain = " ".join(name.split()) or f"class {number}"
        found[number] = plain if plain not in found.values() else f"{plain} {number}"
    return found
