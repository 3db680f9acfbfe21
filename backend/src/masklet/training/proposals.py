"""Training of the proposal network on generated clips alone."""

from pathlib import Path

from masklet.engine.proposals.weights import read_weights
from masklet.training.progress import Progress
from masklet.training.run import Clock, Run
from masklet.training.settings import TrainingSettings


def train_proposals(
    settings: TrainingSettings,
    folder: Path,
    device: str,
    resume: bool = False,
    start: Path | None = None,
    clock: Clock | None = None,
) -> None:
    """Until the steps or the time are over. Writes curves.csv, pictures, state.pt and proposals.safetensors into the folder.

    `resume` goes on from the folder's state, `start` begins with other weights. Raises FileExistsError where the folder
    has a state that is neither taken up nor to be written over, CheckpointUnreadable.
    """
    weights = None if start is None else read_weights(start)
    run = Run(settings, Progress(folder), device, None, clock)
    run.begin(resume, weights)
    run.go()
