"""What each stage of the built-in engine brings and costs: the DAVIS protocols with one stage switched off at a time.

    make bench-ablation [ARGS="--protocols semi --sequences dog,goat --most 40"]

Differences are to the whole engine on the same frames; a minus in quality is what the stage brings, a minus in
milliseconds what it costs. See ablations.py for the stages. Without ../shared it says so and ends.
"""

import argparse
from collections.abc import Iterator, Sequence
from types import ModuleType

import cv2
from ablations import CLICKS, TRACKING, Ablation, check, switched_off
from bench_clips import davis_clip, davis_names, evaluator
from bench_davis import Row, means, one_run
from davis_engine import DavisEngine

FIGURES = {
    "image": ("J1", "J3", "J5", "J_box", "ms_first_click", "ms_next_click"),
    "semi": ("J", "F", "JF", "ms_frame"),
}
WHOLE, AGAIN = "whole", "whole, again: this is noise"
WARM_FRAMES = 8
STAGES = {"image": CLICKS, "semi": TRACKING}

Rows = dict[str, dict[str, Row]]  # ablation to sequence to figures


def measure(protocol: str, ablations: Sequence[Ablation], sequences: Sequence[str], most: int) -> Rows:
    """The whole engine and each ablation on each sequence, taking turns so that a noisy hour meets them alike."""
    judge = evaluator()
    turns = (Ablation(WHOLE, protocol, ()), *ablations, Ablation(AGAIN, protocol, ()))
    warm_up(judge, protocol, sequences[0])
    rows: Rows = {ablation.name: {} for ablation in turns}
    for sequence in sequences:
        clip = davis_clip(sequence)
        for ablation in turns:
            with switched_off(ablation):
                row = one_run(judge, protocol, DavisEngine(), clip.frames[:most], clip.truths[:most])
            rows[ablation.name][sequence] = row
            print(
                f"{sequence:<16}{ablation.name:<44}" + "  ".join(f"{row[k]:.3f}" for k in FIGURES[protocol]), flush=True
            )
    return rows


def warm_up(judge: ModuleType, protocol: str, sequence: str) -> None:
    """What the first run in a process pays beyond the others is no stage's cost."""
    clip = davis_clip(sequence)
    one_run(judge, protocol, DavisEngine(), clip.frames[:WARM_FRAMES], clip.truths[:WARM_FRAMES])


def markdown(protocol: str, rows: Rows) -> Iterator[str]:
    """The whole engine's means, then each ablation's difference to them."""
    figures = FIGURES[protocol]
    yield f"| {protocol} | {' | '.join(figures)} |"
    yield "|---" * (len(figures) + 1) + "|"
    whole = means(rows[WHOLE])
    for name, by_sequence in rows.items():
        mean = means(by_sequence)
        cells = [_shown(key, mean[key], None if name == WHOLE else whole[key]) for key in figures]
        yield f"| {name} | {' | '.join(cells)} |"


def _shown(key: str, value: float, against: float | None) -> str:
    digits = 0 if key in ("ms_first_click",) else 1 if key.startswith("ms") else 3
    return f"{value:.{digits}f}" if against is None else f"{value - against:+.{digits}f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--protocols", default="image,semi")
    parser.add_argument("--sequences", help="every other one unless named")
    parser.add_argument("--most", type=int, default=60, help="frames of a sequence")
    parser.add_argument("--only", default="", help="ablations whose name holds this")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    sequences = options.sequences.split(",") if options.sequences else davis_names()[::2]
    for protocol in options.protocols.split(","):
        chosen = [ablation for ablation in STAGES[protocol] if options.only in ablation.name]
        check(chosen)
        print("", *markdown(protocol, measure(protocol, chosen, sequences, options.most)), "", sep="\n")


if __name__ == "__main__":
    main()
