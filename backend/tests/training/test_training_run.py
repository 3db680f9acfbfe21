"""A run as a person starts it: it learns, writes what it promises, and taking it up again leads to the same weights."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from masklet.cli.train import command
from masklet.engine.proposals.weights import read_weights
from masklet.training.proposals import train_proposals
from masklet.training.run import WEIGHTS_NAME
from masklet.training.settings import TrainingSettings, for_cpu


def test_taken_up_again_it_comes_to_the_same_weights(
    small: TrainingSettings, tmp_path: Path, ends_after: Callable[[int], Callable[[], float]]
) -> None:
    train_proposals(small, tmp_path / "at once", "cpu")
    short = replace(small, steps=6)
    train_proposals(replace(short, seconds=1e9), tmp_path / "in two", "cpu", clock=ends_after(3))
    state = torch.load(tmp_path / "in two/state.pt", weights_only=True)
    assert 0 < state["step"] < 6
    train_proposals(short, tmp_path / "in two", "cpu", resume=True)
    whole, taken_up = (read_weights(tmp_path / name / WEIGHTS_NAME) for name in ("at once", "in two"))
    assert whole.keys() == taken_up.keys()
    assert all(torch.allclose(whole[name], taken_up[name], atol=2e-3) for name in whole)
    rows = list(csv.DictReader((tmp_path / "at once/curves.csv").open()))
    assert [row["step"] for row in rows] == ["3", "6"]
    assert list((tmp_path / "at once").glob("answers-*.jpg"))
    assert (tmp_path / "at once" / WEIGHTS_NAME).stat().st_size < 8_000_000


def test_the_loss_falls(small: TrainingSettings, tmp_path: Path) -> None:
    longer = replace(
        small, steps=60, report_every=20, warm_up=5, batch=8, windows=((32, 48),), fresh_every=60, encoded=0.0
    )
    train_proposals(longer, tmp_path, "cpu")
    losses = [float(row["loss"]) for row in csv.DictReader((tmp_path / "curves.csv").open())]
    assert losses[-1] < 0.8 * losses[0], losses


def test_a_training_is_not_written_over(small: TrainingSettings, tmp_path: Path) -> None:
    (tmp_path / "state.pt").write_bytes(b"")
    torch.save({"step": 1}, tmp_path / "state.pt")
    with pytest.raises(FileExistsError, match="take it up again"):
        train_proposals(small, tmp_path, "cpu")
    said = CliRunner().invoke(command, ["proposals", "--out", str(tmp_path), "--steps", "1"])
    assert said.exit_code == 2
    assert "take it up again" in said.output


@pytest.mark.parametrize(
    ("options", "batch", "windows"),
    [
        ((), 16, for_cpu(TrainingSettings()).windows),
        (("--batch", "5"), 5, for_cpu(TrainingSettings()).windows),
        (("--device", "cuda"), 160, TrainingSettings().windows),
    ],
    ids=str,
)
def test_a_cpu_begins_small(
    options: tuple[str, ...],
    batch: int,
    windows: tuple[tuple[int, int], ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[TrainingSettings] = []
    monkeypatch.setattr("masklet.training.proposals.train_proposals", lambda settings, *_: asked.append(settings))
    said = CliRunner().invoke(command, ["proposals", "--out", str(tmp_path), "--minutes", "2", *options])
    assert said.exit_code == 0, said.output
    assert (asked[0].batch, asked[0].windows, asked[0].seconds) == (batch, windows, 120)
