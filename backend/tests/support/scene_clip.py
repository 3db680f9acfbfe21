"""Writes a sample scene as a small MP4 and prints, as JSON, where its objects are on the first frame: for browser tests."""

import argparse
import json
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from masklet.samples.scenes import scene
from masklet.video.writer import VideoWriter


def deepest_point(mask: np.ndarray) -> tuple[float, float]:
    """The point deepest inside a mask, as fractions of width and height."""
    depth = cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    y, x = np.unravel_index(int(depth.argmax()), depth.shape)
    return (float(x) + 0.5) / mask.shape[1], (float(y) + 0.5) / mask.shape[0]


def write(out: Path, name: str, width: int, height: int, frames: int) -> dict[str, object]:
    """The clip at `out`; answers each object's deepest point and its share of the picture on frame 0."""
    first: dict[int, np.ndarray] = {}
    with VideoWriter(out, width, height, Fraction(24)) as writer:
        for frame, masks in scene(name).frames(width, height, frames):
            first = first or masks
            writer.write(frame)
    return {
        str(key): {"point": deepest_point(mask), "share": float(mask.mean())}
        for key, mask in first.items()
        if mask.any()
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scene", default="marbles")
    parser.add_argument("--size", default="640x360")
    parser.add_argument("--frames", type=int, default=36)
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    print(json.dumps(write(options.out, options.scene, width, height, options.frames)))


if __name__ == "__main__":
    main()
