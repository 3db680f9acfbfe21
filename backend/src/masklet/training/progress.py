"""What training writes down as it goes: curves as CSV, pictures of answers, and the state to go on from."""

import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from masklet.training.lessons import Lesson

COLUMNS = ("step", "seconds", "loss", "part", "whole", "group", "click_1", "click_3", "click_5", "box")
PICTURES = 12


@dataclass(frozen=True, slots=True)
class Report:
    """One row of the curves: mean overlaps on clips that are not trained on."""

    step: int
    seconds: float
    loss: float
    part: float
    whole: float
    group: float
    click_1: float
    click_3: float
    click_5: float
    box: float


class Progress:
    """Writes into one folder, which it makes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder

    def tell(self, report: Report) -> None:
        """Append a row to curves.csv, and say it."""
        path = self.folder / "curves.csv"
        is_new = not path.exists()
        row = [getattr(report, name) for name in COLUMNS]
        with path.open("a", newline="") as file:
            writer = csv.writer(file)
            if is_new:
                writer.writerow(COLUMNS)
            writer.writerow([value if isinstance(value, int) else f"{value:.4f}" for value in row])
        print(
            "  ".join(
                f"{n} {v:.3f}" if isinstance(v, float) else f"{n} {v}" for n, v in zip(COLUMNS, row, strict=True)
            ),
            flush=True,
        )

    def draw(self, lesson: Lesson, logits: Tensor, step: int) -> None:
        """A picture of some lessons: what was seen, the truths and the answers."""
        rows = [_row(lesson, logits, k) for k in range(min(PICTURES, len(logits)))]
        cv2.imwrite(str(self.folder / f"answers-{step:06d}.jpg"), np.concatenate(rows)[..., ::-1])

    def keep(self, state: dict[str, object]) -> None:
        """The state to go on from, whole or not at all."""
        part = self.folder / "state.part"
        torch.save(state, part)
        part.replace(self.folder / "state.pt")

    def kept(self) -> dict[str, object] | None:
        """The last state, if there is one."""
        path = self.folder / "state.pt"
        return torch.load(path, map_location="cpu", weights_only=True) if path.exists() else None


def _row(lesson: Lesson, logits: Tensor, k: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    picture = (lesson.colours[k].permute(1, 2, 0) * 255).byte().cpu().numpy().copy()
    x, y = lesson.said.clicks[k, 0].tolist()
    cv2.circle(picture, (int(x), int(y)), 3, (255, 0, 0), -1)
    motion = ((lesson.motion[k, :2] + 1) * 127).byte().cpu().numpy()
    motion = np.stack([*motion, np.full_like(motion[0], 127)], axis=-1)
    truth = (lesson.masks[k] * 255).byte().cpu().numpy()
    up = torch.nn.functional.interpolate(logits[k : k + 1].float(), scale_factor=2.0, mode="bilinear")[0]
    shown = (torch.sigmoid(up) * 255).byte().cpu().numpy()
    masks = [
        np.repeat(np.concatenate([t, s], axis=0)[..., None], 3, axis=-1) for t, s in zip(truth, shown, strict=True)
    ]
    return np.concatenate([np.concatenate([picture, motion]), *masks], axis=1)
