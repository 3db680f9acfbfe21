"""SAM 2 side by side with transformers' Sam2VideoModel, same weights and frames, one thread, CPU seconds: BENCH=sam2 make bench

    .bench/bin/python backend/bench/bench_sam2.py [--only proof,frames,click,sizes] [--objects 1,3,10] [--config sam2.1_hiera_tiny]

A whole tracked frame is encoder, memory attention, decoder and memory encoder, up to low-resolution logits and the new
memory, with a full bank: one prompted frame, six recent ones, sixteen pointers. Both sides take turns; medians of five.
"""

import argparse
import gc
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import torch
from sam2_ours import OurParts, Ours
from sam2_peer import Peer, PeerParts, peer_model
from sam2_stand_in import clip, network_of, tensors_of

from masklet.domain.engine_options import EngineOptions
from masklet.engine.sam2.device import choose
from masklet.engine.sam2.pictures import pixels, squared
from masklet.sam2.config import CONFIGS
from masklet.sam2.network import Sam2Network

PROMPTED, FIRST, FULL = 0, 1, 15  # the prompted frame; the tracked one that stands for all up to FULL
WARM, TIMED = 16, range(17, 22)
FRAMES = TIMED.stop
SMALLER = (768, 512)
PROBE_CPU_S = 300  # that filling the bank and one frame in bfloat16 may take of the peer
CPU = torch.device("cpu")


@dataclass(frozen=True)
class Bench:
    """What all cases share."""

    config_name: str

    @cached_property
    def weights(self) -> dict[str, torch.Tensor]:
        """By the checkpoints' names."""
        return tensors_of(self.config_name)

    @cached_property
    def peer(self) -> torch.nn.Module:
        """Float32."""
        return peer_model(CONFIGS[self.config_name], self.weights)

    @property
    def size(self) -> int:
        """Pixels along a side of the network's picture."""
        return CONFIGS[self.config_name].image_size

    @property
    def point(self) -> tuple[float, float]:
        """On the first disc of frame 0."""
        return 60 / 256 * self.size, 70 / 144 * self.size

    def network(self, precision: str) -> Sam2Network:
        """Ours, one of its own for each precision."""
        return network_of(self.config_name, self.weights).with_precision(getattr(torch, precision))

    def ours(self, network: Sam2Network, size: int = 0) -> Ours:
        """A new session."""
        return Ours(network, clip(), FRAMES, size or self.size)

    def theirs(self, autocast: torch.dtype | None = None) -> Peer:
        """A new session over the same pictures."""
        pictures = pixels([squared(frame, self.size) for frame in clip()], CPU)
        return Peer(self.peer, pictures, FRAMES, clip().shape[1:3], autocast)


def cpu_s(call: Callable[[], object]) -> float:
    """CPU seconds of all threads, of which there is one."""
    gc.collect()
    began = time.process_time()
    call()
    return time.process_time() - began


def fill(side: Ours | Peer, objects: int, point: tuple[float, float]) -> None:
    """A full bank, from one prompted and one tracked frame of one object."""
    side.click(0, PROMPTED, point)
    side.step(FIRST)
    side.repeat(FIRST, FULL, PROMPTED, range(objects))


def difference(ours: torch.Tensor, theirs: torch.Tensor) -> str:
    """Largest and mean."""
    apart = (ours.float() - theirs.float()).abs()
    return f"max {apart.max():.5f}, mean {apart.mean():.6f}"


@torch.no_grad()
def proof(bench: Bench) -> Iterator[str]:
    """The peer has our weights in the right places: both answer the same."""
    network = bench.network("float32")
    ours, theirs = bench.ours(network), bench.theirs()
    picture = pixels([squared(clip()[0], bench.size)], CPU)
    known = network.encode_image(picture)
    maps = zip(("fine", "middle", "coarse"), theirs.features(picture), strict=True)
    for name, peers in maps:
        yield f"proof, {name} image features: {difference(getattr(known, name), peers)}"
    yield f"proof, logits of a click: {difference(ours.click(0, 0, bench.point), theirs.click(0, 0, bench.point))}"
    for index in range(1, len(clip())):
        yield f"proof, logits of tracked frame {index}: {difference(ours.step(index), theirs.step(index))}"


def tracked(bench: Bench, objects: int, precision: str, autocast: torch.dtype | None) -> Iterator[str]:
    """One row of the table and its parts."""
    network = bench.network(precision)
    ours, theirs = bench.ours(network), bench.theirs(autocast)
    for side in (ours, theirs):
        fill(side, objects, bench.point)
    apart = difference(ours.step(WARM), theirs.step(WARM))
    our_parts, peer_parts = OurParts(network), PeerParts(bench.peer)
    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    for index in TIMED:
        times["ours"].append(cpu_s(lambda index=index: ours.step(index)))
        times["theirs"].append(cpu_s(lambda index=index: theirs.step(index)))
    our_parts.close()
    peer_parts.close()
    yield (
        f"a tracked frame, {objects} object(s): {against(times, precision, autocast)}; "
        f"logits of one frame differ: {apart}; load {os.getloadavg()[0]:.1f}"
    )
    yield f"  our parts, means: {shares(our_parts.seconds, times['ours'])}"
    yield f"  their parts, means: {shares(peer_parts.seconds, times['theirs'])}"


def against(times: dict[str, list[float]], precision: str, autocast: torch.dtype | None) -> str:
    """Medians, spread and ratio."""
    ours, theirs = (statistics.median(times[side]) for side in ("ours", "theirs"))
    ratios = [b / a for a, b in zip(times["ours"], times["theirs"], strict=True)]
    named = "bfloat16 autocast" if autocast else "float32"
    return (
        f"ours {ours:.3f} s ({precision}), transformers {theirs:.3f} s ({named}), "
        f"{theirs / ours:.2f} x ({min(ratios):.2f} to {max(ratios):.2f})"
    )


def shares(seconds: dict[str, float], times: list[float]) -> str:
    """Mean seconds of each part of a frame."""
    rest = sum(times) - sum(seconds.values())
    return ", ".join(f"{part} {spent / len(times):.3f} s" for part, spent in [*seconds.items(), ("other", rest)])


def clicked(bench: Bench, precision: str, autocast: torch.dtype | None) -> Iterator[str]:
    """The first click for an object on a frame whose features are there: decoding alone."""
    ours, theirs = bench.ours(bench.network(precision)), bench.theirs(autocast)
    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    parts = PeerParts(bench.peer)
    for turn in range(len(TIMED) + 1):
        point = (bench.point[0] + turn, bench.point[1])
        theirs.forget()
        once = {
            "ours": cpu_s(lambda turn=turn, point=point: ours.click(turn, 0, point)),
            "theirs": cpu_s(lambda point=point: theirs.click(0, 0, point, remember=False)),
        }
        if turn == 0:
            parts.seconds.clear()  # the first one encodes the picture
            continue
        for side, spent in once.items():
            times[side].append(spent)
    parts.close()
    assert "image encoder" not in parts.seconds, "the peer encoded the picture again"
    yield f"a click, features cached: {against(times, precision, autocast)}; load {os.getloadavg()[0]:.1f}"


def sizes(bench: Bench, precision: str) -> Iterator[str]:
    """Smaller pictures, ours against ours."""
    network = bench.network(precision)
    sides = {size: bench.ours(network, size) for size in (bench.size, *(s * bench.size // 1024 for s in SMALLER))}
    for size, side in sides.items():
        fill(side, 1, (bench.point[0] * size / bench.size, bench.point[1] * size / bench.size))
        side.step(WARM)
    times = {size: [] for size in sides}
    for index in TIMED:
        for size, side in sides.items():
            times[size].append(cpu_s(lambda side=side, index=index: side.step(index)))
    whole = statistics.median(times[bench.size])
    for size, spent in times.items():
        median = statistics.median(spent)
        yield f"a tracked frame at {size} pixels, 1 object: {median:.3f} s, {whole / median:.1f} x ({precision})"


def probe(bench: Bench) -> None:
    """The child: CPU seconds of the peer's frame in float32 and in bfloat16 autocast."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROBE_CPU_S, PROBE_CPU_S))
    for autocast in (None, torch.bfloat16):
        side = bench.theirs()
        fill(side, 1, bench.point)
        side.step(WARM)
        side.autocast = autocast
        print(cpu_s(lambda side=side: side.step(TIMED[0])), flush=True)


def faster_for_peer(bench: Bench) -> tuple[torch.dtype | None, str]:
    """Its autocast, and a line about it. A child asks, whose CPU time is limited."""
    command = [sys.executable, __file__, "--config", bench.config_name, "--probe"]
    child = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = [float(line) for line in child.stdout.split()]
    if len(seconds) < 2:
        return None, (
            f"transformers' frame, 1 object: float32 {seconds[0]:.2f} s; bfloat16 autocast was given up "
            f"when filling and tracking had taken {PROBE_CPU_S} s of CPU: float32 it is"
        )
    fastest = torch.bfloat16 if seconds[1] < seconds[0] else None
    return fastest, f"transformers' frame, 1 object: float32 {seconds[0]:.2f} s, bfloat16 autocast {seconds[1]:.2f} s"


def cases(bench: Bench, only: list[str], objects: list[int], is_probing: bool) -> Iterator[str]:
    """Lines to print."""
    if "proof" in only:
        yield from proof(bench)
    fastest: torch.dtype | None = None
    if is_probing and {"frames", "click"} & {*only}:
        fastest, line = faster_for_peer(bench)
        yield line
    ours = choose(EngineOptions(device="cpu")).precision
    pairs = list(dict.fromkeys([(ours, fastest), ("float32", None)]))
    yield f"precision `auto` is {ours} here"
    for precision, autocast in pairs:
        if "frames" in only:
            for count in objects:
                yield from tracked(bench, count, precision, autocast)
        if "click" in only:
            yield from clicked(bench, precision, autocast)
    if "sizes" in only:
        yield from sizes(bench, ours)


def main() -> None:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="proof,frames,click,sizes")
    parser.add_argument("--objects", default="1,3,10")
    parser.add_argument("--config", default="sam2.1_hiera_tiny")
    parser.add_argument("--no-probe", action="store_true", help="take for granted that the peer is faster in float32")
    parser.add_argument("--probe", action="store_true", help=argparse.SUPPRESS)
    said = parser.parse_args()
    torch.set_num_threads(1)
    bench = Bench(said.config)
    if said.probe:
        probe(bench)
        return
    print(f"{said.config} at {bench.size}, torch {torch.__version__}, one thread, load {os.getloadavg()[0]:.1f}")
    counts = [int(count) for count in said.objects.split(",")]
    for line in cases(bench, said.only.split(","), counts, not said.no_probe):
        print(line, flush=True)


if __name__ == "__main__":
    main()
