"""What SAM 2 keeps while it tracks, through the drop-in predictor and through the product's tracker: BENCH=memory make bench

    .bench/bin/python backend/bench/bench_sam2_memory.py [--runs 1000x3@sam2.1_hiera_pico,50x1@sam2.1_hiera_tiny] [--svg docs/sam2-memory.svg]

A run is frames x objects @ configuration, with random weights of which every object is there. Each is a process of its own.
On a CPU the tensors that are alive stand for what would be on the device; the heap is Python's and NumPy's.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sam2_memory_child import WAYS, Sample, measure
from sam2_memory_plot import draw

KIB, MIB = 1024, 1024**2
LONG, SETTLED_LONG, SETTLED = 500, 250, 20  # by frame 20 the bank is full, by 250 the reader's cache of 64 MiB too


@dataclass(frozen=True)
class Run:
    """One row of the table. `way` is predictor or tracker."""

    way: str
    config: str
    frames: int
    objects: int

    @property
    def settled(self) -> int:
        """From here on nothing should grow but what is kept of each frame."""
        return SETTLED_LONG if self.frames > LONG else SETTLED

    @property
    def title(self) -> str:
        """For people."""
        return f"{self.way}, {self.config}, {self.frames} frames, {self.objects} object(s)"


def runs(said: str) -> Iterator[Run]:
    """What `--runs` asks for, each way."""
    for one in said.split(","):
        counts, _, config = one.partition("@")
        frames, objects = (int(count) for count in counts.split("x"))
        for way in WAYS:
            yield Run(way, config, frames, objects)


def in_child(run: Run, clip: Path) -> list[Sample]:
    """Measured in a process of its own."""
    command = [sys.executable, __file__, "--child", json.dumps(vars(run)), "--clip", str(clip)]
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return [Sample(**json.loads(line)) for line in lines]


def slope(run: Run, samples: list[Sample], what: str) -> float:
    """Bytes a frame and object, the line of least squares once all is settled."""
    late = [sample for sample in samples if sample.frame >= run.settled]
    rate = np.polyfit([sample.frame for sample in late], [getattr(sample, what) for sample in late], 1)[0]
    return float(rate) / run.objects


def summary(run: Run, samples: list[Sample]) -> Iterator[str]:
    """Lines to print."""
    opened, last = samples[0], samples[-1]
    settled = next(sample for sample in samples if sample.frame >= run.settled)
    yield f"{run.title}: frames decoded by opening {opened.decoded}, by the first click {samples[1].decoded}"
    yield (
        f"  resident {opened.resident / MIB:.0f} MiB when open, {settled.resident / MIB:.0f} at frame {settled.frame}, "
        f"{last.resident / MIB:.0f} at frame {last.frame}"
    )
    for what, name in (("resident", "resident"), ("heap", "heap"), ("tensors", "tensors"), ("disk", "on disk")):
        yield f"  growth a frame and object from frame {settled.frame}, {name}: {slope(run, samples, what) / KIB:+.2f} kB"
    yield f"  tensors alive beside the weights at the end: {last.tensors / MIB:.2f} MiB"


def main() -> None:
    """Measure, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", default="1000x3@sam2.1_hiera_pico,50x1@sam2.1_hiera_tiny")
    parser.add_argument("--svg", type=Path, help="where the curves go")
    parser.add_argument("--samples", type=Path, help="where the numbers go, as JSON")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--clip", type=Path, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.child:
        run = Run(**json.loads(said.child))
        for sample in measure(run.way, run.config, run.objects, said.clip, run.frames):
            print(json.dumps(vars(sample)), flush=True)
        return
    measured: list[tuple[Run, list[Sample]]] = []
    with tempfile.TemporaryDirectory() as folder:
        for run in runs(said.runs):
            samples = in_child(run, Path(folder) / f"{run.frames}.mp4")
            measured.append((run, samples))
            print(*summary(run, samples), sep="\n", flush=True)
    if said.samples:
        said.samples.write_text(
            json.dumps([[vars(run), [vars(each) for each in samples]] for run, samples in measured])
        )
    if said.svg:
        draw(said.svg, [(run.title, run.frames, samples) for run, samples in measured])


if __name__ == "__main__":
    main()
