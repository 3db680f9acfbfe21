"""A stack of effects as data: layers, bottom to top, read strictly from JSON and written. Which effects there are, and what
fits their parameters, is export/effects."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from masklet.domain.errors import LimitExceeded, UnknownExport
from masklet.domain.export import ParameterValue

MOST_LAYERS = 32
LONGEST_STACK = 8_000_000  # letters of JSON; pictures travel in it
_LONGEST_ID = 100
_MOST_OBJECT_ID = 2**31 - 1
_FIELDS = {"id", "effect", "objectIds", "enabled"}


@dataclass(frozen=True, slots=True)
class EffectLayer:
    """An effect with the values that were chosen; the others have their defaults. `object_ids` None: all objects."""

    layer_id: str
    effect: str
    values: Mapping[str, ParameterValue]
    object_ids: tuple[int, ...] | None
    enabled: bool


EffectStack = tuple[EffectLayer, ...]


def parse_layers(text: str) -> EffectStack:
    """From a JSON list of {id, effect: {name, values}, objectIds, enabled}. Raises UnknownExport, LimitExceeded."""
    if len(text) > LONGEST_STACK:
        raise LimitExceeded(f"The effects are too large: at most {LONGEST_STACK} letters.", limit=LONGEST_STACK)
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _misfit("The effects are not valid JSON.") from error
    return layers_of(listed)


def layers_of(listed: object) -> EffectStack:
    """The same of JSON that is read already. A layer without an id is named after its place."""
    if not isinstance(listed, list) or len(listed) > MOST_LAYERS:
        raise _misfit(f"The effects must be a list of at most {MOST_LAYERS} layers.")
    stack = tuple(_layer(entry, f"layer-{place}") for place, entry in enumerate(listed))
    try:
        layers_text(stack).encode()
    except ValueError as error:  # NaN, which Python reads, and halves of letters
        raise _misfit("The effects are not valid JSON.") from error
    return stack


def layers_json(stack: EffectStack) -> list[dict[str, Any]]:
    """As they are written in a session file."""
    return [
        {
            "id": layer.layer_id,
            "effect": {"name": layer.effect, "values": dict(layer.values)},
            "objectIds": None if layer.object_ids is None else list(layer.object_ids),
            "enabled": layer.enabled,
        }
        for layer in stack
    ]


def layers_text(stack: EffectStack) -> str:
    """As they are stored and travel."""
    return json.dumps(layers_json(stack), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def objects_of(stack: EffectStack) -> set[int]:
    """Every object that a layer names."""
    return {object_id for layer in stack for object_id in layer.object_ids or ()}


def without_object(stack: EffectStack, object_id: int) -> EffectStack:
    """The object is gone: no layer names it. One that meant it alone stays, for no object."""
    return _renamed(stack, object_id, ())


def with_object_merged(stack: EffectStack, object_id: int, other_object_id: int) -> EffectStack:
    """The other is part of the object: what was drawn on it is drawn on that."""
    return _renamed(stack, other_object_id, (object_id,))


def with_object_split(stack: EffectStack, object_id: int, new_object_id: int) -> EffectStack:
    """The object became two: both look as the one did."""
    return _renamed(stack, object_id, (object_id, new_object_id))


def _renamed(stack: EffectStack, object_id: int, into: tuple[int, ...]) -> EffectStack:
    def named(known: tuple[int, ...]) -> tuple[int, ...]:
        each = (into if one == object_id else (one,) for one in known)
        return tuple(dict.fromkeys(one for ones in each for one in ones))

    return tuple(
        layer if layer.object_ids is None else replace(layer, object_ids=named(layer.object_ids)) for layer in stack
    )


def _layer(entry: object, default_id: str) -> EffectLayer:
    if not isinstance(entry, dict) or not set(entry) <= _FIELDS or not isinstance(entry.get("enabled", True), bool):
        raise _misfit("A layer of the effects is damaged.")
    layer_id = entry.get("id", default_id)
    if not isinstance(layer_id, str) or not 0 < len(layer_id) <= _LONGEST_ID:
        raise _misfit(f"The id of a layer must be text of at most {_LONGEST_ID} letters.")
    setting = entry.get("effect")
    if not isinstance(setting, dict) or set(setting) != {"name", "values"} or not isinstance(setting["values"], dict):
        raise _misfit("A layer of the effects must have an effect with a name and values.")
    object_ids = _object_ids(entry.get("objectIds"))
    return EffectLayer(layer_id, str(setting["name"]), setting["values"], object_ids, entry.get("enabled", True))


def _object_ids(value: object) -> tuple[int, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(type(each) is int and 0 <= each <= _MOST_OBJECT_ID for each in value):
        raise _misfit("The objects of a layer must be a list of their ids.")
    return tuple(value)


def _misfit(sentence: str) -> UnknownExport:
    return UnknownExport(sentence, option="effects")
