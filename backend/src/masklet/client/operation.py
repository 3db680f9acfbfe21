"""One request of the API as a value, and what its answer means. No I/O: both clients send the same operations."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from masklet.client.errors import ApiError, BadAnswer
from masklet.client.reading import Fields

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Operation(Generic[T]):
    """A document whose one field is called `answer`, its variables, and how the data become a value."""

    document: str
    parse: Callable[[Fields], T]
    variables: Mapping[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, Any]:
        """What is posted as JSON."""
        return {"query": self.document, "variables": dict(self.variables)}

    @property
    def form(self) -> dict[str, str]:
        """What goes before the part `file`, whose place is the variable `file` (GraphQL multipart request)."""
        body = {"query": self.document, "variables": {"file": None, **self.variables}}
        return {"operations": json.dumps(body), "map": '{"file": ["variables.file"]}'}

    def answer(self, status: int, text: str) -> T:
        """The value of a response. Raises ApiError, BadAnswer."""
        try:
            body = json.loads(text)
        except ValueError:
            raise BadAnswer(
                f"The server answered with status {status} and no JSON: is this a Masklet server?"
            ) from None
        return self.result(body)

    def result(self, body: object) -> T:
        """The value of a GraphQL result. Raises ApiError, BadAnswer."""
        fields = Fields(body)
        if fields.has("errors"):
            raise _api_error(fields)
        return self.parse(fields.fields("data"))


def _api_error(fields: Fields) -> ApiError:
    errors = fields.each("errors")
    if not errors:
        return ApiError("INTERNAL", "The server refused without a reason.")
    known = errors[0].fields("extensions") if errors[0].has("extensions") else Fields({})
    code = known.text("code") if known.has("code") else "INTERNAL"
    return ApiError(code, errors[0].text("message"), known.mapping("details"))
