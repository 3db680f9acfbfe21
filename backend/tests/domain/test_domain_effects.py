"""Stacks of effects as data: read strictly, written as they were, and kept in step with objects."""

import json

import pytest

from masklet.domain.effects import (
    LONGEST_STACK,
    EffectLayer,
    layers_text,
    objects_of,
    parse_layers,
    with_object_merged,
    with_object_split,
    without_object,
)
from masklet.domain.errors import LimitExceeded, UnknownExport

BLUR = EffectLayer("a", "blur", {"strength": 0.5, "soft": True, "word": "魚"}, (1, 3), False)
ALL = EffectLayer("b", "overlay", {}, None, True)


def test_what_is_written_is_read_again():
    assert parse_layers(layers_text((BLUR, ALL))) == (BLUR, ALL)
    assert parse_layers("[]") == ()


def test_a_layer_without_an_id_gets_one_and_is_on():
    assert parse_layers('[{"effect": {"name": "blur", "values": {}}}]') == (
        EffectLayer("layer-0", "blur", {}, None, True),
    )


def entry(**more):
    return json.dumps([{"id": "a", "effect": {"name": "blur", "values": {}}, **more}])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("7", "must be a list of at most 32"),
        (json.dumps([{}] * 33), "must be a list of at most 32"),
        ("[null]", "damaged"),
        (entry(colour="red"), "damaged"),
        (entry(enabled=None), "damaged"),
        (entry(id=7), "The id of a layer"),
        (entry(id=""), "The id of a layer"),
        (entry(id="x" * 101), "The id of a layer"),
        (entry(effect={"name": "blur"}), "a name and values"),
        (entry(objectIds=[-1]), "list of their ids"),
        (entry(objectIds=[True]), "list of their ids"),
        (entry(objectIds=[2**31]), "list of their ids"),
        (entry(effect={"name": "blur", "values": {"a": float("inf")}}), "not valid JSON"),
        (entry(effect={"name": "blur", "values": {"a": "\ud800"}}), "not valid JSON"),
    ],
)
def test_what_is_no_stack_is_refused_with_a_sentence(text, words):
    with pytest.raises(UnknownExport, match=words):
        parse_layers(text)


def test_a_stack_may_not_be_larger_than_an_export_takes():
    with pytest.raises(LimitExceeded, match="too large"):
        parse_layers(" " * (LONGEST_STACK + 1))


def test_layers_follow_the_objects_that_they_name():
    stack = (BLUR, ALL)
    assert objects_of(stack) == {1, 3}
    gone, all_objects = without_object(without_object(stack, 1), 3)
    assert (gone.object_ids, all_objects) == ((), ALL)
    assert with_object_merged(stack, 1, 3)[0].object_ids == (1,)
    assert with_object_merged(stack, 5, 3)[0].object_ids == (1, 5)
    assert with_object_split(stack, 3, 7)[0].object_ids == (1, 3, 7)
    assert with_object_split(stack, 4, 7) == stack
