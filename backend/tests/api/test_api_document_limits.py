"""What one document may ask for: every limit met and passed by one, each on every way in; ours are far below all of them."""

import io
import json
import re
import time
from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, get_introspection_query, parse, print_ast
from test_api_demo_client import MASKS, VIDEO_FIELDS

from masklet.api.app import create_app
from masklet.api.config import ApiConfig
from masklet.api.document_limits import MAX_ALIASES, MAX_COST, MAX_DEPTH, MAX_FIELDS, measure
from masklet.api.schema.build import MAX_TOKENS, schema_shape
from masklet.client import documents as python_documents

ROOT = Path(__file__).parents[3]
DEMO = [
    f"query {{ videos {{ edges {{ node {{ id {VIDEO_FIELDS} }} }} }} }}",
    f"mutation($i: AddPointsInput!) {{ addPoints(input: $i) {{ {MASKS} }} }}",
    f"mutation($i: RemoveObjectInput!) {{ removeObject(input: $i) {{ {MASKS} }} }}",
]
TYPES = "{ __schema { types { name } } }"


def ours():
    """Every document that our clients and the public demo's send."""
    yield from (text for name, text in vars(python_documents).items() if name.isupper() and not name.startswith("_"))
    fragments = (ROOT / "frontend/src/api/fragments.graphql").read_text()
    for file in sorted((ROOT / "frontend/src/api").glob("*.graphql")):
        for each in parse(file.read_text()).definitions:
            if isinstance(each, OperationDefinitionNode):
                yield print_ast(each) + fragments
    yield from DEMO


def test_what_clients_send_is_far_below_every_limit():
    measured = [measure(parse(text), schema_shape()) for text in ours()]
    assert len(measured) > 60
    assert max(each.depth for each in measured) + 2 <= MAX_DEPTH
    assert max(each.fields for each in measured) * 4 <= MAX_FIELDS
    assert max(each.aliases for each in measured) * 4 <= MAX_ALIASES
    assert max(each.cost for each in measured) * 5 <= MAX_COST
    assert max(len(re.findall(r"\w+|[^\w\s]", text)) for text in ours()) * 4 <= MAX_TOKENS


def deep(levels):
    return "{ " + "video { " * levels + "title" + " }" * levels + " }"


def deep_by_fragments(levels):
    chain = " ".join(f"fragment F{at} on Video {{ source {{ ...F{at + 1} }} }}" for at in range(levels))
    return f"{{ defaultVideo {{ ...F0 }} }} {chain} fragment F{levels} on Video {{ title }}"


def doubled(times):
    chain = " ".join(f"fragment F{at} on Query {{ ...F{at + 1} ...F{at + 1} }}" for at in range(times))
    return f"{{ ...F0 }} {chain} fragment F{times} on Query {{ a: __typename }}"


def circles(count):
    names = [f"...F{at}" for at in range(count)]
    return "{ ...F0 } " + " ".join(f"fragment F{at} on Query {{ {' '.join(names)} }}" for at in range(count))


TOO_MUCH = {
    "deep": (deep(MAX_DEPTH), "nests too deeply"),
    "deeper than Python": (deep(2_000), "too deeply"),
    "deep by fragments": (deep_by_fragments(MAX_DEPTH), "nests too deeply"),
    "a chain of fragments": (" ".join(["{ ...F0 }"] + [f"fragment F{at} on Query {{ ...F{at + 1} }}" for at in range(600)]), "nests too deeply"),
    "fields": ("{ defaultVideo { " + "title " * MAX_FIELDS + "} }", "too many fields"),
    "aliases": ("{ " + " ".join(f"a{at}: __typename" for at in range(MAX_ALIASES + 1)) + " }", "too many aliases"),
    "aliases by fragments": (doubled(5), "too many aliases"),
    "doubled fragments": (doubled(100), "too many fields"),
    "unused fragments": ("{ __typename } fragment F on Video { " + "title " * MAX_FIELDS + "}", "too many fields"),
    "circles of fragments": (circles(25), "in circles"),
    "cost": ("{ " + " ".join(f"a{at}: sessions {{ objects {{ name }} prompts {{ points }} masklets {{ runs }} exports {{ jobId }} }}" for at in range(26)) + " }", "too much at once"),
    "tokens": ("{ __typename " + "@skip(if: false) " * (MAX_TOKENS // 6) + "}", "tokens"),
    "a long document": ("{ __typename #" + "x" * 100_000 + "\n}", "too long"),
}  # fmt: skip


UNREADABLE = {"tokens", "deeper than Python"}


@pytest.mark.parametrize("what", TOO_MUCH)
@pytest.mark.parametrize("kind", ["application/json", "text/event-stream", "multipart/mixed", "file"])
def test_too_much_is_refused_at_once(http, services, what, kind):
    document, said = TOO_MUCH[what]
    if kind == "file":
        body = {"operations": json.dumps({"query": document}), "map": '{"file": ["variables.file"]}'}
        request = {"data": {**body, "file": (io.BytesIO(b"x"), "x.mp4")}}
    else:
        request = {"json": {"query": document}, "headers": {"Accept": kind}}
    began = time.monotonic()
    answer = http.post("/graphql", **request)
    text = answer.get_data(as_text=True)
    assert time.monotonic() - began < 2
    assert said in text or (what in UNREADABLE and kind == "file")  # there it is no mutation, which is said first
    assert '"INVALID_INPUT"' in text
    assert services.sessions.snapshots == 0


def test_the_longest_that_is_allowed_is_answered_soon(graphql):
    fields = " ".join(f"a{at}: video(path: $p) {{ title url width height frameCount }}" for at in range(MAX_ALIASES))
    same = "defaultVideo { title } " * 160
    began = time.monotonic()
    graphql.data(f"query($p: String!) {{ {fields} {same} }}", {"p": "gallery/koi.mp4"})
    assert time.monotonic() - began < 5


def test_batches_are_refused(http):
    one = {"query": "{ __typename }"}
    for body in ([one], [one, one], []):
        answer = http.post("/graphql", json=body)
        assert answer.status_code == 400
        assert answer.json["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


def test_the_schema_may_be_asked_for_unless_the_settings_say_no(graphql, services):
    assert graphql.data(get_introspection_query())["__schema"]
    closed = create_app(services, ApiConfig(introspection=False)).test_client()
    for style in ("application/json", "text/event-stream"):
        for document in (TYPES, '{ __type(name: "Video") { name } }', "query { ...F } fragment F on Query " + TYPES):
            text = closed.post("/graphql", json={"query": document}, headers={"Accept": style}).get_data(as_text=True)
            assert "introspection has been disabled" in text
            assert '"INVALID_INPUT"' in text
    answer = closed.post("/graphql", json={"query": "{ __typename defaultVideo { __typename path } }"})
    assert answer.json["data"]["__typename"] == "Query"
