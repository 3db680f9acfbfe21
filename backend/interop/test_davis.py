"""DAVIS 2017, read by those who will, and measured as they measure."""

import hashlib
import json

import numpy as np
import pytest
from click.testing import CliRunner
from hard_clip import FRAMES, exported, flattened
from PIL import Image

from masklet.cli.main import main


def hashed(mask):
    return hashlib.sha256(np.ascontiguousarray(mask, np.uint8).tobytes()).hexdigest()


def test_trackeval_reads_every_flattened_mask(clip, tmp_path, reader):
    found = reader("trackeval_frames", "davis", exported(clip, "davis", tmp_path), "Hard_clip")
    expected = []
    for frame in range(FRAMES):
        labels = flattened(clip.masks[frame])
        expected += [[frame, int(number), hashed(labels == number)] for number in np.unique(labels) if number]
    assert sorted(found["rows"]) == sorted(expected)
    assert (found["frames"], found["hota"]) == (FRAMES, 1.0)


def test_evaluate_measures_what_trackeval_measures(clip, tmp_path, reader):
    """Five objects, one that comes and goes, one that is nearly lost, with pixels that are not judged; the masks are moved aside."""
    folder = exported(clip, "davis", tmp_path)
    truth, measured = folder / "Annotations/480p", tmp_path / "measured"
    for file in sorted((truth / "Hard_clip").glob("*.png")):
        labels = np.asarray(Image.open(file))
        moved = measured / "Hard_clip" / file.name
        moved.parent.mkdir(parents=True, exist_ok=True)
        palette = Image.open(file).getpalette()
        for pixels, place in ((np.roll(labels, (1, 2), (0, 1)), moved), (with_void(labels), file)):
            picture = Image.fromarray(pixels)
            picture.putpalette(palette)
            picture.save(place)
    result = CliRunner().invoke(main, ["evaluate", str(measured), str(folder), "--all-frames", "--json"])
    assert result.exit_code == 0, result.output
    ours, theirs = json.loads(result.stdout), reader("trackeval_scores", truth, measured, "Hard_clip")
    assert 0.3 < ours["J"] < 0.9
    assert {name: ours[name] for name in theirs} == {
        name: pytest.approx(value, abs=1e-6) for name, value in theirs.items()
    }


def with_void(labels):
    """A stripe through the middle is not judged."""
    out = labels.copy()
    out[28:34] = 255
    return out
