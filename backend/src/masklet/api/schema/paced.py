"""Marks fields that one client may use only so often."""

from collections.abc import Callable
from typing import Any

from strawberry.extensions import FieldExtension

from masklet.api.context import Info
from masklet.api.pace import Kind


class Paced(FieldExtension):
    """Takes one of the client's tokens of this kind before the field is resolved. Raises TooOften."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def resolve(self, next_: Callable[..., Any], source: Any, info: Info, **arguments: Any) -> Any:  # noqa: ANN401 - strawberry's own
        """See FieldExtension."""
        info.context.pace(self.kind)
        return next_(source, info, **arguments)
