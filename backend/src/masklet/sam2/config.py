"""The published configurations as a table of dataclasses by name, and the other names they are known by. Facts only, no tensors."""

from dataclasses import dataclass

PREFIX = "sam2.1_hiera_"
IMAGE_MEAN = (0.485, 0.456, 0.406)
IMAGE_DEVIATION = (0.229, 0.224, 0.225)


@dataclass(frozen=True, slots=True)
class TrunkConfig:
    """The Hiera trunk. `windows` are token sides per stage, `global_blocks` are counted from 0 over all stages."""

    width: int
    heads: int
    blocks: tuple[int, int, int, int]
    global_blocks: tuple[int, ...]
    windows: tuple[int, int, int, int]
    background_grid: int

    @property
    def widths(self) -> tuple[int, ...]:
        """Channels of the four stages, fine to coarse."""
        return tuple(self.width * 2**stage for stage in range(4))


@dataclass(frozen=True, slots=True)
class Sam2Config:
    """One network. `image_size` is that of its training, in pixels; other multiples of 32 work, with positions interpolated.

    SAM 2.1 differs from SAM 2 by a learned embedding where the object is absent and by positions of object pointers.
    """

    name: str
    trunk: TrunkConfig
    is_2_1: bool
    image_size: int = 1024
    width: int = 256  # channels of image embedding and prompts
    memory_width: int = 64
    heads: int = 8  # of the mask decoder
    mlp_width: int = 2048
    memory_layers: int = 4
    remembered_frames: int = 6  # tracked frames in the bank; prompted ones come on top
    pointers: int = 16


_TRUNKS = {
    "tiny": TrunkConfig(96, 1, (1, 2, 7, 2), (5, 7, 9), (8, 4, 14, 7), 7),
    "small": TrunkConfig(96, 1, (1, 2, 11, 2), (7, 10, 13), (8, 4, 14, 7), 7),
    "base_plus": TrunkConfig(112, 2, (2, 3, 16, 3), (12, 16, 20), (8, 4, 14, 7), 14),
    "large": TrunkConfig(144, 2, (2, 6, 36, 4), (23, 33, 43), (8, 4, 16, 8), 7),
}
_VERSIONS = {"sam2.1": True, "sam2": False}
_SHORT = {"t": "tiny", "s": "small", "b+": "base_plus", "l": "large"}

PUBLISHED: dict[str, Sam2Config] = {
    f"{version}_hiera_{size}": Sam2Config(f"{version}_hiera_{size}", trunk, is_2_1)
    for version, is_2_1 in _VERSIONS.items()
    for size, trunk in _TRUNKS.items()
}
PICO = Sam2Config(
    "sam2.1_hiera_pico",
    TrunkConfig(16, 1, (1, 1, 2, 1), (3,), (8, 4, 8, 4), 7),
    is_2_1=True,
    image_size=128,
    mlp_width=256,
    memory_layers=2,
)
"""A small network of the same shape, for tests: nobody published weights for it."""
CONFIGS: dict[str, Sam2Config] = {**PUBLISHED, PICO.name: PICO}


def _other_names() -> dict[str, str]:
    names = {}
    for version in _VERSIONS:
        for short, size in _SHORT.items():
            name = f"{version}_hiera_{size}"
            file = f"{version}_hiera_{short}.yaml"
            for alias in (f"configs/{version}/{file}", f"{version}/{file}", file):
                names[alias] = name
            names[f"facebook/{version}-hiera-{size.replace('_', '-')}"] = name
    return names


OTHER_NAMES: dict[str, str] = _other_names()


def find(name: str) -> Sam2Config:
    """The configuration of a name, of an official YAML path or of a Hugging Face id. Raises KeyError with a sentence."""
    known = OTHER_NAMES.get(name.removeprefix("./"), name.removesuffix(".yaml"))
    if known not in CONFIGS:
        raise KeyError(f"There is no SAM 2 configuration called {name!r}; known are {', '.join(PUBLISHED)}.")
    return CONFIGS[known]
