"""Which codecs this build of FFmpeg has, of those that the product reads and writes. Opens no file."""

from dataclasses import dataclass

import av

WRITTEN = {
    "libx264": "clips themselves, and MP4 exports",
    "aac": "the sound of clips",
    "ffv1": "matte_mkv",
    "prores_ks": "prores",
    "libvpx-vp9": "webm_alpha",
}
READ = ("h264", "hevc", "vp8", "vp9", "libvpx-vp9", "av1", "mpeg4", "mpeg2video", "prores", "ffv1", "mjpeg", "aac")
NEEDED = frozenset({"libx264", "aac", "h264"})


@dataclass(frozen=True, slots=True)
class CodecState:
    """`purpose` is what is written with it, empty for what is only read. Without one that is `needed` no clip can be made."""

    name: str
    purpose: str
    found: bool
    needed: bool


def codecs() -> list[CodecState]:
    """Those that are written, then those that are read."""
    written = [CodecState(name, purpose, _has(name, "w"), name in NEEDED) for name, purpose in WRITTEN.items()]
    return written + [CodecState(name, "", _has(name, "r"), name in NEEDED) for name in READ]


def _has(name: str, mode: str) -> bool:
    try:
        av.Codec(name, "w" if mode == "w" else "r")
    except av.codec.codec.UnknownCodecError:
        return False
    return True


def library_versions() -> str:
    """PyAV's and FFmpeg's, as a person would report them."""
    return f"PyAV {av.__version__}, FFmpeg {av.ffmpeg_version_info}"
