"""Writing whole or not at all: cancel, a full disk, bad options, damage; and memory that does not grow with the clip."""

import resource
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace

import export_memory
import pytest

from masklet.domain.errors import Cancelled, InvalidInput, LimitExceeded, UnknownExport, VideoUnreadable
from masklet.domain.session import TrackedObject
from masklet.export import registry

FORMATS = [info.name for info in registry.formats()]


def ignore(done, total):
    pass


def test_the_formats_tell_their_suffixes():
    suffixes = {info.name: info.suffix for info in registry.formats()}
    single = {"coco": ".json", "youtube_vis": ".json", "mp4": ".mp4", "session": ".masklet"}
    single |= {"csv": ".csv", "contact_sheet": ".png", "gif": ".gif"}
    assert suffixes == {name: single.get(name, ".zip") for name in FORMATS}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("after", [0, 1, 7])
def test_cancel_leaves_no_file(clip, tmp_path, name, after):
    seen = []
    with pytest.raises(Cancelled):
        registry.write(
            clip.asking(name, tmp_path / "out"), lambda done, total: seen.append(done), lambda: len(seen) >= after
        )
    assert seen == list(range(1, after + 1))
    assert list(tmp_path.iterdir()) == []


@contextmanager
def files_no_larger_than(size):
    """The kernel refuses larger files with EFBIG, as a quota would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_may_not_grow_is_told_and_leaves_nothing(clip, tmp_path, name):
    with files_no_larger_than(1000), pytest.raises(LimitExceeded, match="larger than a file may be"):
        registry.write(clip.asking(name, tmp_path / "out"), ignore, lambda: False)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format(clip, tmp_path):
    with pytest.raises(UnknownExport, match="bmp"):
        registry.write(clip.asking("bmp", tmp_path / "out"), ignore, lambda: False)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"effects": 3}, "Effects must be text"),
        ({"effects": "glow"}, "not valid JSON"),
        ({"effects": '[{"effect": {"name": "sparkle", "values": {}}}]'}, "no effect called 'sparkle'"),
        ({"effects": '[{"effect": {"name": "erase", "values": {"grow": 0.5}}}]'}, "whole number from -20 to 20"),
        ({"opacity": 0.5}, "no option called 'opacity'"),
    ],
)
def test_options_that_do_not_fit(clip, tmp_path, options, sentence):
    with pytest.raises(UnknownExport, match=sentence):
        registry.write(clip.asking("mp4", tmp_path / "out", **options), ignore, lambda: False)
    assert not (tmp_path / "out").exists()


def test_a_format_without_options_takes_none(clip, tmp_path):
    with pytest.raises(UnknownExport, match="effect"):
        registry.write(clip.asking("coco", tmp_path / "out", effects="[]"), ignore, lambda: False)


def test_a_damaged_video_leaves_no_file(clip, tmp_path):
    damaged = tmp_path / "video.mp4"
    damaged.write_bytes(b"no video" * 1000)
    request = replace(
        clip.asking("mp4", tmp_path / "out"),
        media_file=str(damaged),
        video=replace(clip.request.video, has_audio=False),
    )
    with pytest.raises(VideoUnreadable):
        registry.write(request, ignore, lambda: False)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("lines", ["[3,{}]\n[2,{}]\n", "[1,{}]\n[1,{}]\n", "[24,{}]\n"])
def test_masks_out_of_place(clip, tmp_path, lines):
    (tmp_path / "masks").write_text(lines)
    request = replace(clip.asking("coco", tmp_path / "out"), masklets_file=str(tmp_path / "masks"))
    with pytest.raises(InvalidInput, match="out of place"):
        registry.write(request, ignore, lambda: False)


def test_more_objects_than_labels(clip, tmp_path):
    many = tuple(TrackedObject(index, "", "#ffffff") for index in range(256))
    with pytest.raises(LimitExceeded, match="255"):
        registry.write(replace(clip.asking("png", tmp_path / "out"), objects=many), ignore, lambda: False)


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("short and long")
    export_memory.write_clips(folder)
    return folder


@pytest.mark.parametrize("name", FORMATS)
def test_memory_does_not_grow_with_the_clip(clips, tmp_path, name):
    """In a process of its own: the peak after many frames against the peak after 200."""
    # outlines of noise are 100 kB of text a frame: 40 MB more after 600 if they were held
    many = 600 if name in ("cvat", "yolo_seg") else 2000
    words = [sys.executable, export_memory.__file__, name, str(clips), str(tmp_path), "200", str(many)]
    result = subprocess.run(words, capture_output=True, text=True, check=True, timeout=240)
    short, long = (int(word) for word in result.stdout.split())
    # a zip's directory is held until its end: four files a frame are 5 MB of it; outlines of noise leave a larger heap. All
    # masks would be 7 MB more
    most = 6144 if name in ("voc", "yolo_seg") else 4096
    assert long - short < most, f"peak grew from {short} to {long} KiB"
