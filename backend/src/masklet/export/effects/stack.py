"""A stack of effects: read strictly from JSON, and drawn layer by layer, bottom to top."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from masklet.domain.errors import UnknownExport
from masklet.domain.export import ParameterValue
from masklet.export.effects.art import opened
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix
from masklet.export.effects.registry import EFFECTS, get
from masklet.export.effects.seen import Shot
from masklet.export.options import resolve

MOST_LAYERS = 32
FIELDS = {"id", "effect", "objectIds", "enabled"}


@dataclass(frozen=True, slots=True)
class Layer:
    """An effect with a value for each of its parameters. `object_ids` None: all objects."""

    effect: Effect
    values: Values
    object_ids: tuple[int, ...] | None


def parse_stack(text: str) -> tuple[Layer, ...]:
    """The enabled layers, bottom to top, of a JSON list of {effect: {name, values}, objectIds, enabled}. Raises UnknownExport."""
    try:
        listed = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnknownExport("The effects are not valid JSON.", option="effects") from error
    if not isinstance(listed, list) or len(listed) > MOST_LAYERS:
        raise UnknownExport(f"The effects must be a list of at most {MOST_LAYERS} layers.", option="effects")
    return tuple(_layer(entry) for entry in listed if not (isinstance(entry, dict) and entry.get("enabled") is False))


def previous_frames(stack: Sequence[Layer]) -> int:
    """How many frames back its layers look."""
    return max((_looks_back(layer.values) for layer in stack), default=0)


def most_previous_frames() -> int:
    """How many frames back any stack can look."""
    ends = ({known.name: known.maximum for known in effect.table} for effect in EFFECTS)
    return max(_looks_back({name: end for name, end in each.items() if end is not None}) for each in ends)


def draw(shot: Shot, stack: Sequence[Layer], object_ids: Sequence[int]) -> Picture:
    """All layers on a shot whose k-th object has the k-th of `object_ids`."""
    out = shot.picture
    for layer in stack:
        out = _drawn(shot, out, layer, object_ids)
    return out


def _drawn(shot: Shot, below: Picture, layer: Layer, object_ids: Sequence[int]) -> Picture:
    effect, values = layer.effect, layer.values
    background = effect.on == "background"
    meant = None if background else layer.object_ids
    chosen = np.zeros(256, np.uint8)
    chosen[1 : len(object_ids) + 1] = [meant is None or object_id in meant for object_id in object_ids]
    feather, grow = float(values.get("feather", 0)), float(values.get("grow", 0))
    seen = Seen(shot, below, chosen, feather, grow, background, effect.reach)
    drawn = effect.apply(seen, values)
    if effect.everywhere:
        return drawn
    if seen.measured:
        return mix(below, drawn, seen.cover)
    return np.where(seen.affected[:, :, None], drawn, below)


def _looks_back(values: Values) -> int:
    return int(values["ghosts"]) * int(values["spacing"]) if "ghosts" in values else 0


def _layer(entry: object) -> Layer:
    if not isinstance(entry, dict) or not set(entry) <= FIELDS or not isinstance(entry.get("enabled", True), bool):
        raise UnknownExport("A layer of the effects is damaged.", option="effects")
    setting = entry.get("effect")
    if not isinstance(setting, dict) or set(setting) != {"name", "values"} or not isinstance(setting["values"], dict):
        raise UnknownExport("A layer of the effects must have an effect with a name and values.", option="effects")
    effect = get(str(setting["name"]))
    values = resolve(effect.table, setting["values"])
    for parameter in effect.table:
        if parameter.kind == "image":
            opened(str(values[parameter.name]))  # a damaged one is refused before the first frame
    return Layer(effect, values, _object_ids(entry.get("objectIds")))


def _object_ids(value: object) -> tuple[int, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(type(each) is int for each in value):
        raise UnknownExport("The objects of a layer must be a list of their ids.", option="effects")
    return tuple(value)


def default_stack(*names: str) -> str:
    """Layers of these effects with their defaults, as JSON."""
    none: dict[str, ParameterValue] = {}
    return json.dumps(
        [{"effect": {"name": name, "values": none}, "objectIds": None, "enabled": True} for name in names]
    )
