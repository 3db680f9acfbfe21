"""How pictures become the bytes of a movie: a codec with its settings, in its container. One value for each kind of movie we write."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Coding:
    """`container`, `codec` and `options` are libavformat's and libavcodec's names; `pixels` are what `write_picture` takes.

    `is_intra`: every picture stands alone, so there is no keyframe distance to set. `metadata` is the stream's.
    """

    container: str
    codec: str
    pixels: str
    options: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    is_intra: bool = False
    is_full_range: bool = False

    @property
    def has_exact_times(self) -> bool:
        """The MP4 family counts in any unit. Matroska counts in whole milliseconds, and keeps the rate beside."""
        return self.container in ("mp4", "mov")


def h264(crf: int, preset: str) -> Coding:
    """H.264 for browsers; crf 0 loses nothing, in a profile that not every player has."""
    return Coding("mp4", "libx264", "yuv420p", {"preset": preset, "crf": str(crf)})


FFV1_GREY = Coding(
    "matroska", "ffv1", "gray", {"level": "3", "slicecrc": "1", "slices": "4"}, is_intra=True, is_full_range=True
)

PRORES_4444 = Coding(
    "mov",
    "prores_ks",
    "yuva444p10le",
    {"profile": "4", "alpha_bits": "16", "vendor": "apl0"},
    is_intra=True,
)

# The alpha is a stream of its own inside, which alternative reference frames would put out of step.
VP9_ALPHA = Coding(
    "webm",
    "libvpx-vp9",
    "yuva420p",
    {"crf": "12", "b": "0", "auto-alt-ref": "0", "lag-in-frames": "0", "deadline": "good", "cpu-used": "4"},
    {"alpha_mode": "1"},
)
