"""Draws where the proposal network fails on generated hard clips, as docs/engine-failures.png does for the engine.

    make bench-proposals-failures ARGS=training/proposals.safetensors

The worst frame of each clip for a click and for a box: the true contour beside the mask found; docs/proposals-failures.png.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import torch
from bench_proposals import boxed, clicked, sight_of
from davis_failures import EVERY, REPOSITORY, Failure, sheet
from hard_clips import Bits, TrueClip, hard_clips

from masklet.engine.proposals.network import MEANT, ProposalNetwork
from masklet.engine.proposals.sight import Sight
from masklet.engine.proposals.weights import network_of, read_weights

SHEET = REPOSITORY / "docs" / "proposals-failures.png"


def main(weights: Path) -> None:
    """One row for each kind of hard clip."""
    network = network_of(read_weights(weights), torch.device("cpu"))
    rows = [list(failures(network, clip)) for clip in hard_clips()]
    sheet(rows).save(SHEET, optimize=True)
    for failure in (failure for row in rows for failure in row):
        print(f"{failure.protocol:<10}{failure.clip:<18}frame {failure.frame_index:3d}  J {failure.quality:.2f}")
    print(f"{SHEET}: {SHEET.stat().st_size / 1000:.0f} kB")


def failures(network: ProposalNetwork, clip: TrueClip) -> Iterator[Failure]:
    """The worst frame of each protocol."""
    shown = [t for t in range(len(clip.frames)) if clip.truths[t].any()][::EVERY]
    sights = {t: sight_of(clip, t) for t in shown}
    for protocol, find in (("click", _clicked), ("box", boxed)):
        found = [_failure(protocol, clip, t, find(network, sight, clip.truths[t])) for t, sight in sights.items()]
        yield min(found, key=lambda failure: failure.quality)


def _clicked(network: ProposalNetwork, sight: Sight, truth: Bits) -> Bits:
    return clicked(network, sight, truth)[MEANT]


def _failure(protocol: str, clip: TrueClip, t: int, found: Bits) -> Failure:
    return Failure(protocol, clip.name, t, clip.frames[t], clip.truths[t], found)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
