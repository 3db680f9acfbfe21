"""build_sam2 and its kin: from a configuration's name, and a checkpoint or none, to what the predictors work with."""

import warnings
from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

import torch

from masklet.domain.errors import CheckpointNotFound, InvalidInput
from masklet.sam2.checkpoint import check, load_network, random_network
from masklet.sam2.config import Sam2Config, find
from masklet.sam2.network import Sam2Network
from masklet.sam2_api.checkpoint_source import CheckpointSource, find_checkpoint
from masklet.sam2_api.model import SAM2Model, checked_device, checked_image_size
from masklet.sam2_api.options import parse_options
from masklet.sam2_api.video_predictor import SAM2VideoPredictor

PathName = str | PathLike[str]
Device = str | torch.device | None
Built = TypeVar("Built", SAM2Model, SAM2VideoPredictor)
FILLED_HOLES = 8  # pixels; the published predictor fills holes on a GPU only, and answers must be the same


def build_sam2(
    config_file: PathName,
    ckpt_path: PathName | None = None,
    device: Device = None,
    mode: str = "eval",
    hydra_overrides_extra: Sequence[str] = (),
    apply_postprocessing: bool = True,
    **kwargs: Any,  # noqa: ANN401 - the options' own
) -> SAM2Model:
    """The model for SAM2ImagePredictor. `config_file` is a name (sam2.1_hiera_tiny) or an official YAML path; without a
    checkpoint weights are random. `device` None: CUDA where there is one, else the CPU. Everything is float32.

    Raises InvalidInput, EngineUnavailable (no such device), CheckpointNotFound, CheckpointUnreadable.
    """
    options = parse_options(hydra_overrides_extra, kwargs)
    where, config = checked_device(device), find_config(config_file)
    falls_back = apply_postprocessing if options.falls_back is None else options.falls_back
    network = _network(config, ckpt_path)
    return _in_mode(SAM2Model.of(network, options.image_size, falls_back), where, mode)


def build_sam2_video_predictor(
    config_file: PathName,
    ckpt_path: PathName | None = None,
    device: Device = None,
    mode: str = "eval",
    hydra_overrides_extra: Sequence[str] = (),
    apply_postprocessing: bool = True,
    vos_optimized: bool = False,
    **kwargs: Any,  # noqa: ANN401 - the options' own
) -> SAM2VideoPredictor:
    """The video predictor; see build_sam2. `vos_optimized` compiles the published one and changes nothing here."""
    options = parse_options(hydra_overrides_extra, kwargs)
    where, config = checked_device(device), find_config(config_file)
    if not apply_postprocessing or options.falls_back is False:
        warnings.warn("Without postprocessing no hole is filled; masks of videos are chosen as ever.", stacklevel=2)
    fills = apply_postprocessing and where.type == "cuda"
    predictor = SAM2VideoPredictor(
        _network(config, ckpt_path),
        fill_hole_area=(FILLED_HOLES if fills else 0) if options.fill_hole_area is None else options.fill_hole_area,
        add_all_frames_to_correct_as_cond=options.add_all_frames_to_correct_as_cond,
        image_size=checked_image_size(options.image_size or config.image_size),
    )
    return _in_mode(predictor, where, mode)


def build_sam2_hf(model_id: PathName, **kwargs: Any) -> SAM2Model:  # noqa: ANN401 - build_sam2's
    """build_sam2 with the configuration and checkpoint of a Hugging Face id (facebook/sam2.1-hiera-tiny), of a checkpoint file, or of
    a folder that holds one. Raises NetworkUnavailable too."""
    return _built(build_sam2, find_checkpoint(model_id), kwargs)


def build_sam2_video_predictor_hf(model_id: PathName, **kwargs: Any) -> SAM2VideoPredictor:  # noqa: ANN401 - the builder's
    """build_sam2_video_predictor likewise."""
    return _built(build_sam2_video_predictor, find_checkpoint(model_id), kwargs)


def find_config(config_file: PathName) -> Sam2Config:
    """By name, or by the official path or any path that ends in its file. Raises InvalidInput."""
    name = str(config_file)
    try:
        return find(name)
    except KeyError as error:
        try:
            return find(Path(name).name)
        except KeyError:
            raise InvalidInput(str(error.args[0])) from error


def _built(build: Callable[..., Built], source: CheckpointSource, keywords: dict[str, Any]) -> Built:
    with source.trusted():
        return build(source.config_name, source.file, **keywords)


def _network(config: Sam2Config, ckpt_path: PathName | None) -> Sam2Network:
    if ckpt_path is None:
        return random_network(config)
    file = Path(ckpt_path)
    if not file.is_file():
        raise CheckpointNotFound(f"There is no checkpoint file {file.name!r}.")
    network = load_network(file, config)
    check(network.state_dict(), config, file.name)
    return network


def _in_mode(built: Built, device: torch.device, mode: str) -> Built:
    if mode not in ("eval", "train"):
        raise InvalidInput(f'mode is "eval" or "train", not {mode!r}.')
    is_training = mode == "train"
    built.train(is_training).requires_grad_(is_training)
    built.to(device)
    return built
