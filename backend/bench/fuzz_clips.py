"""Small clips in every codec and container that can be written here, and what accidents and attackers make of them. All from a seed."""

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from usual_scheduling import usual_scheduling

WIDTH, HEIGHT, FRAMES = 64, 48, 8
ATOMS = (
    b"moov",
    b"trak",
    b"mdia",
    b"minf",
    b"stbl",
    b"stts",
    b"stsz",
    b"stsc",
    b"stco",
    b"ctts",
    b"stsd",
    b"elst",
    b"mdat",
)
MARKS = (
    *ATOMS,
    b"avih",
    b"strf",
    b"strh",
    b"idx1",
    b"movi",
    b"\x1a\x45\xdf\xa3",
    b"\x1f\x43\xb6\x75",
    b"OggS",
    b"FLV",
    b"GIF8",
)
ODD_SIZES = (0, 1, 7, 8, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFF0)


@dataclass(frozen=True)
class Kind:
    """How one clip is written."""

    suffix: str
    codec: str
    pixels: str = "yuv420p"
    sound: str | None = None
    container: str | None = None
    is_variable: bool = False
    rotation: int = 0
    options: dict[str, str] = field(default_factory=dict)


FAST = {"preset": "ultrafast"}
KINDS = (
    Kind("mp4", "libx264", sound="aac", options=FAST),
    Kind("mp4", "libx264", is_variable=True, options={"bf": "2"}),
    Kind("mp4", "libx264", options={**FAST, "movflags": "frag_keyframe+empty_moov"}),
    Kind("mov", "libx264", rotation=90, options=FAST),
    Kind("mp4", "libx265", options={**FAST, "x265-params": "log-level=none"}),
    Kind("mkv", "libx264", sound="flac", is_variable=True, options=FAST),
    Kind("ts", "libx264", sound="mp2", container="mpegts", options=FAST),
    Kind("webm", "libvpx", sound="libopus", options={"deadline": "realtime"}),
    Kind("webm", "libvpx-vp9", pixels="yuva420p", options={"deadline": "realtime"}),
    Kind("mp4", "libsvtav1", options={"preset": "12"}),
    Kind("ivf", "libvpx-vp9", options={"deadline": "realtime"}),
    Kind("avi", "mpeg4", sound="libmp3lame"),
    Kind("mpg", "mpeg2video", sound="mp2", container="mpeg"),
    Kind("mpg", "mpeg1video", container="mpeg"),
    Kind("avi", "mjpeg", "yuvj420p", sound="pcm_s16le"),
    Kind("mov", "prores_ks", "yuv422p10le"),
    Kind("mov", "prores_ks", "yuva444p10le"),
    Kind("mov", "qtrle", "argb"),
    Kind("mkv", "ffv1", "bgr0"),
    Kind("avi", "huffyuv", "yuv422p"),
    Kind("nut", "ffvhuff", "yuv420p"),
    Kind("flv", "flv", sound="libmp3lame"),
    Kind("asf", "wmv2", container="asf"),
    Kind("avi", "msmpeg4"),
    Kind("3gp", "mpeg4", container="3gp"),
    Kind("mxf", "mpeg2video", container="mxf"),
    Kind("gif", "gif", "rgb8", container="gif"),
    Kind("png", "apng", "rgba", container="apng"),
    Kind("h264", "libx264", container="h264", options=FAST),
    Kind("mjpeg", "mjpeg", "yuvj420p", container="mjpeg"),
    Kind("avi", "utvideo", "yuv420p"),
    Kind("mkv", "snow", options={"strict": "experimental"}),
    Kind("avi", "cinepak", "rgb24"),
    Kind("avi", "magicyuv", "gbrp"),
    Kind("mov", "png", "rgba"),
    Kind("avi", "rawvideo", "yuv420p"),
)


def pictures() -> Iterator[np.ndarray]:
    """A square that moves over noise."""
    ground = np.random.default_rng(5).integers(0, 90, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    for at in range(FRAMES):
        picture = ground.copy()
        picture[10:30, 4 + 4 * at : 20 + 4 * at] = (240, 200, 40)
        yield picture


def write(kind: Kind, path: Path) -> None:
    """One clip. Raises FFmpegError or ValueError where this build cannot write it."""
    with av.open(str(path), "w", format=kind.container, options=_muxer_options(kind)) as output:
        options = {name: value for name, value in kind.options.items() if name != "movflags"}
        stream = output.add_stream(kind.codec, rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, kind.pixels
        sound = None if kind.sound is None else output.add_stream(kind.sound, rate=48000, layout="mono")
        if kind.rotation:
            stream.set_display_rotation(kind.rotation)
        for at, picture in enumerate(pictures()):
            frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format=kind.pixels)
            frame.time_base = Fraction(1, 25)
            frame.pts = at * at // 2 + at if kind.is_variable else at
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
        if sound is not None:
            _write_sound(output, sound)


def _muxer_options(kind: Kind) -> dict[str, str]:
    return {name: value for name, value in kind.options.items() if name == "movflags"}


def _write_sound(output: av.container.OutputContainer, stream: av.AudioStream) -> None:
    samples = (np.sin(np.arange(16_000) / 20) * 9000).astype(np.int16)[None]
    frame = av.AudioFrame.from_ndarray(samples, "s16", "mono")
    frame.sample_rate, frame.pts = 48_000, 0
    resampler = av.AudioResampler(
        stream.codec_context.format, stream.codec_context.layout, 48_000, stream.codec_context.frame_size
    )
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        output.mux(stream.encode(piece))
    output.mux(stream.encode(None))


def corpus(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """Clips by name, and the names of those that cannot be written here."""
    made, missing = {}, []
    for number, kind in enumerate(KINDS):
        name = f"{number:02}-{kind.codec}.{kind.suffix}"
        try:
            with usual_scheduling():
                write(kind, folder / name)
            made[name] = (folder / name).read_bytes()
        except (av.FFmpegError, ValueError, AttributeError, av.codec.codec.UnknownCodecError) as error:
            missing.append(f"{name}: {error}")
    return made, missing


Mutation = Callable[[bytearray, random.Random], bytearray]


def _place(data: bytearray, draw: random.Random) -> int:
    """Half of all damage goes into the first 600 or last 1200 bytes, where headers and tables are."""
    if draw.random() < 0.5:
        return (
            draw.randrange(min(len(data), 600)) if draw.random() < 0.5 else max(0, len(data) - 1 - draw.randrange(1200))
        )
    return draw.randrange(len(data))


def flip(data: bytearray, draw: random.Random) -> bytearray:
    """Some bits turned."""
    for _ in range(draw.choice((1, 2, 4, 16, 64))):
        data[_place(data, draw)] ^= 1 << draw.randrange(8)
    return data


def replace(data: bytearray, draw: random.Random) -> bytearray:
    """Some bytes exchanged for extreme ones."""
    for _ in range(draw.choice((1, 2, 8, 32))):
        data[_place(data, draw)] = draw.choice((0, 1, 0x7F, 0x80, 0xFF, draw.randrange(256)))
    return data


def cut(data: bytearray, draw: random.Random) -> bytearray:
    """Cut short."""
    return data[: draw.randrange(1, len(data))]


def remove(data: bytearray, draw: random.Random) -> bytearray:
    """A piece taken out."""
    at = _place(data, draw)
    return data[:at] + data[at + draw.choice((1, 4, 64, 700)) :]


def double(data: bytearray, draw: random.Random) -> bytearray:
    """A piece again, here or elsewhere."""
    at, to = _place(data, draw), _place(data, draw)
    piece = data[at : at + draw.choice((4, 16, 256, 2048))]
    return data[:to] + piece * draw.choice((1, 1, 2, 50)) + data[to:]


def exchange(data: bytearray, draw: random.Random) -> bytearray:
    """Four or eight bytes in a row that are a size, a count or a time, made odd."""
    at = _place(data, draw)
    number = struct.pack(draw.choice("<>") + "I", draw.choice((*ODD_SIZES, draw.randrange(2**32))))
    data[at : at + 4] = number
    return data


def mark(data: bytearray, draw: random.Random) -> bytearray:
    """The size before, the number after, or the name itself of a known part changed."""
    known = [at for name in MARKS if (at := data.find(name)) >= 0]
    if not known:
        return exchange(data, draw)
    at = draw.choice(known)
    spot = draw.choice((at - 4, at, at + 4, at + 8, at + 12, at + 16))
    data[max(0, spot) : max(0, spot) + 4] = struct.pack(
        draw.choice("<>") + "I", draw.choice((*ODD_SIZES, draw.randrange(2**20)))
    )
    return data


def atom(data: bytearray, draw: random.Random) -> bytearray:
    """A whole atom of MP4 taken out or doubled, those around it left as they say they are."""
    known = [at for name in ATOMS if (at := data.find(name)) >= 4]
    if not known:
        return remove(data, draw)
    at = draw.choice(known) - 4
    whole = data[at : at + int.from_bytes(data[at : at + 4], "big")]
    return data[:at] + whole * draw.choice((0, 2, 3)) + data[at + len(whole) :]


MUTATIONS: tuple[Mutation, ...] = (flip, replace, cut, remove, double, exchange, mark, atom)


def mutated(clips: dict[str, bytes], seed: int, number: int) -> tuple[str, bytes]:
    """The `number`-th file of a seed, and how it came about."""
    draw = random.Random(seed * 1_000_003 + number)
    names = list(clips)
    name = names[number % len(names)]
    data, done = bytearray(clips[name]), []
    for _ in range(draw.choice((1, 1, 2, 3))):
        if draw.random() < 0.06:
            other = clips[draw.choice(names)]
            data, said = data[: draw.randrange(1, len(data) + 1)] + other[draw.randrange(len(other)) :], "splice"
        else:
            change = draw.choice(MUTATIONS)
            data, said = change(data, draw), change.__name__
        done.append(said)
        data = data or bytearray(1)
    return f"{name} {'+'.join(done)}", bytes(data)
