"""A stack of effects: held to what its effects are, and drawn layer by layer, bottom to top."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from masklet.domain.effects import EffectLayer, parse_layers
from masklet.domain.errors import UnknownExport
from masklet.domain.export import ParameterValue
from masklet.export.effects.art import opened
from masklet.export.effects.effect import Effect, Picture, Seen, Values, mix
from masklet.export.effects.registry import EFFECTS, get
from masklet.export.effects.seen import Shot
from masklet.export.options import resolve


@dataclass(frozen=True, slots=True)
class Layer:
    """An effect with a value for each of its parameters. `object_ids` None: all objects."""

    effect: Effect
    values: Values
    object_ids: tuple[int, ...] | None


def parse_stack(text: str) -> tuple[Layer, ...]:
    """The enabled layers, bottom to top, as domain/effects.py reads them. Raises UnknownExport, LimitExceeded."""
    return tuple(_resolved(layer) for layer in parse_layers(text) if layer.enabled)


def check_stack(text: str) -> None:
    """Fit to be kept: every layer, enabled or not, names an effect that there is, fits it and has an id of its own.

    Raises as `parse_stack`.
    """
    layers = parse_layers(text)
    for layer in layers:
        _resolved(layer)
    if len({layer.layer_id for layer in layers}) != len(layers):
        raise UnknownExport("Two layers of the effects have the same id.", option="effects")


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


def _resolved(layer: EffectLayer) -> Layer:
    effect = get(layer.effect)
    values = resolve(effect.table, layer.values)
    for parameter in effect.table:
        if parameter.kind == "image":
            opened(str(values[parameter.name]))  # a damaged one is refused before the first frame
    return Layer(effect, values, layer.object_ids)


def default_stack(*names: str) -> str:
    """Layers of these effects with their defaults, as JSON."""
    none: dict[str, ParameterValue] = {}
    return json.dumps(
        [{"effect": {"name": name, "values": none}, "objectIds": None, "enabled": True} for name in names]
    )
