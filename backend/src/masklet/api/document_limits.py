"""How much one document may ask for, counted before it is validated or run. Knows the schema's shape, no request.

Fragments count wherever they are used, and each is measured once: a document of 2 kB may name a field 2^30 times, and rules
that walk every use (strawberry's for depth and aliases do) would not come to an end.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    is_list_type,
)
from graphql.type import GraphQLOutputType, get_nullable_type

from masklet.domain.errors import InvalidInput

MAX_DEPTH = 8
MAX_FIELDS = 500
MAX_ALIASES = 30
MAX_COST = 10_000
LIST = 10  # what a list of objects is taken to hold


@dataclass(frozen=True, slots=True)
class Measure:
    """Levels of nesting below here, fields and aliases that are named, and what they are taken to cost.

    Introspection counts as fields and cost; how deeply it nests is graphql-core's own rule.
    """

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    cost: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Both, in one selection."""
        deeper = max(self.depth, other.depth)
        return Measure(deeper, self.fields + other.fields, self.aliases + other.aliases, self.cost + other.cost)


def check_limits(document: DocumentNode, schema: GraphQLSchema) -> None:
    """Raises InvalidInput with the limit that the document is over, or where its fragments go in circles."""
    measured = measure(document, schema)
    for value, limit, sentence in (
        (measured.depth, MAX_DEPTH, "The query nests too deeply: at most {} levels."),
        (measured.fields, MAX_FIELDS, "The query asks for too many fields: at most {}."),
        (measured.aliases, MAX_ALIASES, "The query has too many aliases: at most {}."),
        (measured.cost, MAX_COST, "The query asks for too much at once: its cost may be {}."),
    ):
        if value > limit:
            raise InvalidInput(sentence.format(limit), limit=limit)


def measure(document: DocumentNode, schema: GraphQLSchema) -> Measure:
    """All of a document, fragments included that nothing uses. Raises InvalidInput for fragments that go in circles."""
    return _Measuring(document, schema).whole(document)


class _Measuring:
    def __init__(self, document: DocumentNode, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self._known: dict[str, Measure] = {}
        self._open: set[str] = set()

    def whole(self, document: DocumentNode) -> Measure:
        operations = (each for each in document.definitions if isinstance(each, OperationDefinitionNode))
        run = _sum(self._set(each.selection_set, self._root(each.operation)) for each in operations)
        names = set(self._fragments) - set(self._known)
        return run.beside(_sum(self._fragment(name) for name in sorted(names)))

    def _root(self, operation: OperationType) -> GraphQLNamedType | None:
        return self._schema.get_root_type(operation)

    def _set(self, selections: SelectionSetNode, parent: GraphQLNamedType | None) -> Measure:
        return _sum(self._selection(each, parent) for each in selections.selections)

    def _selection(self, node: SelectionNode, parent: GraphQLNamedType | None) -> Measure:
        match node:
            case FieldNode():
                return self._field(node, parent)
            case FragmentSpreadNode():
                return self._fragment(node.name.value)
            case InlineFragmentNode():
                condition = node.type_condition
                named = parent if condition is None else self._schema.get_type(condition.name.value)
                return self._set(node.selection_set, named)
            case _:  # the grammar has no others
                return Measure()

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Measure:
        kind = self._type_of(node.name.value, parent)
        below = Measure()
        if node.selection_set is not None:
            below = self._set(node.selection_set, None if kind is None else get_named_type(kind))
        is_long = kind is not None and node.selection_set is not None and is_list_type(get_nullable_type(kind))
        return Measure(
            depth=0 if node.name.value.startswith("__") else below.depth + 1,
            fields=below.fields + 1,
            aliases=below.aliases + (node.alias is not None),
            cost=1 + below.cost * (LIST if is_long else 1),
        )

    def _type_of(self, name: str, parent: GraphQLNamedType | None) -> GraphQLOutputType | None:
        """None for what the schema does not have: validation says so afterwards. Introspection's lists are short."""
        fields = getattr(parent, "fields", None)
        if fields is None or parent is None or parent.name.startswith("__") or name not in fields:
            return None
        kind: GraphQLOutputType = fields[name].type
        return kind

    def _fragment(self, name: str) -> Measure:
        if name in self._open:
            raise InvalidInput("The query's fragments go in circles.")
        if name not in self._known and (fragment := self._fragments.get(name)) is not None:
            self._open.add(name)
            named = self._schema.get_type(fragment.type_condition.name.value)
            self._known[name] = self._set(fragment.selection_set, named)
            self._open.remove(name)
        return self._known.get(name, Measure())


def _sum(measures: Iterable[Measure]) -> Measure:
    total = Measure()
    for each in measures:
        total = total.beside(each)
    return total
