"""Holds the options of an export to what its format says of them. Pure."""

import math
import re
from collections.abc import Mapping

from masklet.domain.effects import LONGEST_STACK
from masklet.domain.errors import UnknownExport
from masklet.domain.export import ExportFormatInfo, ParameterInfo, ParameterValue

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def checked_options(chosen: ExportFormatInfo, options: Mapping[str, ParameterValue]) -> dict[str, ParameterValue]:
    """All options of the format, the missing ones with their defaults. Raises UnknownExport."""
    strangers = set(options) - {parameter.name for parameter in chosen.options}
    if strangers:
        raise UnknownExport(f"{chosen.title} has no option of the name {sorted(strangers)[0][:40]}.")
    return {
        parameter.name: _checked(parameter, options[parameter.name]) if parameter.name in options else parameter.default
        for parameter in chosen.options
    }


def _checked(parameter: ParameterInfo, value: ParameterValue) -> ParameterValue:
    match parameter.kind:
        case "toggle" if isinstance(value, bool):
            return value
        case "number" if (
            isinstance(value, int | float) and not isinstance(value, bool) and _in_bounds(parameter, value)
        ):
            return float(value)
        case "colour" if isinstance(value, str) and _COLOUR.fullmatch(value):
            return value.lower()
        case "choice" if isinstance(value, str) and value in parameter.choices:
            return value
        case "effects" if isinstance(value, str) and len(value) <= LONGEST_STACK:
            return value
    raise UnknownExport(f"{parameter.title}: {_expectation(parameter)}")


def _in_bounds(parameter: ParameterInfo, value: float) -> bool:
    low = -math.inf if parameter.minimum is None else parameter.minimum
    high = math.inf if parameter.maximum is None else parameter.maximum
    return math.isfinite(value) and low <= value <= high


def _expectation(parameter: ParameterInfo) -> str:
    match parameter.kind:
        case "number":
            return f"a number from {parameter.minimum} to {parameter.maximum} is expected."
        case "colour":
            return "a colour written #rrggbb is expected."
        case "choice":
            return f"one of {', '.join(parameter.choices)} is expected."
        case "effects":
            return f"a list of layers of at most {LONGEST_STACK} letters is expected."
        case _:
            return "true or false is expected."
