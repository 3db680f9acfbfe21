"""Milliseconds per 720p frame of each effect, with default values and with their largest numbers: python bench/bench_export_effects.py"""

import json
import statistics
import time
from collections.abc import Callable

import cv2
import numpy as np

from masklet.domain.masklet import FrameMasks, ObjectMask
from masklet.domain.session import TrackedObject
from masklet.export.effects.registry import EFFECTS
from masklet.export.effects.seen import Shot
from masklet.export.effects.stack import draw, parse_stack
from masklet.export.labels import colour_table, flatten
from masklet.masks import rle
from masklet.masks.palette import colour

HEIGHT, WIDTH, OBJECTS, ROUNDS = 720, 1280, 10, 30


def milliseconds(work: Callable[[], object]) -> float:
    """Median of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def scene() -> tuple[np.ndarray, FrameMasks, list[TrackedObject]]:
    """A noisy picture and ten discs all over it."""
    random = np.random.default_rng(5)
    frame = cv2.GaussianBlur(random.integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8), (0, 0), 3)
    masks = {}
    for object_id in range(OBJECTS):
        centre = (int(random.integers(100, WIDTH - 100)), int(random.integers(100, HEIGHT - 100)))
        disc = cv2.circle(np.zeros((HEIGHT, WIDTH), np.uint8), centre, 90, 1, -1)
        masks[object_id] = ObjectMask(rle.encode(disc), 1.0)
    return frame, FrameMasks(0, masks), [TrackedObject(index, "", colour(index)) for index in range(OBJECTS)]


def main() -> None:
    frame, masks, objects = scene()
    labels, colours = flatten(masks, objects, HEIGHT, WIDTH), colour_table(objects)
    names = [tracked.name for tracked in objects]
    print(f"{'RLE encode':<28}{milliseconds(lambda: rle.encode(labels)):8.2f} ms")
    print(f"{'RLE decode':<28}{milliseconds(lambda: rle.decode(masks.masks[0].rle)):8.2f} ms")
    print(f"{'flatten 10 objects':<28}{milliseconds(lambda: flatten(masks, objects, HEIGHT, WIDTH)):8.2f} ms")
    for effect in EFFECTS:
        most = {p.name: p.maximum for p in effect.table if p.maximum is not None}
        for title, values in (("default", {}), ("largest", most)):
            stack = parse_stack(json.dumps([{"effect": {"name": effect.name, "values": values}}]))
            spent = milliseconds(lambda s=stack: draw(Shot(frame, labels, colours, names), s, range(OBJECTS)))
            print(f"{effect.name + ', ' + title:<28}{spent:8.2f} ms")


if __name__ == "__main__":
    main()
