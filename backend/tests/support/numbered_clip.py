"""Clips whose frames carry their number as a pattern of blocks, so that a test can say which frame it sees.

The pattern is one row of 16 blocks over the top eighth of the picture: black and white end blocks, then 14 bits,
highest first, white for 1. Below it a square moves, so that neighbouring frames also differ elsewhere.

    python numbered_clip.py OUT.mp4 --rate 24000/1001 --frames 90 [--vfr] [--size 320x180] [--audio]
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

BITS = 14
BLOCKS = BITS + 2
VFR_TIME_BASE = Fraction(1, 1000)


def numbered_frame(number: int, width: int = 320, height: int = 180) -> np.ndarray:
    """The picture of this number, height x width x 3 uint8 RGB."""
    frame = np.full((height, width, 3), (70, 90, 110), np.uint8)
    frame[:, :, 0] += np.linspace(0, 80, width).astype(np.uint8)
    frame[:, :, 2] += np.linspace(0, 80, height).astype(np.uint8)[:, None]
    bits = [0, *((number >> shift) & 1 for shift in range(BITS - 1, -1, -1)), 1]
    edges = np.linspace(0, width, BLOCKS + 1).round().astype(int)
    for bit, left, right in zip(bits, edges[:-1], edges[1:], strict=True):
        frame[: max(2, height // 8), left:right] = 255 * bit
    side = max(2, height // 6)
    left = (number * 5) % max(1, width - side)
    top = height // 2
    frame[top : top + side, left : left + side] = (230, 60, 40)
    return frame


def read_number(frame: np.ndarray) -> int:
    """The number that a picture carries. Raises ValueError where the end blocks are not black and white."""
    height, width = frame.shape[:2]
    row = frame[height // 16, :, :3].astype(int).mean(axis=-1)
    edges = np.linspace(0, width, BLOCKS + 1)
    centres = ((edges[:-1] + edges[1:]) / 2).astype(int)
    bits = [int(row[centre] > 128) for centre in centres]
    if bits[0] != 0 or bits[-1] != 1:
        raise ValueError(f"no number in this picture: {bits}")
    return int("".join(str(bit) for bit in bits[1:-1]), 2)


def vfr_times_ms(count: int, rate: Fraction, seed: int = 7) -> list[int]:
    """Times of a variable-rate source around `rate`: mostly its interval, often longer, sometimes shorter."""
    chance = random.Random(seed)
    interval = float(1000 / rate)
    times, now = [], 0.0
    for _ in range(count):
        times.append(round(now))
        now += interval * chance.choice((1, 1, 1, 1, 1.5, 2, 3, 0.7))
    return times


def write_clip(
    path: Path,
    pictures: Sequence[np.ndarray],
    rate: Fraction,
    *,
    times_ms: Sequence[int] | None = None,
    codec: str = "libx264",
    pixel_format: str = "yuv420p",
    options: dict[str, str] | None = None,
    container: str | None = None,
    rotation: int = 0,
    audio: str | None = None,
    hertz: float = 440,
) -> None:
    """Encode the pictures; `times_ms` makes a variable rate; `rotation` (clockwise) sets the flag; `audio` names a codec."""
    height, width = pictures[0].shape[:2]
    with av.open(str(path), "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate, options=options or {})
        stream.width, stream.height, stream.pix_fmt = width, height, pixel_format
        time_base = VFR_TIME_BASE if times_ms else 1 / rate
        stream.codec_context.time_base = time_base
        if rotation:
            stream.set_display_rotation(-rotation)
        sound = output.add_stream(audio, rate=48000, layout="stereo") if audio else None
        if sound is not None:
            _write_tone(output, sound, len(pictures) / rate, hertz)
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format=pixel_format)
            frame.pts = times_ms[number] if times_ms else number
            frame.time_base = time_base
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))


def _write_tone(output: av.container.OutputContainer, stream: av.AudioStream, length_s: Fraction, hertz: float) -> None:
    stream.codec_context.open()
    size = stream.codec_context.frame_size or 1024
    layout = stream.codec_context.format.name
    total = int(length_s * 48000)
    resampler = av.AudioResampler(layout, "stereo", 48000, frame_size=size)
    for start in range(0, total, size):
        wave = (np.sin(np.arange(start, start + size) * 2 * np.pi * hertz / 48000) * 12000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(np.repeat(wave, 2)[None], format="s16", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48000, start, Fraction(1, 48000)
        for piece in resampler.resample(frame):
            output.mux(stream.encode(piece))
    for piece in resampler.resample(None):
        output.mux(stream.encode(piece))
    output.mux(stream.encode(None))


def numbered_clip(
    path: Path,
    rate: Fraction,
    frames: int,
    *,
    vfr: bool = False,
    width: int = 320,
    height: int = 180,
    **more: object,
) -> list[int] | None:
    """Write a numbered clip; answers the times (ms) of its frames when its rate varies."""
    times = vfr_times_ms(frames, rate) if vfr else None
    pictures = [numbered_frame(number, width, height) for number in range(frames)]
    write_clip(path, pictures, rate, times_ms=times, **more)  # type: ignore[arg-type]
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rate", type=Fraction, default=Fraction(25))
    parser.add_argument("--frames", type=int, default=90)
    parser.add_argument("--vfr", action="store_true", help="frames at irregular times around the rate")
    parser.add_argument("--size", default="320x180")
    parser.add_argument("--audio", action="store_true", help="with a 440 Hz tone (AAC)")
    args = parser.parse_args()
    width, height = (int(side) for side in args.size.split("x"))
    audio = "aac" if args.audio else None
    times = numbered_clip(args.out, args.rate, args.frames, vfr=args.vfr, width=width, height=height, audio=audio)
    print(json.dumps({"frames": args.frames, "rate": str(args.rate), "times_ms": times}))


if __name__ == "__main__":
    main()
