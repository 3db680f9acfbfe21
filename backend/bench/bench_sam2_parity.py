"""Every reference array of tests/parity against ours: largest and mean difference, and where masks agree.

    .venv/bin/python backend/bench/bench_sam2_parity.py [float32 | bfloat16 | rounded]

`bfloat16` computes in bfloat16 even where that is emulated (half an hour); `rounded` is what such a CPU does when bfloat16 is
asked for: weights rounded to it, float32 sums. IoU is over pixels whose reference logit is beyond ±0.5.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from masklet.sam2.config import find
from masklet.sam2.network import Sam2Network
from masklet.sam2_api import SAM2ImagePredictor, SAM2VideoPredictor
from masklet.sam2_api.model import SAM2Model

PARITY = Path(__file__).parents[1] / "tests" / "parity"
sys.path.insert(0, str(PARITY))

from image_calls import image_arrays  # noqa: E402 - the tests' own, found through the path above
from video_calls import video_arrays  # noqa: E402
from weights import frames, state_dict  # noqa: E402

NAME = "sam2.1_hiera_tiny"
CERTAIN = 0.5


def network(precision: str) -> Sam2Network:
    """With the stand-in weights."""
    made = Sam2Network(find(NAME)).requires_grad_(False).eval()
    made.load_state_dict({key: torch.from_numpy(x) for key, x in state_dict(PARITY / f"keys_{NAME}.json").items()})
    if precision == "float32":
        return made
    return made.with_precision(torch.bfloat16, even_if_slow=precision == "bfloat16")


def row(name: str, ours: NDArray[np.float32], theirs: NDArray[np.float32]) -> str:
    """One line of the table."""
    difference = np.abs(ours - theirs)
    certain = np.abs(theirs) > CERTAIN
    both, either = ((ours > 0) & (theirs > 0) & certain).sum(), (((ours > 0) | (theirs > 0)) & certain).sum()
    return f"| `{name}` | {difference.max():.4f} | {difference.mean():.5f} | {both / max(1, either):.4f} |"


def main(precision: str) -> None:
    """Print the table."""
    reference = np.load(PARITY / f"reference_{NAME}.npz")
    print(f"| array ({precision}) | max | mean | IoU |\n|---|---|---|---|")
    ours_network = network(precision)
    for name, ours in image_arrays(SAM2ImagePredictor(SAM2Model.of(ours_network)), frames()[0]):
        print(
            row(f"image/{name}", torch.as_tensor(ours).float().numpy(), reference[f"image/{name}"].astype(np.float32))
        )
    for name, _, ours in video_arrays(SAM2VideoPredictor(ours_network), frames()):
        print(row(f"video/{name}", ours, reference[f"video/{name}/logits"].astype(np.float32)), flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(sys.argv[1] if len(sys.argv) > 1 else "float32")
