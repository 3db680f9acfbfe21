"""One GraphQL request, parsed: the document, its variables, what kind of operation it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import DocumentNode, GraphQLError, OperationType
from graphql.utilities import get_operation_ast

from masklet.api.document_limits import check_limits
from masklet.api.schema.build import parsed, schema_shape
from masklet.domain.errors import InvalidInput

MAX_QUERY = 100_000


@dataclass(frozen=True, slots=True)
class Operation:
    """`name` may be None: most clients send documents with one operation and leave it out."""

    query: str
    variables: dict[str, Any]
    name: str | None

    @property
    def is_subscription(self) -> bool:
        """False also for documents that do not parse: executing them says why."""
        return self._kind() is OperationType.SUBSCRIPTION

    @property
    def is_mutation(self) -> bool:
        """False also for documents that do not parse."""
        return self._kind() is OperationType.MUTATION

    @property
    def is_readable(self) -> bool:
        """Whether the document parses. One that does not opens no stream: executing it plainly says why."""
        try:
            parsed(self.query)
        except GraphQLError:
            return False
        return True

    def check_choice(self) -> None:
        """Raises InvalidInput when the document does not say which of its operations is meant, or asks for too much."""
        try:
            document = _within_limits(self.query)
        except GraphQLError:
            return
        except RecursionError:
            raise InvalidInput("The query nests too deeply.") from None
        if get_operation_ast(document, self.name) is None:
            raise InvalidInput("The request must name one operation of its document as operationName.")

    def _kind(self) -> OperationType | None:
        try:
            found = get_operation_ast(parsed(self.query), self.name)
        except GraphQLError:
            return None
        return None if found is None else found.operation


@lru_cache(maxsize=256)
def _within_limits(query: str) -> DocumentNode:
    document = parsed(query)
    check_limits(document, schema_shape())
    return document


def operation(body: object) -> Operation:
    """From the JSON of a request. Raises InvalidInput."""
    if not isinstance(body, Mapping):
        raise InvalidInput("A GraphQL request is a JSON object with a query.")
    query, variables, name = body.get("query"), body.get("variables"), body.get("operationName")
    if not isinstance(query, str) or not query:
        raise InvalidInput("The request has no query.")
    if len(query) > MAX_QUERY:
        raise InvalidInput("The query is too long.")
    if variables is not None and not isinstance(variables, dict):
        raise InvalidInput("The variables are no JSON object.")
    if name is not None and not isinstance(name, str):
        raise InvalidInput("The operation's name is no text.")
    wanted = Operation(query, dict(variables or {}), name or None)
    wanted.check_choice()
    return wanted
