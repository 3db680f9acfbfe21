"""Our engine beside two plain ones on the DAVIS sequences of ../shared: a Markdown table of means with what is asked.

    make bench-davis [ARGS="--engines ours,grabcut --protocols image,semi --sequences dog,camel"]
    make bench-davis ARGS="--engines ours,joined --proposals $PWD/training/proposals.safetensors"

`joined` is ours with a network's weights joining in, as MASKLET_PROPOSALS has it in the product.

The protocols are those of ../shared/tools/evaluate_davis.py, which see. Without ../shared it says so and ends.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import cv2
import numpy as np
from bench_clips import davis_clip, davis_names, evaluator
from davis_baselines import FlowWarpEngine, GrabCutEngine
from davis_engine import DavisEngine
from hard_clips import Bits, Frame

from masklet.engine.registry import proposer

ENGINES: dict[str, Callable[[], Any]] = {"ours": DavisEngine, "grabcut": GrabCutEngine, "flow-warp": FlowWarpEngine}
# Each baseline where it says something of its own: both carry a true mask alike, and click alike.
PROTOCOLS = {
    "ours": ("image", "semi", "interactive"),
    "joined": ("image", "interactive"),
    "grabcut": ("image", "interactive"),
    "flow-warp": ("semi",),
}
GAIN = "JF_gain"
# figure of a protocol, its title, must, aim
ASKED = (
    ("image", "J1", "J after 1 click", ".61", ".64"),
    ("image", "J3", "J after 3 clicks", ".76", ".82"),
    ("image", "J5", "J after 5 clicks", ".82", ".86"),
    ("image", "J_box", "J of a box", ".74", ".78"),
    ("image", "ms_first_click", "first click, ms", "", ""),
    ("image", "ms_next_click", "next click, ms", "", ""),
    ("semi", "JF", "J&F from a true first mask", ".79", ".82"),
    ("semi", "J", "its J", "", ""),
    ("semi", "F", "its F", "", ""),
    ("semi", "ms_frame", "ms a frame", "80", "40"),
    ("interactive", "JF_round0", "J&F from one click", ".57", ".62"),
    ("interactive", "JF_round1", "after one round", "", ""),
    ("interactive", "JF_round2", "after two", "", ""),
    ("interactive", "JF_round3", "after three", "", ""),
    ("interactive", GAIN, "gain of three rounds", "+.12", "+.18"),
)

Row = dict[str, float]
Tables = dict[tuple[str, str], dict[str, Row]]  # (protocol, engine) to sequence to figures


def measure(engines: list[str], protocols: list[str], sequences: list[str]) -> Tables:
    """Every figure; a line for each sequence as it comes."""
    judge = evaluator()
    tables: Tables = {(p, e): {} for p in protocols for e in engines if p in PROTOCOLS[e]}
    for sequence in sequences:
        clip = davis_clip(sequence)
        for protocol, engine in tables:
            row = one_run(judge, protocol, ENGINES[engine](), clip.frames, clip.truths)
            tables[protocol, engine][sequence] = row
            shown = "  ".join(f"{key} {value:.3f}" for key, value in row.items())
            print(f"{sequence:<16}{protocol:<12}{engine:<10}{shown}", flush=True)
    return tables


class Judged(Protocol):
    """What the evaluator's protocols call; the rest of it is theirs to know."""

    def set_video(self, frames: Sequence[Frame]) -> None:
        """Take other frames."""
        ...


def one_run(judge: ModuleType, protocol: str, engine: Judged, frames: list[Frame], truths: list[Bits]) -> Row:
    """One engine on one sequence."""
    engine.set_video(frames)
    row: Row = judge.PROTOCOLS[protocol](engine, frames, truths)
    if "JF_round0" in row:
        row[GAIN] = row["JF_round3"] - row["JF_round0"]
    return row


def means(rows: Mapping[str, Row]) -> Row:
    """Over the sequences, of each figure."""
    keys = {key for row in rows.values() for key in row}
    return {key: float(np.mean([row[key] for row in rows.values() if key in row])) for key in keys}


def markdown(tables: Tables) -> Iterator[str]:
    """The lines of the table of means, then those of the sequences."""
    engines = sorted({engine for _, engine in tables}, key=list(ENGINES).index)
    mean = {key: means(rows) for key, rows in tables.items()}
    yield f"| figure | {' | '.join(engines)} | must | aim |"
    yield "|---" * (len(engines) + 3) + "|"
    for protocol, key, title, must, aim in ASKED:
        found = [mean.get((protocol, engine), {}).get(key) for engine in engines]
        if any(value is not None for value in found):
            yield f"| {protocol}: {title} | {' | '.join(shown(key, v) for v in found)} | {must} | {aim} |"
    for protocol, engine in tables:
        yield from ("", *_by_sequence(protocol, engine, tables[protocol, engine]))


def _by_sequence(protocol: str, engine: str, rows: Mapping[str, Row]) -> Iterator[str]:
    figures = [(key, title) for p, key, title, *_ in ASKED if p == protocol]
    yield f"| {protocol}, {engine} | {' | '.join(title for _, title in figures)} |"
    yield "|---" * (len(figures) + 1) + "|"
    for sequence, row in rows.items():
        yield f"| {sequence} | {' | '.join(shown(key, row.get(key)) for key, _ in figures)} |"


def shown(key: str, value: float | None) -> str:
    """A figure as the table has it."""
    if value is None:
        return ""
    return f"{value:.0f}" if key.startswith("ms") else f"{value:{'+' if key == GAIN else ''}.3f}"


def _listed(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", type=_listed, default=list(ENGINES))
    parser.add_argument("--protocols", type=_listed, default=["image", "semi", "interactive"])
    parser.add_argument("--sequences", type=_listed, default=davis_names())
    parser.add_argument("--proposals", type=Path, help="weights of the network that joins in `joined`")
    options = parser.parse_args()
    if "joined" in options.engines and options.proposals is None:
        parser.error("joined needs --proposals")
    ENGINES["joined"] = lambda: DavisEngine(proposer(str(options.proposals)))
    cv2.setNumThreads(1)
    tables = measure(options.engines, options.protocols, options.sequences)
    print("", *markdown(tables), sep="\n")


if __name__ == "__main__":
    main()
