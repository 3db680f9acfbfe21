"""`masklet train`: training of our own weights on clips that are generated here, and on a person's own masklets."""

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from masklet.training.settings import TrainingSettings

EXAMPLES = """\b
Examples:
  masklet train proposals --out training --minutes 15 --device cuda
  masklet train proposals --out training --resume
  masklet export 3f2a91c0 --format davis --out cells.zip
  masklet train proposals --out tuned --start training/proposals.safetensors --on cells.zip
  masklet train proposals --out tuned --start training/proposals.safetensors --on masks.json --clip cells.mp4
"""
STEPS, FINE_TUNING_STEPS = 9000, 600
_FILE = click.Path(exists=True, path_type=Path)


@click.group()
def command() -> None:
    """Train weights on generated clips. Needs PyTorch: make sam2."""


@command.command(epilog=EXAMPLES)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder of curves, pictures, state and weights."
)
@click.option("--steps", type=click.IntRange(1), help=f"Steps of all: {STEPS}, with --on {FINE_TUNING_STEPS}.")
@click.option(
    "--minutes", type=click.FloatRange(0, min_open=True), help="End after so many minutes, if the steps take longer."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Clips, lessons and first weights follow from it.")
@click.option("--batch", type=click.IntRange(2), help="Lessons a step: 160, on a CPU 32.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda.")
@click.option("--resume", is_flag=True, help="Go on from the state in the folder.")
@click.option("--start", type=_FILE, help="Begin with these weights (safetensors).")
@click.option("--on", "exports", type=_FILE, multiple=True, help="Fine-tune on the masklets of an export. Repeatable.")
@click.option(
    "--clip", "videos", type=_FILE, multiple=True, help="The video of an export without pictures. Repeatable."
)
def proposals(
    out: Path,
    steps: int | None,
    minutes: float | None,
    seed: int,
    batch: int | None,
    device: str,
    resume: bool,
    start: Path | None,
    exports: tuple[Path, ...],
    videos: tuple[Path, ...],
) -> None:
    """Train the network that proposes masks for clicks and boxes. Runs on a CPU for hours, on a GPU for minutes.

    With --on it is fine-tuned on your own masklets, half and half with generated clips. A part of them is held out: whole
    clips where there are several, else the end of the clip. If the new weights are no better there, those it began with
    are kept. EXPORT: DAVIS with pictures; or davis, sa_v_png, coco or youtube_vis with --clip, the video that was opened.
    """
    from masklet.cli.exits import USAGE, fail, told

    if find_spec("torch") is None:
        fail(USAGE, "Training needs PyTorch, which is not installed: make sam2.")
    from masklet.training.settings import TrainingSettings, for_cpu

    count = steps or (FINE_TUNING_STEPS if exports else STEPS)
    settings = TrainingSettings(seed=seed, steps=count, seconds=60 * (minutes or 0))
    if device == "cpu":
        settings = for_cpu(settings)
    if batch is not None:
        settings = replace(settings, batch=batch)
    with told():
        try:
            if exports:
                _fine_tune(settings, out, device, resume, start, exports, videos)
            else:
                _train(settings, out, device, resume, start, videos)
        except FileExistsError as exists:
            fail(USAGE, str(exists))


def _train(
    settings: "TrainingSettings", out: Path, device: str, resume: bool, start: Path | None, videos: tuple[Path, ...]
) -> None:
    from masklet.cli.exits import USAGE, fail
    from masklet.training.proposals import train_proposals

    if videos:
        fail(USAGE, "A video alone says nothing: name the export of its masks with --on.")
    train_proposals(settings, out, device, resume, start)


def _fine_tune(
    settings: "TrainingSettings",
    out: Path,
    device: str,
    resume: bool,
    start: Path | None,
    exports: tuple[Path, ...],
    videos: tuple[Path, ...],
) -> None:
    from masklet.cli.exits import USAGE, fail
    from masklet.cli.own_clips import own_clips
    from masklet.training.fine_tuning import fine_tune
    from masklet.training.settings import for_fine_tuning

    if start is None:
        fail(USAGE, "Fine-tuning begins with trained weights: name them with --start.")
    with own_clips(exports, videos) as clips:
        found = fine_tune(for_fine_tuning(settings), clips, start, out, device, resume)
    click.echo(found.sentence())
