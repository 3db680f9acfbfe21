"""What the server can refuse is listed for clients, who say it in other languages: codes, reasons, details."""

import ast
from collections.abc import Iterator
from pathlib import Path

from masklet.api.errors import Forbidden, TooManyStreams, graphql_body, promised
from masklet.domain import errors

ROOT = Path(__file__).parents[3]
KINDS = {"Forbidden": Forbidden, "TooManyStreams": TooManyStreams} | {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.MaskletError)
}


def reasons_in(source: str) -> Iterator[tuple[str, str, set[str]]]:
    """Each error that is made with a reason: its class, the reason, what else comes along."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KINDS:
            named = {word.arg: word.value for word in call.keywords if word.arg is not None}
            if (reason := named.get("reason")) is not None:
                yield call.func.id, ast.literal_eval(reason), named.keys() - {"reason"}


def all_reasons() -> Iterator[tuple[str, str, set[str]]]:
    for file in sorted((ROOT / "backend/src/masklet").rglob("*.py")):
        yield from reasons_in(file.read_text())


def wrong(made: tuple[str, str, set[str]]) -> bool:
    kind, reason, details = made
    promise = KINDS[kind].reasons.get(reason)
    return promise is None or not set(promise) <= details


def test_the_contract_is_generated():
    assert (ROOT / "contract/errors.json").read_text() == promised(), "run: make generate"


def test_every_reason_is_promised_and_brings_its_details():
    assert [made for made in all_reasons() if wrong(made)] == []


def test_a_stray_reason_or_a_forgotten_detail_would_be_found():
    planted = 'InvalidInput("x", reason="odd")\nLimitExceeded("y", reason="objects", most=3)'
    assert [wrong(made) for made in reasons_in(planted)] == [True, True]


def test_every_promised_reason_is_given_somewhere():
    given = {(KINDS[kind].code, reason) for kind, reason, _ in all_reasons()}
    assert {(kind.code, reason) for kind in KINDS.values() for reason in kind.reasons} == given


def test_reason_and_details_reach_the_wire():
    body = graphql_body(errors.LimitExceeded("At most 3 objects.", reason="objects", limit=3))
    assert body["errors"][0]["extensions"] == {"code": "LIMIT_EXCEEDED", "details": {"reason": "objects", "limit": 3}}
