"""GraphQL operations made at random from the contract: every field of the three roots, most of them about things that are there.

schemathesis makes the documents, fitting the schema and not; it knows no subscriptions, so their root is shown to it as one of queries.
"""

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import schemathesis
from graphql import ArgumentNode, GraphQLError, Node, ObjectFieldNode, Visitor, parse, parse_value, print_ast, visit
from hypothesis import strategies as st
from schemathesis import APIOperation, GenerationMode

CONTRACT = Path(__file__).parents[2] / "contract/schema.graphql"
ROOTS = "schema {\n  query: Query\n  mutation: Mutation\n  subscription: Subscription\n}"
SUBSCRIPTIONS = "schema {\n  query: Subscription\n}"
Known = Mapping[str, st.SearchStrategy[str]]


def operations(known: Known) -> dict[str, st.SearchStrategy[str]]:
    """A strategy of documents for each field of the roots, as `Query.videos`. `known`: GraphQL values by argument's name."""
    schemathesis.graphql.scalar("Upload", st.just(schemathesis.graphql.nodes.Null))
    contract = CONTRACT.read_text()
    made = {label: aimed(cases, known) for label, cases in _documents(contract).items()}
    streams = _documents(contract.replace(ROOTS, SUBSCRIPTIONS))
    return made | {label: aimed(cases, known).map("subscription {}".format) for label, cases in streams.items()}


def _documents(contract: str) -> dict[str, st.SearchStrategy[str]]:
    schema = schemathesis.graphql.from_file(io.StringIO(contract))
    found = (result.ok() for result in schema.get_all_operations())
    return {operation.label: _bodies(operation) for operation in found}


def _bodies(operation: APIOperation) -> st.SearchStrategy[str]:
    fitting, other = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    return st.one_of(fitting, fitting, other).map(lambda case: case.body)


@st.composite
def aimed(draw: st.DrawFn, documents: st.SearchStrategy[str], known: Known) -> str:
    """The document with what it names replaced by what is there, which hypothesis takes for the simplest; or as it is."""
    document = draw(documents)
    return document if draw(st.integers(0, 3)) == 3 else with_known(document, known, draw)


def with_known(document: str, known: Known, draw: Callable[[st.SearchStrategy[str]], str]) -> str:
    """Every argument and field of an input that `known` has gets one of its values; what does not parse is left alone."""
    try:
        parsed = parse(document)
    except GraphQLError:
        return document
    return print_ast(visit(parsed, _Aiming(known, draw)))


class _Aiming(Visitor):
    def __init__(self, known: Known, draw: Callable[[st.SearchStrategy[str]], str]) -> None:
        super().__init__()
        self._known, self._draw = known, draw

    def leave_argument(self, node: ArgumentNode, *_: object) -> Node | None:
        return self._aimed(node)

    def leave_object_field(self, node: ObjectFieldNode, *_: object) -> Node | None:
        return self._aimed(node)

    def _aimed(self, node: ArgumentNode | ObjectFieldNode) -> Node | None:
        values = self._known.get(node.name.value)
        if values is None:
            return None
        return type(node)(name=node.name, value=parse_value(self._draw(values)))
