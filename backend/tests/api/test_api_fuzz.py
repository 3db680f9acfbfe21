"""The short form of `make fuzz`: a few generated operations of every field against the real program; and that faults are seen."""

import json
from types import SimpleNamespace

import httpx
import pytest
from fuzz_graphql import HANGS_S, NOWHERE, Tally, ask, fault, fuzz
from fuzz_operations import CONTRACT, operations, with_known
from graphql import build_schema
from hypothesis import strategies as st
from running import running


@pytest.fixture(scope="module")
def program(tmp_path_factory, request):
    server = str(request.path.parent / "real_server.py")
    with running(server, data_dir=tmp_path_factory.mktemp("fuzzed"), checkpoint_base=NOWHERE) as made:
        yield made


def test_no_operation_fails_inside_crashes_or_hangs(program, tmp_path):
    tally = fuzz(program, tmp_path, rounds=106, limit_s=15)
    print(tally.line())
    assert tally.failures == []
    assert tally.tried >= 20
    assert sum(tally.answered.values()) > 0


def test_every_field_of_the_roots_is_made():
    schema = build_schema(CONTRACT.read_text())
    roots = (schema.query_type, schema.mutation_type, schema.subscription_type)
    assert set(operations({})) == {f"{root.name}.{name}" for root in roots for name in root.fields}


@pytest.mark.parametrize(
    ("status", "text", "took_s", "said"),
    [
        (200, '{"data": {}}', 0.1, None),
        (400, '{"errors": [{"extensions": {"code": "INVALID_INPUT"}}]}', 0.1, None),
        (500, "", 0.1, "status 500"),
        (503, "", 0.1, "status 503"),
        (200, json.dumps({"errors": [{"extensions": {"code": "INTERNAL"}}]}), 0.1, "INTERNAL"),
        (200, 'data: {"errors":[{"extensions":{"code":"WORKER_FAILED"}}]}', 0.1, "WORKER_FAILED"),
        (200, '{"errors": [{"message": "Traceback (most recent call last)"}]}', 0.1, "inside"),
        (200, '{"data": {}}', HANGS_S + 1, "11.0 s"),
    ],
)
def test_a_fault_is_seen(status, text, took_s, said):
    found = fault(status, text, took_s)
    assert (found is None) if said is None else (said in found)


def test_a_server_that_does_not_answer_is_a_failure():
    tally = Tally()
    with httpx.Client(base_url=NOWHERE) as http:
        ask(http, "Query.classes", "{ classes { name } }", tally)
    assert (tally.tried, len(tally.failures)) == (1, 1)
    assert tally.line().endswith("1 tried, 1 failed")


def test_what_is_known_takes_the_place_of_what_was_made():
    draw = SimpleNamespace(values=iter(['"s1"', "4"]))
    known = {"sessionId": st.just('"s1"'), "frameIndex": st.just("4")}
    made = with_known(
        '{ f(input: { sessionId: "x", other: 1 }, frameIndex: -9) { a } }', known, lambda _: next(draw.values)
    )
    assert " ".join(made.split()) == '{ f(input: { sessionId: "s1", other: 1 }, frameIndex: 4) { a } }'
    assert with_known("{ broken", known, lambda _: "1") == "{ broken"
