"""The only reader of the environment: every setting, its default and what it means. Knows nothing of who uses them."""

import re
from fractions import Fraction
from importlib.util import find_spec
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from masklet.domain.access import AccessMode
from masklet.domain.engine_options import IMAGE_SIZES, PUBLISHED_AT, EngineOptions
from masklet.service.config import Folders, Keeping, Limits, Weights
from masklet.workers.log_lines import LogStyle

DEMO_CLIENT_ORIGIN = "http://localhost:7262"
THREADS_KEPT_FREE = 4  # for pages, media and /healthy, whatever streams and operations take
LEAST_REQUESTS = 4
SLOW_SHARE = 4  # of so many threads one waits for slow readers and senders at most


def slow_threads(threads: int) -> int:
    """Of so many threads: those that may wait for slow readers and senders."""
    return max(1, threads // SLOW_SHARE)


EVERY_ADDRESS = {"0.0.0.0", "::"}


def built_client() -> Path | None:
    """The client that `make setup` builds beside this source tree, if it is there."""
    folder = Path(__file__).resolve().parents[3] / "frontend" / "dist"
    return folder if (folder / "index.html").is_file() else None


def own_checkpoints() -> Path | None:
    """The folder `checkpoints` beside this source tree, if there is one."""
    folder = Path(__file__).resolve().parents[3] / "checkpoints"
    return folder if (folder / "fetch.sh").is_file() else None


def _host_name(name: str) -> str:
    """The name or address in lower case, an IPv6 address without its brackets. Raises ValueError."""
    bare = name.lower().removeprefix("[").removesuffix("]")
    try:
        return str(IPv6Address(bare))
    except ValueError:
        if not re.fullmatch(r"[a-z0-9.-]+", bare):
            raise ValueError(f"{name} is no name such as studio.lan: no scheme, port or path, no wildcard") from None
    return bare


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class Settings(BaseSettings):
    """Settings from variables named MASKLET_<NAME>; raises pydantic.ValidationError for values that do not fit."""

    model_config = SettingsConfigDict(env_prefix="MASKLET_", frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 opens the server to the network.")
    port: int = Field(3000, ge=1, le=65535, description="Port to listen on.")
    data_dir: Path = Field(Path("data"), description="Folder of the database, the videos and the exports.")
    import_folder: Path | None = Field(None, description="Server folder whose videos a person may open.")
    max_upload_bytes: int = Field(2 * 1024**3, ge=1, description="Largest file that is received.")
    max_duration_s: float = Field(600.0, gt=0, description="Longest clip; longer ones need a range.")
    max_objects: int = Field(64, ge=1, le=1000, description="Most objects in a session.")
    max_long_side: int = Field(1280, ge=16, description="Clips are scaled down to this long side, in pixels.")
    max_short_side: int = Field(720, ge=16, description="Clips are scaled down to this short side, in pixels.")
    image_rate: Fraction = Field(
        Fraction(24), gt=0, description="Frame rate of clips made from images, as 24 or 24000/1001."
    )
    keep_originals: bool = Field(True, description="Keep each uploaded file beside its clip.")
    keep_deleted_s: float = Field(
        24 * 3600.0, ge=0, description="How long what was deleted can be brought back, in seconds; 0: not at all."
    )
    quota_bytes: int | None = Field(
        None, ge=1, description="Most that the data folder may hold; as much as the disk has when not set."
    )
    keep_free_bytes: int = Field(
        200 * 1024**2, ge=0, description="What uploads, exports and imports leave free on the disk."
    )
    engine: str | None = Field(None, description="Engine that new sessions use; the best available one when not set.")
    checkpoints_dir: Path | None = Field(
        default_factory=own_checkpoints, description="Folder of SAM 2 checkpoints, besides the data folder's own."
    )
    proposals: Path | None = Field(
        None, description="Weights from `masklet train proposals` that join in the built-in engine's clicks and boxes."
    )
    checkpoint_base: str = Field(PUBLISHED_AT, description="Where checkpoints are downloaded from.")
    hub_endpoint: str | None = Field(None, description="Base address of the Hugging Face hub; its own when not set.")
    device: str = Field("auto", pattern=r"^(auto|cpu|cuda|cuda:\d+|mps)$", description="What SAM 2 computes on.")
    precision: Literal["auto", "float32", "bfloat16", "float16"] = Field("auto", description="In which numbers.")
    image_size: int = Field(
        1024, description="Size at which SAM 2 sees frames where a session names none: smaller is faster and coarser."
    )
    feature_cache_bytes: int = Field(
        256 * 1024**2, ge=0, description="Image features that a session keeps for clicks on frames it has seen."
    )
    session_weights: Annotated[dict[str, float], NoDecode] = Field(
        {}, description="Shares of tracking by session or owner, as ada=2,night=0.5; everybody else has 1."
    )
    device_sessions: int = Field(8, ge=1, description="Sessions without a tracking under way that stay on the device.")
    session_idle_s: float = Field(
        600.0,
        gt=0,
        description="A session that nobody touched for so many seconds leaves the device until it is touched.",
    )
    worker_memory_bytes: int | None = Field(
        None,
        ge=256 * 1024**2,
        description="Resident memory of the engines' process; half of the machine's when not set.",
    )
    device_memory_bytes: int | None = Field(
        None, ge=256 * 1024**2, description="Memory of the GPU that SAM 2 may take; all of it when not set."
    )
    corrections_condition: bool = Field(True, description="Corrected frames count as conditioning frames.")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (DEMO_CLIENT_ORIGIN,), description="Other origins whose pages may use the API, separated by commas."
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Further names that this server is opened by, separated by commas, without ports."
    )
    access: AccessMode = Field(
        AccessMode.OPEN,
        description="How people sign in: open (nobody does, on this machine alone), token, proxy or oidc.",
    )
    access_token: str | None = Field(
        None, min_length=16, description="The token of access by token; made once and kept when not set."
    )
    user_header: str = Field(
        "X-Forwarded-User", pattern=r"^[A-Za-z0-9-]+$", description="Where a trusted proxy names the user."
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Networks of proxies that are believed, as 10.0.0.0/8, separated by commas."
    )
    oidc_issuer: str | None = Field(
        None, description="Address of the OpenID Connect provider, exactly as it names itself."
    )
    oidc_client_id: str | None = Field(None, description="As what the provider knows this server.")
    oidc_client_secret: str | None = Field(None, description="What the provider gave with it.")
    uploads_per_minute: int = Field(600, ge=0, description="Files that one client may send in a minute; 0: no limit.")
    prompts_per_minute: int = Field(6000, ge=0, description="Prompts of one client.")
    sessions_per_minute: int = Field(1200, ge=0, description="Sessions that one client may start.")
    logins_per_minute: int = Field(30, ge=0, description="Attempts of one client to sign in.")
    introspection: bool = Field(True, description="Whether clients may ask the API for its schema.")
    public_url: str | None = Field(
        None, description="Base of media addresses; the address of each request when not set."
    )
    client_dir: Path | None = Field(
        default_factory=built_client, description="Folder of the built client; empty: the API alone."
    )
    threads: int = Field(512, ge=12, le=1000, description="Requests served at once.")
    max_streams: int = Field(256, ge=1, description="Streams held open at once, each by one thread.")
    streams_per_client: int = Field(32, ge=1, description="Streams that one client may hold open at once.")
    requests_per_client: int = Field(
        64, ge=1, description="Operations and uploads that one client may have at work at once."
    )
    stalled_reader_s: float = Field(
        60.0,
        gt=0,
        description="A reader that takes less than 64 KiB of what waits for it in so many seconds is dropped; so is a sender of less than 1 KiB.",
    )
    metrics: bool = Field(True, description="Whether the server counts what it does, and tells it at /metrics.")
    metrics_token: SecretStr | None = Field(
        None,
        description="Who reads /metrics must send this as a bearer token; anyone who reaches the port where not set.",
    )
    traces_endpoint: str | None = Field(
        None,
        description="Base address of an OTLP/HTTP receiver of traces, as http://localhost:4318; none when not set.",
    )
    disk_floor_bytes: int = Field(
        128 * 1024**2, ge=0, description="With less free on the data folder's disk the server is not ready."
    )
    log_format: Literal["text", "json"] = Field("text", description="How log lines are written.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged.")

    @field_validator("cors_origins", "allowed_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _split_list(cls, value: object) -> object:
        if isinstance(value, str):
            value = tuple(part for part in (piece.strip() for piece in value.split(",")) if part)
        return value

    @field_validator("session_weights", mode="before")
    @classmethod
    def _split_weights(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [part.rpartition("=") for part in value.split(",") if part.strip()]
        return {name.strip(): weight.strip() for name, _, weight in pairs}

    @field_validator("session_weights")
    @classmethod
    def _check_weights(cls, value: dict[str, float]) -> dict[str, float]:
        for name, weight in value.items():
            if not name or not 0.1 <= weight <= 10:
                raise ValueError(f"{name}={weight:g} is no weight such as ada=2: from 0.1 to 10")
        return value

    @field_validator("cors_origins")
    @classmethod
    def _check_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            scheme, separator, rest = origin.partition("://")
            if scheme not in ("http", "https") or not separator or not rest or "/" in rest or "*" in rest:
                raise ValueError(f"{origin} is no origin such as http://localhost:7262")
        return value

    @field_validator("allowed_hosts")
    @classmethod
    def _check_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_host_name(name) for name in value)

    @field_validator("trusted_proxies")
    @classmethod
    def _check_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ip_network(network)
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _check_issuer(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("it must begin with https://")
        return value

    @field_validator(
        "import_folder",
        "client_dir",
        "engine",
        "public_url",
        "checkpoints_dir",
        "proposals",
        "hub_endpoint",
        "metrics_token",
        "traces_endpoint",
        "worker_memory_bytes",
        "device_memory_bytes",
        "quota_bytes",
        "access_token",
        "oidc_issuer",
        "oidc_client_id",
        "oidc_client_secret",
        mode="before",
    )
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("data_dir", "import_folder", "client_dir", "checkpoints_dir", "proposals")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser().absolute()

    @field_validator("proposals")
    @classmethod
    def _is_there(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("there is no such file")
        if value is not None and find_spec("torch") is None:
            raise ValueError("it needs PyTorch, which is not installed: make sam2")
        return value

    @field_validator("public_url", "checkpoint_base", "hub_endpoint", "traces_endpoint")
    @classmethod
    def _without_slash(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("it must begin with http:// or https://")
        return None if value is None else value.rstrip("/")

    @field_validator("image_size")
    @classmethod
    def _offered(cls, value: int) -> int:
        if value not in IMAGE_SIZES:
            raise ValueError(f"it must be one of {', '.join(map(str, IMAGE_SIZES))}")
        return value

    @property
    def max_requests(self) -> int:
        """Operations and uploads at work at once: the threads that streams and slow clients leave, less those kept free."""
        return self.threads - self.max_streams - slow_threads(self.threads) - THREADS_KEPT_FREE

    @model_validator(mode="after")
    def _streams_leave_threads(self) -> "Settings":
        if self.max_requests < LEAST_REQUESTS:
            raise ValueError(
                f"max_streams must leave {THREADS_KEPT_FREE + LEAST_REQUESTS} of three quarters of the {self.threads} threads "
                "to other requests"
            )
        return self

    @model_validator(mode="after")
    def _access_has_what_it_needs(self) -> "Settings":
        if self.access is AccessMode.PROXY and not self.trusted_proxies:
            raise ValueError(
                "MASKLET_ACCESS=proxy needs MASKLET_TRUSTED_PROXIES: from elsewhere anybody could name themselves"
            )
        if self.access is AccessMode.OIDC:
            names = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
            missing = [f"MASKLET_{name.upper()}" for name in names if getattr(self, name) is None]
            if missing:
                raise ValueError(f"MASKLET_ACCESS=oidc needs {', '.join(missing)}")
        return self

    def is_open_to_others(self) -> bool:
        """Whether others than this machine's users could come without signing in, though nobody said that they may."""
        return self.access is AccessMode.OPEN and "access" not in self.model_fields_set and not _is_loopback(self.host)

    def known_hosts(self) -> frozenset[str]:
        """Names and addresses by which this server may be asked, besides this machine's own."""
        bound = () if self.host in EVERY_ADDRESS else (self.host.lower(),)
        public = () if self.public_url is None else (urlsplit(self.public_url).hostname or "",)
        return frozenset({*self.allowed_hosts, *bound, *public} - {""})

    def log_style(self) -> LogStyle:
        """How the server and its workers write their lines."""
        return LogStyle(self.log_format == "json", self.log_level)

    def limits(self) -> Limits:
        """What the service refuses."""
        return Limits(
            max_upload_bytes=self.max_upload_bytes,
            max_duration_s=self.max_duration_s,
            max_objects=self.max_objects,
            max_long_side=self.max_long_side,
            max_short_side=self.max_short_side,
            image_rate=self.image_rate,
        )

    def keeping(self) -> Keeping:
        """How long deleted things are kept, and how much is kept at all."""
        return Keeping(self.keep_deleted_s, self.quota_bytes, self.keep_free_bytes)

    def weights(self) -> Weights:
        """How tracking is shared out."""
        return Weights(self.session_weights)

    def engine_options(self) -> EngineOptions:
        """What the engines' process is told. The settings' folder is looked through before that of the downloads."""
        downloads = str(self.data_dir / "checkpoints")
        own = () if self.checkpoints_dir is None else (str(self.checkpoints_dir),)
        return EngineOptions(
            checkpoint_dirs=(*own, downloads),
            download_dir=downloads,
            checkpoint_base=self.checkpoint_base,
            device=self.device,
            precision=self.precision,
            image_size=self.image_size,
            feature_cache_bytes=self.feature_cache_bytes,
            corrections_condition=self.corrections_condition,
            max_sessions=self.device_sessions,
            idle_s=self.session_idle_s,
            worker_bytes=self.worker_memory_bytes,
            device_bytes=self.device_memory_bytes,
            proposals=None if self.proposals is None else str(self.proposals),
        )

    def folders(self) -> Folders:
        """Where the service keeps its files."""
        return Folders(data=self.data_dir, imports=self.import_folder)
