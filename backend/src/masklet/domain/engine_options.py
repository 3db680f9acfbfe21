"""What engines are told at their birth, and its form on a command line. Knows neither settings nor devices."""

import json
from dataclasses import asdict, dataclass

PUBLISHED_AT = "https://dl.fbaipublicfiles.com/segment_anything_2"
IMAGE_SIZES = (1024, 768, 512)


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """`checkpoint_dirs` are looked through in their order; `download_dir` is where downloads go (None: nowhere).

    `device` is auto, cpu, cuda, cuda:N or mps; `precision` is auto, float32, bfloat16 or float16. `image_size` is what
    a session gets that names none. `feature_cache_bytes` bounds the image features that a session keeps for clicks.
    `max_sessions` without a pass stay on the device, `idle_s` seconds at most after they were touched; `worker_bytes` is the
    ceiling of the process's resident memory (None: half of the machine's), `device_bytes` that of a GPU's (None: all of it).
    `proposals`: the file of weights whose network joins in the built-in engine's first clicks and boxes (None: none does).
    `corrections_condition`: a frame that a person corrected counts as a conditioning frame.
    """

    checkpoint_dirs: tuple[str, ...] = ()
    download_dir: str | None = None
    checkpoint_base: str = PUBLISHED_AT
    device: str = "auto"
    precision: str = "auto"
    image_size: int = 1024
    feature_cache_bytes: int = 256 * 1024**2
    corrections_condition: bool = True
    max_sessions: int = 8
    idle_s: float = 600.0
    worker_bytes: int | None = None
    device_bytes: int | None = None
    proposals: str | None = None


def to_json(options: EngineOptions) -> str:
    """One line of text."""
    return json.dumps(asdict(options), separators=(",", ":"))


def from_json(text: str) -> EngineOptions:
    """What `to_json` wrote."""
    values = json.loads(text)
    return EngineOptions(**{**values, "checkpoint_dirs": tuple(values["checkpoint_dirs"])})
