"""Parts: what a range of frames and a choice of objects export is the slice of the full export, with its ids and indices."""

import io
import json
from dataclasses import replace
from fractions import Fraction
from zipfile import ZipFile

import av
import numpy as np
import pytest
from PIL import Image

from masklet.domain.errors import FrameOutOfRange, InvalidInput, ObjectNotFound, UnknownExport
from masklet.domain.export_options import ExportOptions
from masklet.export import registry
from masklet.export.effected import effected_frames
from masklet.export.effects.stack import most_previous_frames, parse_stack
from masklet.export.source import ExportSource

FIRST, LAST = 7, 16
COUNT = LAST - FIRST + 1
TRAIL = json.dumps([{"effect": {"name": "trail", "values": {"opacity": 1}}, "objectIds": None, "enabled": True}])


@pytest.fixture
def part(clip, tmp_path):
    """part("coco", ExportOptions(...)) -> the written file; progress counts the wanted frames only."""

    def write(format_name, options):
        out = tmp_path / f"part{len(list(tmp_path.iterdir()))}.{format_name}"
        request, seen = replace(clip.asking(format_name, out), options=options), []
        registry.write(request, lambda *step: seen.append(step), lambda: False)
        total = (23 if options.last_frame is None else options.last_frame) - options.first_frame + 1
        assert seen == [(done, total) for done in range(1, total + 1)]
        return out

    return write


def read_json(path):
    return json.loads(path.read_text("utf-8"))


def without_ids(annotations):
    return [{key: value for key, value in one.items() if key != "id"} for one in annotations]


def test_coco_of_a_range_is_the_slice(export, part):
    whole, some = read_json(export("coco")), read_json(part("coco", ExportOptions({}, FIRST, LAST)))
    assert some["images"] == whole["images"][FIRST : LAST + 1]
    assert without_ids(some["annotations"]) == without_ids(
        one for one in whole["annotations"] if FIRST <= one["frame_index"] <= LAST
    )
    assert [one["id"] for one in some["annotations"]] == list(range(1, len(some["annotations"]) + 1))
    assert (some["tracks"], some["categories"]) == (whole["tracks"], whole["categories"])
    [video] = some["videos"]
    assert (video["length"], video["first_frame"], video["last_frame"]) == (24, FIRST, LAST)


def test_coco_of_some_objects_keeps_their_ids(export, part):
    whole, some = read_json(export("coco")), read_json(part("coco", ExportOptions(object_ids=(7, 0))))
    assert without_ids(some["annotations"]) == without_ids(
        one for one in whole["annotations"] if one["track_id"] in (1, 8)
    )
    assert {one["id"] for one in some["tracks"]} == {1, 8}
    assert some["categories"] == [one for one in whole["categories"] if one["name"] == "leaf"]
    assert some["images"] == whole["images"]


def test_png_of_a_range_is_the_slice(export, part):
    with ZipFile(export("png")) as whole, ZipFile(part("png", ExportOptions({}, FIRST, LAST))) as some:
        names = [f"{index:05d}.png" for index in range(FIRST, LAST + 1)]
        assert some.namelist() == ["objects.json", *names, "manifest.json"]
        assert all(some.read(name) == whole.read(name) for name in names)
        listed = json.loads(some.read("objects.json"))
        assert listed["objects"] == json.loads(whole.read("objects.json"))["objects"]
    video = listed["video"]
    assert (video["frame_count"], video["first_frame"], video["last_frame"]) == (24, FIRST, LAST)


def test_png_of_some_objects_keeps_their_values(clip, part):
    with ZipFile(part("png", ExportOptions(object_ids=(0,)))) as archive:
        shown = np.asarray(Image.open(io.BytesIO(archive.read("00009.png"))))
        rows = json.loads(archive.read("objects.json"))["objects"]
    assert [(row["value"], row["object_id"]) for row in rows] == [(2, 0)]
    assert np.array_equal(shown, np.where(clip.masks[9][0], 2, 0))


def pictures(path):
    with av.open(str(path)) as media:
        return [frame.to_ndarray(format="gray").astype(int) for frame in media.decode(video=0)]


def test_mp4_of_a_range_shows_the_slice(export, part):
    whole, some = (
        pictures(export("mp4", effects=TRAIL)),
        pictures(part("mp4", ExportOptions({"effects": TRAIL}, 7, 16))),
    )
    assert len(some) == COUNT
    for position in (0, 1, COUNT - 1):
        own = [np.abs(some[position] - picture).mean() for picture in whole]
        assert int(np.argmin(own)) == FIRST + position
        assert own[FIRST + position] < 2


def test_effects_of_a_range_look_back_at_frames_before_it(clip):
    stack = parse_stack(TRAIL)
    with ExportSource(clip.request) as source:
        whole = list(effected_frames(source, stack))
    with ExportSource(replace(clip.request, options=ExportOptions({}, FIRST, LAST))) as source:
        some = list(effected_frames(source, stack))
    assert len(some) == COUNT
    assert all(np.array_equal(*pair) for pair in zip(some, whole[FIRST : LAST + 1], strict=True))


def test_mp4_of_some_objects_draws_only_them(clip, export, part):
    nothing, some = pictures(export("mp4", effects="[]"))[9], pictures(part("mp4", ExportOptions(object_ids=(0,))))[9]
    changed = np.abs(nothing - some) > 12
    assert changed[clip.masks[9][0]].mean() > 0.5
    assert changed[clip.masks[9][7]].mean() < 0.05


@pytest.mark.parametrize(("first", "last"), [(FIRST, LAST), (0, 4), (20, 23), (0, 23), (11, 11)])
def test_mp4_has_exactly_the_time_and_sound_of_its_frames(clip, part, first, last):
    rate = clip.request.video.frame_rate
    out = part("mp4", ExportOptions({}, first, last))
    length = (last - first + 1) / rate
    with av.open(str(out)) as media:
        video, sound = media.streams.video[0], media.streams.audio[0]
        times = [frame.pts * frame.time_base for frame in media.decode(video)]
        assert times == [index / rate for index in range(last - first + 1)]
        assert Fraction(video.duration) * video.time_base == length
        assert sound.start_time == 0
        assert abs(Fraction(sound.duration) * sound.time_base - length) <= Fraction(1, 48000)
    heard, source = samples(out), samples(clip.request.media_file)
    start, count = round(first / rate * 48000), round(length * 48000)
    wanted = source[start : start + count]
    assert 0 <= len(heard) - len(wanted) < 1024  # a decoder's last block, which the file's length hides
    assert np.abs(heard[: len(wanted)] - wanted).max() < 0.02
    assert np.abs(heard[2 : len(wanted)] - wanted[:-2]).mean() > 5 * np.abs(heard[: len(wanted)] - wanted).mean()


def samples(path):
    with av.open(str(path)) as media:
        return np.concatenate([frame.to_ndarray().mean(0) for frame in media.decode(audio=0)])


def test_a_session_is_whole_or_not_at_all(part, clip, tmp_path):
    part("session", ExportOptions({}, 0, 23, (0, 3, 7)))
    for options, word in ((ExportOptions({}, 1), "whole clip"), (ExportOptions(object_ids=(3,)), "all objects")):
        with pytest.raises(UnknownExport, match=word):
            part("session", options)


@pytest.mark.parametrize("name", ["coco", "png", "mp4"])
@pytest.mark.parametrize(
    ("options", "error", "sentence"),
    [
        (ExportOptions({}, 9, 8), InvalidInput, "ends on frame 8, before it begins on frame 9"),
        (ExportOptions({}, 16, 7), InvalidInput, "before it begins"),
        (ExportOptions({}, 0, 24), FrameOutOfRange, "Frame 24 is not in the clip; its frames are 0 to 23"),
        (ExportOptions({}, -1, 5), FrameOutOfRange, "Frame -1"),
        (ExportOptions({}, 24), FrameOutOfRange, "Frame 24"),
        (ExportOptions(object_ids=()), InvalidInput, "No object is chosen"),
        (ExportOptions(object_ids=(3, 5)), ObjectNotFound, "no object 5"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(clip, tmp_path, name, options, error, sentence):
    request = replace(clip.asking(name, tmp_path / "out"), options=options)
    with pytest.raises(error, match=sentence):
        registry.write(request, lambda *_: None, lambda: False)
    assert list(tmp_path.iterdir()) == []


def test_the_formats_tell_what_they_take_and_how_far_they_look_back():
    infos = {info.name: info for info in registry.formats()}
    less = {"mp4": 2, "session": 0}
    assert {name: len(info.selections) for name, info in infos.items()} == {name: less.get(name, 4) for name in infos}
    before = {"mp4": most_previous_frames()}
    assert {name: info.reads_before for name, info in infos.items()} == {name: before.get(name, 0) for name in infos}
    assert most_previous_frames() == 64
