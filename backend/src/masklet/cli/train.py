"""`masklet train`: training of our own weights on clips that are generated here."""

from importlib.util import find_spec
from pathlib import Path

import click

EXAMPLES = """\b
Examples:
  masklet train proposals --out training --minutes 15 --device cuda
  masklet train proposals --out training --resume
"""


@click.group()
def command() -> None:
    """Train weights on generated clips. Needs PyTorch: make sam2."""


@command.command(epilog=EXAMPLES)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder of curves, pictures, state and weights."
)
@click.option("--steps", type=click.IntRange(1), default=9000, show_default=True, help="Steps of all.")
@click.option(
    "--minutes", type=click.FloatRange(0, min_open=True), help="End after so many minutes, if the steps take longer."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Clips, lessons and first weights follow from it.")
@click.option("--batch", type=click.IntRange(2), default=160, show_default=True, help="Lessons a step.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda.")
@click.option("--resume", is_flag=True, help="Go on from the state in the folder.")
@click.option("--start", type=click.Path(exists=True, path_type=Path), help="Begin with these weights (safetensors).")
def proposals(
    out: Path, steps: int, minutes: float | None, seed: int, batch: int, device: str, resume: bool, start: Path | None
) -> None:
    """Train the network that proposes masks for clicks and boxes. Runs on a CPU for hours, on a GPU for minutes."""
    from masklet.cli.exits import USAGE, fail

    if find_spec("torch") is None:
        fail(USAGE, "Training needs PyTorch, which is not installed: make sam2.")
    from masklet.training.proposals import train_proposals
    from masklet.training.settings import TrainingSettings

    settings = TrainingSettings(seed=seed, steps=steps, seconds=60 * (minutes or 0), batch=batch)
    try:
        train_proposals(settings, out, device, resume, start)
    except FileExistsError as exists:
        fail(USAGE, str(exists))
