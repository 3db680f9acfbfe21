"""JSON of strangers as typed values: each look says what it wants, and BadAnswer says where something else was found."""

from collections.abc import Mapping
from typing import Any

from masklet.client.errors import BadAnswer


class Fields:
    """One JSON object; `place` names it in errors, as `videos.edges[3]`."""

    def __init__(self, value: object, place: str = "answer") -> None:
        if not isinstance(value, dict):
            raise BadAnswer(f"The server's answer holds no object at {place}.")
        self._values: Mapping[str, Any] = value
        self._place = place

    def has(self, name: str) -> bool:
        """The field is there and not null."""
        return self._values.get(name) is not None

    def text(self, name: str) -> str:
        """A string, or an ID."""
        value = self._values.get(name)
        return value if isinstance(value, str) else self._refuse(name, "text")

    def whole(self, name: str) -> int:
        """An Int: true and 1.0 are none."""
        value = self._values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else self._refuse(name, "whole number")

    def number(self, name: str) -> float:
        """A Float, which JSON may write as 1."""
        value = self._values.get(name)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if is_number else self._refuse(name, "number")  # type: ignore[arg-type]

    def flag(self, name: str) -> bool:
        """A Boolean."""
        value = self._values.get(name)
        return value if isinstance(value, bool) else self._refuse(name, "boolean")

    def fields(self, name: str) -> "Fields":
        """An object inside."""
        return Fields(self._values.get(name), self._at(name))

    def mapping(self, name: str) -> dict[str, object]:
        """An object whose fields nobody foretells; empty where it is left out."""
        value = self._values.get(name)
        return dict(value) if isinstance(value, dict) else {}

    def each(self, name: str) -> list["Fields"]:
        """A list of objects."""
        return [Fields(item, f"{self._at(name)}[{k}]") for k, item in enumerate(self._list(name))]

    def numbers(self, name: str) -> tuple[float, ...]:
        """A list of Float."""
        return self._row(self._list(name), name)

    def wholes(self, name: str) -> tuple[int, ...]:
        """A list of Int."""
        items = self._list(name)
        if not all(isinstance(item, int) and not isinstance(item, bool) for item in items):
            self._refuse(name, "list of whole numbers")
        return tuple(items)

    def pairs(self, name: str) -> list[tuple[float, float]]:
        """A list of lists of two numbers."""
        rows = [self._row(row, name) for row in self._list(name)]
        if not all(len(row) == 2 for row in rows):
            self._refuse(name, "list of pairs")
        return [(row[0], row[1]) for row in rows]

    def _row(self, items: object, name: str) -> tuple[float, ...]:
        if isinstance(items, list) and all(isinstance(x, int | float) and not isinstance(x, bool) for x in items):
            return tuple(float(x) for x in items)
        raise self._wrong(name, "list of numbers")

    def _list(self, name: str) -> list[Any]:
        value = self._values.get(name)
        return value if isinstance(value, list) else self._refuse(name, "list")

    def _at(self, name: str) -> str:
        return f"{self._place}.{name}"

    def _refuse(self, name: str, wanted: str) -> Any:  # noqa: ANN401 - it only raises
        raise self._wrong(name, wanted)

    def _wrong(self, name: str, wanted: str) -> BadAnswer:
        return BadAnswer(f"The server's answer holds no {wanted} at {self._at(name)}.")
