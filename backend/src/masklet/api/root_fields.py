"""What an operation asks for, before it runs: the field of the root by which it is counted, the session that it is about."""

from typing import Any

from graphql import FieldNode, GraphQLError, OperationDefinitionNode, ValueNode
from graphql.utilities import get_operation_ast, value_from_ast_untyped

from masklet.api.operation import Operation
from masklet.api.schema.build import parsed, schema_shape

SEVERAL, UNKNOWN = "several", "unknown"


def operation_name(wanted: Operation) -> str:
    """The one field of the schema that it asks for; never a word of the client's own, so that there are only so many."""
    node = _node(wanted)
    names = {field.name.value for field in _fields(node)}
    if node is None or not names:
        return UNKNOWN
    if len(names) > 1:
        return SEVERAL
    root = schema_shape().get_root_type(node.operation)
    [name] = names
    return name if name == "__typename" or (root is not None and name in root.fields) else UNKNOWN


def session_of(wanted: Operation) -> str | None:
    """The session of its first field, where that names one."""
    for field in _fields(_node(wanted))[:1]:
        arguments = {each.name.value: _value(each.value, wanted.variables) for each in field.arguments or ()}
        within = arguments.get("input")
        said = arguments.get("sessionId") or (within.get("sessionId") if isinstance(within, dict) else None)
        return said if isinstance(said, str) and len(said) <= 64 else None
    return None


def _node(wanted: Operation) -> OperationDefinitionNode | None:
    try:
        return get_operation_ast(parsed(wanted.query), wanted.name)
    except GraphQLError:
        return None


def _fields(node: OperationDefinitionNode | None) -> list[FieldNode]:
    chosen = () if node is None else node.selection_set.selections
    return [each for each in chosen if isinstance(each, FieldNode)]


def _value(node: ValueNode, variables: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    return value_from_ast_untyped(node, variables)
