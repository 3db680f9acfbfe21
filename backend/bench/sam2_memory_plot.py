"""Draws the memory curves: resident memory and tensors over the frames, above what the open session held. Needs matplotlib."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure
from sam2_memory_child import Sample

MIB = 1024**2
CURVES = (("resident", "-", "resident"), ("heap", "--", "heap"), ("tensors", ":", "tensors"))
COLOURS = {"predictor": "#1f6feb", "tracker": "#d1495b"}


def draw(file: Path, measured: Sequence[tuple[str, int, list[Sample]]]) -> None:
    """One panel for each length of clip, one colour for each way."""
    lengths = sorted({frames for _, frames, _ in measured}, reverse=True)
    figure = Figure(figsize=(5 * len(lengths), 3.2), layout="constrained")
    for axes, length in zip(figure.subplots(1, len(lengths), squeeze=False)[0], lengths, strict=True):
        for title, frames, samples in measured:
            if frames == length:
                _panel(axes, title, samples)
        axes.set(xlabel="frame", ylabel="MiB since opening", ylim=(0, None))
        axes.grid(alpha=0.3)
        axes.legend(fontsize=7)
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "sam2-memory"}):
        figure.savefig(file, metadata={"Date": None})


def _panel(axes: "mpl.axes.Axes", title: str, samples: list[Sample]) -> None:
    way, *_ = title.split(", ")
    opened, later = samples[0], [sample for sample in samples if sample.frame >= 0]
    for what, line, name in CURVES:
        above = [(getattr(sample, what) - getattr(opened, what)) / MIB for sample in later]
        frames = [sample.frame for sample in later]
        axes.plot(frames, above, line, color=COLOURS[way], linewidth=1.1, label=f"{way}: {name}")
    axes.set_title(title.removeprefix(f"{way}, "), fontsize=8)
