"""The client's documents fit the contract: none can drift from contract/schema.graphql."""

from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from masklet.client import Direction, JobState, ProblemKind, Resolution, TakenAs, documents

SCHEMA = build_schema((Path(__file__).parents[3] / "contract/schema.graphql").read_text())
DOCUMENTS = {name: text for name, text in vars(documents).items() if name.isupper() and not name.startswith("_")}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_valid(name):
    assert validate(SCHEMA, parse(DOCUMENTS[name])) == []


def test_there_are_documents_and_a_wrong_one_is_caught():
    assert len(DOCUMENTS) > 20
    assert validate(SCHEMA, parse(DOCUMENTS["JOB"].replace("total", "sum")))


@pytest.mark.parametrize("kind", [Direction, JobState, ProblemKind, Resolution, TakenAs])
def test_the_values_of_an_enumeration_are_the_schemas(kind):
    assert sorted(SCHEMA.type_map[kind.__name__].values) == sorted(member.name for member in kind)
