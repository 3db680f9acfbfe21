"""The session format: what is in the file, with and without its video; and its clip taken in again."""

import hashlib
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from masklet.domain.errors import VideoUnreadable
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.session import ObjectClass
from masklet.domain.session_file_parsing import parse_manifest, parse_masks_line, parse_prompt_line
from masklet.export import registry
from masklet.masks import rle
from masklet.video.frame_times import read_frame_times
from masklet.video.take_in import take_in

PROMPTS = ((3, 0, Prompt((Point(1.5, 2.25, 1), Point(3, 4, 0)), Box(0.5, 1, 9, 8))),)


@pytest.fixture
def written(clip, tmp_path):
    def write(**options):
        asking = clip.asking("session", tmp_path / "out", **options)
        objects = (replace(asking.objects[0], class_id=4), *asking.objects[1:])
        more = {"session_name": "Mine", "prompts": PROMPTS, "classes": (ObjectClass(4, "Fish", "#112233"),)}
        registry.write(replace(asking, objects=objects, **more), lambda done, total: None, lambda: False)
        return zipfile.ZipFile(tmp_path / "out")

    return write


def test_it_holds_the_whole_session(clip, written):
    with written() as archive:
        assert archive.testzip() is None
        manifest = parse_manifest(archive.read("manifest.json"))
        prompts = [parse_prompt_line(line, manifest.video) for line in archive.read("prompts.ndjson").splitlines()]
        frames = [parse_masks_line(line, manifest.video) for line in archive.read("masks.ndjson").splitlines()]
        video = archive.getinfo("video.mp4")
        assert video.compress_type == zipfile.ZIP_STORED
        assert archive.read("video.mp4") == Path(clip.request.media_file).read_bytes()
        assert json.loads(archive.read("manifest.json"))["program"]
    assert (manifest.session_name, manifest.engine) == ("Mine", "flow")
    assert manifest.video == replace(clip.request.video, path="")
    assert manifest.video_sha256 == hashlib.sha256(Path(clip.request.media_file).read_bytes()).hexdigest()
    assert [each.tracked for each in manifest.objects] == list(clip.request.objects)
    assert [each.object_class for each in manifest.objects] == [("Fish", "#112233"), None, None]
    assert [(each.object_id, each.frame_index, each.prompt) for each in prompts] == list(PROMPTS)
    kept = {frame.frame_index: frame.masks for frame in frames}
    assert kept.keys() == {index for index, masks in clip.masks.items() if masks}
    for index, masks in kept.items():
        assert {
            key: (rle.decode(mask.rle) == clip.masks[index][key]).all() for key, mask in masks.items()
        } == dict.fromkeys(masks, True)


def test_without_its_video_it_still_names_it(written):
    with written() as whole:
        sha256 = parse_manifest(whole.read("manifest.json")).video_sha256
    with written(with_video=False) as small:
        assert set(small.namelist()) == {"manifest.json", "prompts.ndjson", "masks.ndjson"}
        assert parse_manifest(small.read("manifest.json")).video_sha256 == sha256


@pytest.fixture
def folder(clip, tmp_path):
    shutil.copy(clip.request.media_file, tmp_path / "video.mp4")
    return tmp_path


def taken_in(video, folder):
    return take_in(video, folder, 8192 * 4320, lambda: False)


def test_a_clip_that_is_what_it_says_gets_its_pictures_and_times(clip, folder):
    video = clip.request.video
    assert taken_in(replace(video, has_audio=False), folder) == video
    assert (folder / "poster.jpg").stat().st_size > 1000
    assert (folder / "filmstrip.jpg").is_file()
    times = read_frame_times(folder / "frame_times.json")
    assert times.source_frame_indices == tuple(range(video.frame_count))
    assert times.frame_rate == video.frame_rate
    own = (folder / "frame_times.json").read_text().replace("[0, 1, 2", "[0, 0, 2")
    (folder / "frame_times.json").write_text(own)
    taken_in(video, folder)
    assert (folder / "frame_times.json").read_text() == own


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"version": 1}', "[" * 100_000])
def test_frame_times_that_are_none_are_made_anew(clip, folder, text):
    (folder / "frame_times.json").write_text(text)
    taken_in(clip.request.video, folder)
    assert read_frame_times(folder / "frame_times.json").source_width == clip.request.video.width


def test_another_clip_is_refused(clip, folder):
    video = clip.request.video
    others = [
        replace(video, frame_count=video.frame_count - 1),
        replace(video, width=video.width - 2),
        replace(video, frame_rate=video.frame_rate * 2),
    ]
    for other in others:
        with pytest.raises(VideoUnreadable, match="not the clip that was saved"):
            taken_in(other, folder)
    (folder / "video.mp4").write_bytes(b"nothing")
    with pytest.raises(VideoUnreadable):
        taken_in(video, folder)
