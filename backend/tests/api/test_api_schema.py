"""The contract is what the code generates, and holds what the wire promises."""

from pathlib import Path

import pytest
from graphql import build_schema

from masklet.api.errors import ErrorCode, code_of
from masklet.api.schema.build import printed
from masklet.domain import errors

CONTRACT = Path(__file__).parents[3] / "contract" / "schema.graphql"


def every_error(kind=errors.MaskletError):
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in every_error(child))]


def test_the_contract_is_generated():
    assert CONTRACT.read_text() == printed(), "run: make generate"


def test_the_printed_schema_is_a_schema():
    schema = build_schema(printed())
    assert schema.description.startswith("Points: ")
    assert schema.subscription_type is not None


def test_drift_is_noticed():
    assert printed().replace("objectId: Int!", "objectId: Int") != printed()


@pytest.mark.parametrize("kind", every_error())
def test_every_error_of_the_tree_has_a_code(kind):
    assert kind.code in ErrorCode.__members__


def test_unknown_codes_become_internal():
    assert code_of("SOMETHING_ELSE") is ErrorCode.INTERNAL
    assert code_of(None) is ErrorCode.INTERNAL
