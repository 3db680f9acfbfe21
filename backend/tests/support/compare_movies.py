"""Compares two movies frame by frame after decoding, and says what is in them: for browser tests.

Prints JSON: for each movie {"frames", "rate", "codec", "lateness" (greatest distance of a frame's time from k / rate, in
seconds), "numbers" (what numbered frames carry, where they do), "colours" (matrix and range as the file names them), "sound":
{"codec", "seconds", "loudness", "hertz"} or null}, and "difference" (mean absolute difference of all channels, of 255) where two are given.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from numbered_clip import read_number


def pictures(path: Path) -> Iterator[tuple[float, np.ndarray]]:
    """Time in seconds and RGB of each frame."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        for frame in container.decode(stream):
            yield float(frame.pts * frame.time_base), frame.to_ndarray(format="rgb24")


def number_of(picture: np.ndarray) -> int | None:
    """What a numbered frame carries, or None for other pictures."""
    try:
        return read_number(picture)
    except ValueError:
        return None


def sound_of(path: Path) -> dict[str, object] | None:
    """Codec, length, loudness (root of the mean square, 1 is full) and the strongest tone of the first track."""
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return None
        stream = container.streams.audio[0]
        resampler = av.AudioResampler("flt", "mono", 48000)
        pieces = [p.to_ndarray()[0] for frame in container.decode(stream) for p in resampler.resample(frame)]
        wave = np.concatenate(pieces)
        middle = wave[len(wave) // 4 : len(wave) // 4 * 3]
        tone = np.abs(np.fft.rfft(middle)).argmax() * 48000 / len(middle)
        return {
            "codec": stream.codec_context.name,
            "seconds": len(wave) / 48000,
            "loudness": float(np.sqrt(np.mean(middle**2))),
            "hertz": float(tone),
        }


def facts_of(path: Path) -> dict[str, object]:
    """What the module's words say of one movie."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        rate, codec = stream.average_rate, stream.codec_context.name
        frame = next(container.decode(stream))
        colours = [int(frame.colorspace), int(frame.color_range)]
    shown = list(pictures(path))
    return {
        "frames": len(shown),
        "rate": f"{rate.numerator}/{rate.denominator}",
        "codec": codec,
        "lateness": max(abs(time - float(k / rate)) for k, (time, _) in enumerate(shown)),
        "numbers": [number_of(picture) for _, picture in shown],
        "brightness": [int(shown[0][1].min()), int(shown[0][1].max())],
        "colours": colours,
        "sound": sound_of(path),
    }


def difference(one: Path, other: Path) -> float:
    """Mean absolute difference of all channels of all frames, of 255."""
    pairs = zip(pictures(one), pictures(other), strict=True)
    return float(np.mean([np.abs(a.astype(np.int16) - b).mean() for (_, a), (_, b) in pairs]))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("movies", type=Path, nargs="+")
    movies: list[Path] = parser.parse_args().movies
    answer: dict[str, object] = {"movies": [facts_of(movie) for movie in movies]}
    if len(movies) == 2:
        answer["difference"] = difference(*movies)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
