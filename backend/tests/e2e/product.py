"""`masklet start` itself, on a free port and a data folder of its own: started, looked into, killed."""

import contextlib
import os
import shutil
import signal
import sys
import time
from pathlib import Path

import psutil
from running import Running, free_port
from studio import Studio

from masklet.samples.make import make_samples
from masklet.samples.scenes import SCENES, scene

PROGRAM = str(Path(sys.executable).with_name("masklet"))
CLIP, FRAMES, WIDTH, HEIGHT = "gallery/marbles.mp4", 144, 320, 180


class Product(Running):
    """The program and its processes."""

    def __init__(self, data_dir, port=None, **settings):
        self.data_dir = Path(data_dir)
        self.began = time.monotonic()
        super().__init__([PROGRAM, "start"], port or free_port(), data_dir=data_dir, **settings)

    def wait_ready(self):
        """Seconds from the start of the program to an answer."""
        super().wait_ready()
        with contextlib.closing(self.studio()) as studio:
            assert studio.http.get("/healthy").text == "OK"
        return time.monotonic() - self.began

    def studio(self):
        """A new client."""
        return Studio(self.url)

    def children(self):
        """Worker processes by role."""
        found = {}
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                words = child.cmdline()
                if "masklet.workers.child" in words:
                    found[words[words.index("masklet.workers.child") + 1]] = child
        return found

    def server(self):
        """The process that serves."""
        [serving] = psutil.Process(self.process.pid).children()
        return serving

    def kill_server(self):
        """kill -9 of gunicorn's master and of the process that serves; the pids of the workers that they leave."""
        left = [child.pid for child in self.children().values()]
        serving = self.server().pid
        for pid in (self.process.pid, serving):
            os.kill(pid, signal.SIGKILL)
        self.process.wait(5)
        assert becomes_true(lambda: is_gone(serving), 2)
        return left

    def tracebacks(self):
        """What the log says of errors that nobody foresaw."""
        return [line for line in self.lines if "Traceback" in line]


@contextlib.contextmanager
def product(data_dir, **settings):
    """A running product; nothing of it is left afterwards."""
    made = Product(data_dir, **settings)
    try:
        made.wait_ready()
        yield made
    finally:
        made.kill_family()


def make_data(folder: Path) -> Path:
    """A data folder with small sample clips: the one that the tests track has a size worth tracking."""
    marbles = scene("marbles")
    others = tuple(each for each in SCENES if each is not marbles)
    make_samples(folder / "videos", ignore, (marbles,), WIDTH, HEIGHT)
    make_samples(folder / "videos", ignore, others, 64, 36)
    return folder


def copy_data(template: Path, to: Path) -> Path:
    """A data folder of one's own."""
    shutil.copytree(template, to, dirs_exist_ok=True)
    return to


def marbles_at(frame_index: int) -> dict[int, tuple[float, float]]:
    """The middle of every marble that is visible on this frame of the clip, normalised."""
    [(_, masks)] = scene("marbles").frames(WIDTH, HEIGHT, 1, start=frame_index)
    points = {}
    for object_id, mask in masks.items():
        ys, xs = mask.nonzero()
        if len(xs):
            points[object_id] = (float(xs.mean() + 0.5) / WIDTH, float(ys.mean() + 0.5) / HEIGHT)
    return points


def ignore(done: int, total: int) -> None:
    """No interest in progress."""


def is_gone(pid: int) -> bool:
    """Ended; a zombie only waits for its parent, which is not ours to be."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def becomes_true(condition, within_s):
    """Whether it came true in time."""
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
