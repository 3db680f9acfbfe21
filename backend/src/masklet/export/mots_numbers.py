"""How MOTS numbers classes and objects: class × 1000 + instance, where 1 is car, 2 pedestrian and 10 what is to be ignored."""

from masklet.domain.errors import InvalidInput
from masklet.domain.export import ParameterInfo
from masklet.export.source import ExportSource

STANDARD = {1: "car", 2: "pedestrian", 10: "ignored"}
PEDESTRIAN = 2
PER_CLASS = 1000
_KNOWN_AS = {"car": 1, "pedestrian": 2, "person": 2, "ignored": 10, "ignore": 10}

PEDESTRIANS = ParameterInfo("pedestrians", "Every class as pedestrian, the one that evaluators rate", "toggle", False)


def class_numbers(source: ExportSource, as_pedestrians: bool) -> dict[str, int]:
    """By class name, over all objects of the session: those that MOTS knows have its numbers, others follow from 3."""
    names = list(source.class_ids())
    if as_pedestrians:
        return dict.fromkeys(names, PEDESTRIAN)
    numbers: dict[str, int] = {}
    for name in sorted(names, key=lambda one: one.lower() == "person"):  # a pedestrian comes before a person
        known = _KNOWN_AS.get(name.lower())
        if known is not None and known not in numbers.values():
            numbers[name] = known
    free = (number for number in range(3, 10_000) if number not in STANDARD)
    return {name: numbers[name] if name in numbers else next(free) for name in names}


def object_values(source: ExportSource, numbers: dict[str, int], most: int | None = None) -> dict[int, int]:
    """class × 1000 + object number by object id. Raises InvalidInput where a number is over 999, or a value over `most`."""
    values = {}
    for one in source.chosen:
        instance = source.id_of(one.object_id)
        value = numbers[source.class_of(one)] * PER_CLASS + instance
        if instance >= PER_CLASS or (most is not None and value > most):
            raise InvalidInput(f"MOTS has no room for object {instance} ({one.name}): its value would be {value}.")
        values[one.object_id] = value
    return values
