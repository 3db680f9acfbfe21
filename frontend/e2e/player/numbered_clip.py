"""Writes a numbered H.264 clip and its frames as JPEG: OUT/clip.mp4, OUT/<k>.jpg. Frame k shows k as 12 white or black blocks.

usage: numbered_clip.py OUT FRAMES NUMERATOR DENOMINATOR WIDTH HEIGHT [with-sound]
"""

import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

BITS = 12


def picture(k: int, width: int, height: int) -> np.ndarray:
    """Bit b of k is block b from the left, in the upper half; the lower half moves, so that frames differ."""
    frame = np.full((height, width, 3), 128, np.uint8)
    block = width // BITS
    for bit in range(BITS):
        frame[: height // 2, bit * block : (bit + 1) * block] = 255 if k >> bit & 1 else 0
    frame[height // 2 :, :, 0] = (np.arange(width) + 7 * k) % 256
    return frame


def add_sound(container: av.container.OutputContainer, seconds: float) -> None:
    stream = container.add_stream("aac", rate=44100)
    stream.layout = "mono"
    for start in range(0, int(seconds * 44100), 1024):
        tone = 0.1 * np.sin((np.arange(1024) + start) * 0.05)
        frame = av.AudioFrame.from_ndarray(tone[None].astype(np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts = 44100, start
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def main(out: Path, frames: int, rate: Fraction, width: int, height: int, sound: bool) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with av.open(str(out / "clip.mp4"), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.gop_size = int(rate * 2)
        stream.options = {"preset": "veryfast", "crf": "18", "bf": "2"}
        stream.time_base = stream.codec_context.time_base = 1 / rate
        if sound:
            add_sound(container, frames / rate)
        for k in range(frames):
            frame = av.VideoFrame.from_ndarray(picture(k, width, height), "rgb24")
            frame.pts = k
            still = frame.reformat(format="yuvj420p")
            codec = av.CodecContext.create("mjpeg", "w")
            codec.width, codec.height, codec.pix_fmt, codec.time_base = width, height, "yuvj420p", 1 / rate
            (out / f"{k}.jpg").write_bytes(bytes(codec.encode(still)[0]))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


if __name__ == "__main__":
    folder, count, numerator, denominator, w, h, *rest = sys.argv[1:]
    main(Path(folder), int(count), Fraction(int(numerator), int(denominator)), int(w), int(h), bool(rest))
