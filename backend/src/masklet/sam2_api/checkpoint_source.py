"""Where a model's id leads: a file here, a folder that holds one, or the Hugging Face hub. Reads no tensor."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from masklet.domain.errors import CheckpointNotFound, CheckpointUnreadable, InvalidInput
from masklet.sam2.config import CONFIGS, find
from masklet.sam2_api import hub

SUFFIXES = (".pt", ".safetensors")


@dataclass(frozen=True, slots=True)
class CheckpointSource:
    """A checkpoint file and its configuration's name; `is_cached`: it is a copy from the hub, which may be thrown away."""

    config_name: str
    file: Path
    is_cached: bool

    @contextmanager
    def trusted(self) -> Iterator[None]:
        """Around its use: a copy that turns out wrong is not kept, so that the next call fetches it anew."""
        try:
            yield
        except CheckpointUnreadable as error:
            if not self.is_cached:
                raise
            hub.discard(self.file)
            raise CheckpointUnreadable(f"{error.message} The copy from the hub was thrown away.") from error


def find_checkpoint(model_id: str | PathLike[str]) -> CheckpointSource:
    """A path that is here counts before an id of the hub. Raises CheckpointNotFound, InvalidInput, and what hub.fetch does."""
    path = Path(model_id)
    if path.is_dir():
        return _in_folder(path)
    if path.is_file():
        return CheckpointSource(_name_of(path), path, is_cached=False)
    if path.is_absolute() or path.suffix in SUFFIXES:
        raise CheckpointNotFound(f"There is no checkpoint file {path.name!r}.")
    name = _name_of_id(str(model_id))
    return CheckpointSource(name, hub.fetch(str(model_id), f"{name}.pt"), is_cached=True)


def _in_folder(folder: Path) -> CheckpointSource:
    files = [folder / f"{name}{suffix}" for name in CONFIGS for suffix in SUFFIXES]
    here = [file for file in files if file.is_file()]
    if not here:
        raise CheckpointNotFound(f"The folder {folder.name!r} holds no checkpoint such as {files[0].name}.")
    if len({file.stem for file in here}) > 1:
        raise InvalidInput(f"The folder {folder.name!r} holds several: name one of {', '.join(f.name for f in here)}.")
    return CheckpointSource(here[0].stem, here[0], is_cached=False)


def _name_of(file: Path) -> str:
    if file.stem not in CONFIGS:
        raise InvalidInput(
            f"The name {file.name!r} does not tell which network it is for: use build_sam2(config_file, ckpt_path)."
        )
    return file.stem


def _name_of_id(model_id: str) -> str:
    """facebook/sam2.1-hiera-base-plus -> sam2.1_hiera_base_plus."""
    try:
        return find(model_id.removeprefix("facebook/").replace("-", "_")).name
    except KeyError as error:
        raise CheckpointNotFound(
            f"{model_id!r} is neither a path here nor a model such as facebook/sam2.1-hiera-tiny."
        ) from error
