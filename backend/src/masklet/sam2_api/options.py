"""What builders take besides files: overrides as users know them from Hydra, and keywords of the same names. Nothing is ignored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from masklet.domain.errors import InvalidInput

_FALLS_BACK = "sam_mask_decoder_extra_args.dynamic_multimask_via_stability"
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_ANY_VALUE = frozenset({"_target_", "compile_image_encoder", "vos_optimized"})
"""They change how the published code computes, not what."""
_FIXED: dict[str, object] = {
    "sam_mask_decoder_extra_args.dynamic_multimask_stability_delta": 0.05,
    "sam_mask_decoder_extra_args.dynamic_multimask_stability_thresh": 0.98,
    "binarize_mask_from_pts_for_mem_enc": True,
    "non_overlap_masks": False,
    "clear_non_cond_mem_around_input": False,
    "clear_non_cond_mem_for_multi_obj": False,
    "num_maskmem": 7,
    "max_obj_ptrs_in_encoder": 16,
}
"""Accepted with the value that they have here anyway."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """None: as the builder decides. `fill_hole_area` in pixels of the low-resolution mask."""

    image_size: int | None = None
    fill_hole_area: int | None = None
    add_all_frames_to_correct_as_cond: bool = False
    falls_back: bool | None = None


_OWN: dict[str, tuple[str, type]] = {
    "image_size": ("image_size", int),
    "fill_hole_area": ("fill_hole_area", int),
    "add_all_frames_to_correct_as_cond": ("add_all_frames_to_correct_as_cond", bool),
    _FALLS_BACK: ("falls_back", bool),
}


def parse_options(overrides: Sequence[str], keywords: Mapping[str, object]) -> BuildOptions:
    """Overrides such as "++model.image_size=512", then keywords such as image_size=512. Raises InvalidInput naming what is unknown."""
    if isinstance(overrides, str):
        raise InvalidInput("hydra_overrides_extra is a list of strings.")
    options = BuildOptions()
    for name, value in [*map(_split, overrides), *keywords.items()]:
        options = _with(options, name, value)
    return options


def _split(override: str) -> tuple[str, object]:
    name, separator, value = override.partition("=")
    if not separator:
        raise InvalidInput(f"An override is written ++model.name=value, not {override!r}.")
    return name.lstrip("+~").strip().removeprefix("model."), _value(value.strip())


def _value(text: str) -> object:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _with(options: BuildOptions, name: str, value: object) -> BuildOptions:
    if name in _OWN:
        field, kind = _OWN[name]
        if type(value) is not kind:
            raise InvalidInput(f"{name} is of type {kind.__name__}, not {value!r}.")
        changed: dict[str, Any] = {field: value}
        return replace(options, **changed)
    if name in _FIXED and value != _FIXED[name]:
        raise InvalidInput(f"{name} is {_FIXED[name]} here and cannot be {value!r}.")
    if name not in _FIXED and name not in _ANY_VALUE:
        raise InvalidInput(
            f"There is no option {name!r}; known are {', '.join([*_OWN, *_FIXED, *sorted(_ANY_VALUE)])}."
        )
    return options
