"""The README's Python example runs as it stands, on a small network and a small clip."""

import re
from pathlib import Path

import numpy as np
import torch
from pico_checkpoint import write_pico

README = (Path(__file__).parents[3] / "README.md").read_text()


def test_the_example_runs(tmp_path, monkeypatch, capsys):
    [code] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    file = write_pico(tmp_path / "checkpoints")
    frames = np.random.default_rng(1).integers(0, 255, (3, 400, 240, 3), dtype=np.uint8)
    monkeypatch.chdir(tmp_path)
    replaced = code.replace("configs/sam2.1/sam2.1_hiera_t.yaml", "sam2.1_hiera_pico").replace(
        "sam2.1_hiera_tiny", file.stem
    )
    assert replaced.count("pico") == 2
    code = replaced.replace('"clip.mp4"', "frames").replace(
        "...", "seen.append((frame_idx, obj_ids, mask_logits.shape))"
    )
    seen: list = []
    exec(code, {"frames": frames, "seen": seen})
    assert seen == [(at, [1], torch.Size([1, 1, 400, 240])) for at in range(3)]
