"""Makes a small data folder with the program of a commit, for test_store_released.py: `python make_released.py 0007 [COMMIT]`.

The program of that commit (HEAD where none is named) is unpacked and run as it is: a clip is uploaded, clicked, tracked, named; from the versions
on that know them, a class, effects, and an edit that is undone. What it told of all that is kept beside the folder as facts.json. Needs git.
"""

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BACKEND = HERE.parents[1]
WIDTH, HEIGHT, FRAMES = 96, 64, 6


def main(revision: str, commit: str) -> None:
    """Writes released/<revision>.tar.gz."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        packed = subprocess.run(["git", "archive", commit, "src"], cwd=BACKEND, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            tar.extractall(root, filter="data")
        environment = {**os.environ, "PYTHONPATH": str(root / "src"), "MASKLET_CHECKPOINTS_DIR": ""}
        command = [sys.executable, str(Path(__file__).absolute()), "--fill", str(root)]
        subprocess.run(command, check=True, env=environment, cwd=root)
        _pack(root, HERE / "released" / f"{revision}.tar.gz")


def _pack(root: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    with tarfile.open(target, "w:gz") as tar:
        for name in ("data", "facts.json"):
            tar.add(root / name, name)
    print(f"{target.name}: {target.stat().st_size} bytes")


def fill(root: Path) -> None:
    """In the old program: the data folder and the facts."""
    from masklet.bootstrap import build_services
    from masklet.domain.prompt import Point
    from masklet.domain.session import Direction
    from masklet.settings import Settings

    services = build_services(Settings(data_dir=root / "data", client_dir=None))
    try:
        video = _upload(services, root)
        session_id = services.sessions.start(video.path, "flow").session_id
        services.prompts.set_points(session_id, 0, 0, [Point(0.3 * WIDTH, 0.5 * HEIGHT, 1)], True)
        services.prompts.set_points(session_id, 2, 3, [Point(0.8 * WIDTH, 0.2 * HEIGHT, 1)], True)
        job = services.propagations.start(session_id, 0, None, Direction.BOTH, None)
        assert len(list(services.propagations.follow(job.job_id))) >= FRAMES
        services.sessions.rename(session_id, "Fische im Teich 鱼")
        _newer(services, session_id)
        (root / "facts.json").write_text(json.dumps(facts_of(services, session_id), indent=1))
    finally:
        services.close()
    for name in (".in-use",):
        (root / "data" / name).unlink(missing_ok=True)


def _upload(services, root):
    from fractions import Fraction

    import numpy as np

    from masklet.video.writer import VideoWriter

    ys, xs = np.mgrid[:HEIGHT, :WIDTH]
    with VideoWriter(root / "clip.mp4", WIDTH, HEIGHT, Fraction(24)) as writer:
        for k in range(FRAMES):
            frame = np.full((HEIGHT, WIDTH, 3), 60, np.uint8)
            frame[(xs - 0.3 * WIDTH - k) ** 2 + (ys - HEIGHT / 2) ** 2 < 120] = (220, 120, 60)
            frame[(xs - 0.8 * WIDTH) ** 2 + (ys - 0.2 * HEIGHT - k) ** 2 < 60] = (60, 160, 220)
            writer.write(frame)
    content = (root / "clip.mp4").read_bytes()
    incoming = services.uploads.begin(None, "pond.mp4", len(content))
    incoming.write(content)
    return services.uploads.prepare(incoming.upload_id, None, None)


def _newer(services, session_id):
    """What later versions know."""
    if hasattr(services, "classes"):
        services.classes.add("Fish", "#102030")
    if hasattr(services, "effects"):
        layers = [{"id": "a", "effect": {"name": "blur", "values": {}}, "objectIds": [0], "enabled": True}]
        services.effects.set(session_id, json.dumps(layers))
    if hasattr(services, "history"):
        services.sessions.update_object(session_id, 0, "Undone", None)
        services.history.undo(session_id)
    if hasattr(services, "trash"):
        other = services.sessions.start(services.sessions.get(session_id).video_path, "flow").session_id
        services.sessions.delete(other)


def facts_of(services, session_id):
    """What a person sees of it, in words that no version changes."""
    shown = services.sessions.snapshot(session_id)
    frames = services.sessions.masks(session_id, None, 0, FRAMES - 1)
    return {
        "video": [shown.video.title, shown.video.width, shown.video.height, shown.video.frame_count],
        "session": [shown.session.name, shown.session.engine],
        "objects": [[one.object_id, one.name, one.colour] for one in shown.objects],
        "prompts": [
            [row.object_id, row.frame_index, [[p.x, p.y, p.label] for p in row.prompt.points]] for row in shown.prompts
        ],
        "masks": {
            str(frame.frame_index): {str(key): mask.rle.counts for key, mask in sorted(frame.masks.items())}
            for frame in frames
        },
        "job": shown.job.state.value,
        "effects": services.effects.get(session_id) if hasattr(services, "effects") else None,
        "edits": len(services.history.all(session_id)) if hasattr(services, "history") else 0,
        "classes": [one.name for one in services.classes.all()] if hasattr(services, "classes") else [],
        "deleted": len(services.trash.all()) if hasattr(services, "trash") else 0,
    }


if __name__ == "__main__":
    if sys.argv[1] == "--fill":
        fill(Path(sys.argv[2]))
    else:
        main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "HEAD")
