"""What the service is told at its birth: folders and limits. Settings are read elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from masklet.domain.session import Session


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused with LimitExceeded. Told to the client."""

    max_upload_bytes: int = 2 * 1024**3
    max_duration_s: float = 600.0
    max_objects: int = 64
    max_points: int = 1000
    max_long_side: int = 1280
    max_short_side: int = 720
    max_source_pixels: int = 8192 * 4320
    image_rate: Fraction = Fraction(24)


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long what was deleted can be brought back (0: not at all), how much the data folder may hold (None: as the disk
    allows), and how much of the disk uploads, exports and imports leave free, so that the database can always write."""

    keep_deleted_s: float = 24 * 3600.0
    quota_bytes: int | None = None
    keep_free_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """How many steps of tracking a session gets where others get one, by its id or its owner; 1 for all that are not listed."""

    listed: Mapping[str, float] = field(default_factory=dict)

    def of(self, session: Session) -> float:
        """A session's own weight goes before its owner's."""
        return self.listed.get(session.session_id) or self.listed.get(session.owner or "") or 1.0


@dataclass(frozen=True, slots=True)
class Folders:
    """Where files live. `imports` is the folder of server videos a person may open, or None."""

    data: Path
    imports: Path | None

    @property
    def videos(self) -> Path:
        """One folder per video: video.mp4, poster.jpg, filmstrip.jpg, frame_times.json, original.<suffix>."""
        return self.data / "videos"

    @property
    def incoming(self) -> Path:
        """Uploads on their way; swept at start."""
        return self.data / "incoming"

    @property
    def exports(self) -> Path:
        """Finished exports, one file per job."""
        return self.data / "exports"
