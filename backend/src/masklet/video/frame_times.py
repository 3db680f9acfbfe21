"""Where each normalised frame came from: frame_times.json, written once by prepare and read by exports."""

import json
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

FILE_NAME = "frame_times.json"


@dataclass(frozen=True, slots=True)
class FrameTimes:
    """Maps normalised frames back to the source.

    `source_frame_indices[k]` and `source_times_s[k]`: the source frame shown by normalised frame k; times count from
    the source's first frame. `variable_rate`: frames were repeated or dropped to reach `frame_rate`.
    `source_width` and `source_height` in pixels after `source_rotation` (clockwise degrees) was applied.
    `audio`: copied, transcoded, unreadable or none.
    """

    frame_rate: Fraction
    variable_rate: bool
    source_width: int
    source_height: int
    source_rotation: int
    source_start_s: float
    audio: str
    source_frame_indices: tuple[int, ...]
    source_times_s: tuple[float, ...]


def write_frame_times(path: Path, times: FrameTimes) -> None:
    """Write as JSON; the rate is "numerator/denominator"."""
    rate = f"{times.frame_rate.numerator}/{times.frame_rate.denominator}"
    path.write_text(json.dumps({"version": 1, **asdict(times), "frame_rate": rate}), encoding="ascii")


def read_frame_times(path: Path) -> FrameTimes:
    """The file as written. Raises OSError or ValueError when it is not one."""
    fields = json.loads(path.read_text(encoding="ascii"))
    del fields["version"]
    fields["frame_rate"] = Fraction(fields["frame_rate"])
    fields["source_frame_indices"] = tuple(fields["source_frame_indices"])
    fields["source_times_s"] = tuple(fields["source_times_s"])
    return FrameTimes(**fields)
