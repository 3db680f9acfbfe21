"""What a person chose against what may be chosen: defaults filled in, everything else refused. Knows no format."""

import math
from collections.abc import Mapping, Sequence

from masklet.domain.errors import UnknownExport
from masklet.domain.export import ParameterInfo, ParameterValue
from masklet.masks.palette import rgb

LONGEST_TEXT = 80


def resolve(parameters: Sequence[ParameterInfo], given: Mapping[str, ParameterValue]) -> dict[str, ParameterValue]:
    """A value for every parameter. Raises UnknownExport naming the option that is unknown or does not fit."""
    unknown = sorted(set(given) - {parameter.name for parameter in parameters})
    if unknown:
        raise UnknownExport(f"There is no option called {unknown[0]!r}.", option=unknown[0])
    return {parameter.name: _value(parameter, given) for parameter in parameters}


def _value(parameter: ParameterInfo, given: Mapping[str, ParameterValue]) -> ParameterValue:
    value = given.get(parameter.name, parameter.default)
    wanted = _misfit(parameter, value)
    if wanted:
        raise UnknownExport(f"{parameter.title} must be {wanted}.", option=parameter.name)
    return value


def _misfit(parameter: ParameterInfo, value: object) -> str:
    """What the value should have been, or nothing when it fits."""
    match parameter.kind:
        case "toggle":
            return "" if isinstance(value, bool) else "true or false"
        case "choice":
            return "" if value in parameter.choices else "one of " + ", ".join(parameter.choices)
        case "colour":
            return "" if _is_colour(value) else "a colour such as #1e90ff"
        case "text":
            return "" if isinstance(value, str) and len(value) <= LONGEST_TEXT else f"at most {LONGEST_TEXT} letters"
        case "image" | "effects":
            return "" if isinstance(value, str) else "text"
        case _:
            return "" if _is_number(parameter, value) else _bounds(parameter)


def _is_colour(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(rgb(value))
    except ValueError:
        return False


def _is_number(parameter: ParameterInfo, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        return False
    low = -math.inf if parameter.minimum is None else parameter.minimum
    high = math.inf if parameter.maximum is None else parameter.maximum
    return low <= value <= high and (parameter.step is None or float(value / parameter.step).is_integer())


def _is_finite(value: float) -> bool:
    """A whole number may be too large for a float."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _bounds(parameter: ParameterInfo) -> str:
    kind = "a whole number" if parameter.step == 1 else "a number"
    return f"{kind} from {parameter.minimum:g} to {parameter.maximum:g}" if parameter.maximum is not None else kind
