"""Matte movies as masks: ours to the pixel (VP9 nearly), other rates by time, alpha or brightness, damage frame by frame."""

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from hard_clip import FRAMES, HEIGHT, OBJECTS, RATE, RING, SHY, WIDTH, exported, hard_clip, masks_of
from importing import assert_same, hard_masks, taken
from mask_files import movie, zipped

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.mask_import import ImportProblem, ProblemKind
from masklet.export.imports.formats import matte_video
from masklet.export.imports.movie_frames import is_one_rate, nearest

MOVIES = {"matte_mp4": "mp4", "matte_mkv": "mkv", "prores": "mov", "webm_alpha": "webm"}
EACH = {"movies": "each"}


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def mask_at(index, object_id=SHY):
    return masks_of(index).get(object_id, np.zeros((HEIGHT, WIDTH), bool))


def greys(object_id=SHY, frames=range(FRAMES)):
    return [mask_at(at, object_id).astype(np.uint8) * 255 for at in frames]


def assert_near(back, expected):
    """An IoU of .98 on every frame, and an object wherever there is one."""
    assert {at: sorted(masks) for at, masks in back.items()} == {at: sorted(masks) for at, masks in expected.items()}
    for at, masks in expected.items():
        for name, mask in masks.items():
            assert (back[at][name] & mask).sum() >= 0.98 * (back[at][name] | mask).sum(), (at, name)


@pytest.mark.parametrize("name", MOVIES)
@pytest.mark.parametrize("part", [{}, {"first_frame": 2, "stride": 2}, {"first_frame": 1, "last_frame": 5}])
def test_our_own_movies_come_back(clip, tmp_path, name, part):
    file = exported(clip, name, tmp_path / "out", ExportOptions(EACH, **part))
    back = taken(file, clip, tmp_path)
    frames = range(part.get("first_frame", 0), part.get("last_frame", FRAMES - 1) + 1, part.get("stride", 1))
    assert back.found.format_name == "matte_video"
    (assert_near if name == "webm_alpha" else assert_same)(back.masks, hard_masks(clip, frames))
    assert back.found.problems.count == 0
    assert [(one.name, one.class_name, one.colour) for one in back.found.objects[:2]] == [
        ("ring with hole", "ring", "#3b9dff"),
        ("two parts", "thing", "#b4ff00"),
    ]


@pytest.mark.parametrize("name", MOVIES)
@pytest.mark.parametrize("less", [0, 1])
def test_movies_of_the_originals_size_come_back(clip, tmp_path, name, less):
    """Also of an odd one, which MP4 makes even."""
    source = replace(clip.request.video.source, width=WIDTH * 2 - less, height=HEIGHT * 2 - less)
    large = replace(clip, request=replace(clip.request, video=replace(clip.request.video, source=source)))
    file = exported(large, name, tmp_path / "out", ExportOptions(EACH, resolution=Resolution.ORIGINAL))
    back = taken(file, large, tmp_path)
    (assert_near if name == "webm_alpha" else assert_same)(back.masks, hard_masks(clip))
    assert back.found.problems.count == 0


@pytest.mark.parametrize("name", MOVIES)
def test_objects_together_come_back_as_one(clip, tmp_path, name):
    back = taken(exported(clip, name, tmp_path / "out"), clip, tmp_path)
    together = {at: {"all": np.logical_or.reduce(list(masks.values()))} for at, masks in hard_masks(clip).items()}
    (assert_near if name == "webm_alpha" else assert_same)(back.masks, together)


@pytest.mark.parametrize(("name", "suffix"), MOVIES.items())
def test_a_movie_alone_is_an_object_called_as_the_file(clip, tmp_path, name, suffix):
    file = exported(clip, name, tmp_path / "out", ExportOptions(EACH)) / f"2_two-parts.{suffix}"
    back = taken(file, clip, tmp_path)
    expected = {at: {"two-parts": masks["two parts"]} for at, masks in hard_masks(clip).items()}
    (assert_near if name == "webm_alpha" else assert_same)(back.masks, expected)
    assert back.found.problems.count == 0


def test_it_is_hidden_where_the_picture_is_black(clip, tmp_path):
    back = taken(movie(tmp_path / "koi.mkv", greys(), RATE), clip, tmp_path)
    assert back.object("koi").hidden == ((0, 0), (3, 4))
    assert back.object("koi").seen == ((1, 2), (5, 7))


def test_the_drawing_order_comes_back(clip, tmp_path):
    turned = replace(clip, request=replace(clip.request, objects=OBJECTS[::-1]))
    back = taken(exported(turned, "matte_mkv", tmp_path / "out", ExportOptions(EACH)), turned, tmp_path)
    assert [one.name for one in back.found.objects] == [one.name for one in OBJECTS[::-1]]


def with_alpha(mask, alpha):
    colours = np.stack([np.full(mask.shape, 255, np.uint8)] * 3, -1) * mask[..., None]
    return np.dstack([colours, alpha])


@pytest.mark.parametrize(
    ("codec", "suffix", "pixels", "make"),
    [
        ("libx264", "mp4", "yuv420p", lambda mask: mask.astype(np.uint8) * 255),
        ("libx264", "mp4", "yuv444p", lambda mask: np.stack([mask.astype(np.uint8) * 255] * 3, -1)),
        ("ffv1", "mkv", "gray16le", lambda mask: mask.astype(np.uint8) * 255),
        ("mjpeg", "avi", "yuvj420p", lambda mask: mask.astype(np.uint8) * 255),
        ("qtrle", "mov", "argb", lambda mask: with_alpha(~mask, mask.astype(np.uint8) * 255)),
        ("png", "mov", "rgba", lambda mask: with_alpha(~mask, mask.astype(np.uint8) * 255)),
        ("prores_ks", "mov", "yuva444p10le", lambda mask: with_alpha(mask, np.full(mask.shape, 255, np.uint8))),
    ],
    ids=["H.264", "H.264 4:4:4", "16 bits", "motion JPEG", "QuickTime RLE", "PNG", "opaque ProRes"],
)
def test_movies_of_others(clip, tmp_path, codec, suffix, pixels, make):
    file = movie(tmp_path / f"ring.{suffix}", [make(mask_at(at, RING)) for at in range(FRAMES)], RATE, codec, pixels)
    back = taken(file, clip, tmp_path)
    expected = {at: {"ring": mask_at(at, RING)} for at in range(FRAMES)}
    (assert_near if codec == "mjpeg" else assert_same)(back.masks, expected)
    assert back.found.problems.count == 0


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(24000, 1001), Fraction("23.98")])
def test_rates_that_are_nearly_the_clips_are_counted(clip, tmp_path, rate):
    back = taken(movie(tmp_path / "koi.mov", greys(), rate, "png", "gray"), clip, tmp_path)
    assert back.found.problems.count == 0
    assert sorted(back.masks) == [1, 2, 5, 6, 7]


def test_a_faster_movie_is_taken_by_time(clip, tmp_path):
    """Twice as fast: every second picture is nearest; those between are another object's."""
    pictures = [picture for pair in zip(greys(), greys(RING), strict=True) for picture in pair]
    back = taken(movie(tmp_path / "koi.mov", pictures, RATE * 2, "png", "gray"), clip, tmp_path)
    assert back.kinds == [ProblemKind.FRAME_COUNT]
    assert back.found.problems.listed[0].details == {"count": 2 * FRAMES, "clip_count": FRAMES}
    for at in range(FRAMES):
        assert np.array_equal(back.masks.get(at, {}).get("koi", np.zeros((HEIGHT, WIDTH), bool)), mask_at(at))


def test_a_slower_movie_leaves_frames_between(clip, tmp_path):
    back = taken(movie(tmp_path / "koi.mov", greys(RING, (0, 2, 4, 6)), RATE / 2, "png", "gray"), clip, tmp_path)
    assert_same(back.masks, {at: {"koi": mask_at(at, RING)} for at in (0, 2, 4, 6)})
    assert back.kinds == [ProblemKind.FRAME_COUNT]


def test_a_codecs_noise_in_black_is_nothing(clip, tmp_path):
    noisy = np.zeros((HEIGHT, WIDTH), np.uint8)
    noisy[::3] = 1
    back = taken(movie(tmp_path / "koi.mkv", [noisy, *greys()[1:]], RATE), clip, tmp_path)
    assert back.object("koi").hidden == ((0, 0), (3, 4))


def test_of_several_movies_each_tells_its_own_number_of_frames(clip, tmp_path):
    short = movie(tmp_path / "short.mkv", greys(RING)[:5], RATE).read_bytes()
    whole = movie(tmp_path / "whole.mkv", greys(RING), RATE).read_bytes()
    back = taken(zipped(tmp_path / "in.zip", {"a.mkv": short, "b.mkv": whole}), clip, tmp_path)
    assert [(one.item, one.kind) for one in back.found.problems.listed] == [("a.mkv", ProblemKind.FRAME_COUNT)]


def test_which_rates_are_one():
    assert is_one_rate(Fraction(30), Fraction(30000, 1001))
    assert is_one_rate(Fraction(30000, 1001), Fraction(30))
    assert not is_one_rate(Fraction(25), Fraction(24))


def test_of_pictures_near_one_frame_the_nearest_counts():
    times = [Fraction(at, 100) for at in (0, 4, 9, 11, 20, 37, 46, 49, 51)]
    assert list(nearest(((at, at) for at in times), Fraction(10), 5)) == [
        (0, Fraction(0)),
        (1, Fraction(9, 100)),
        (2, Fraction(20, 100)),
        (4, Fraction(37, 100)),
        (5, Fraction(51, 100)),
    ]


def test_too_few_pictures_are_told_and_taken(clip, tmp_path):
    back = taken(movie(tmp_path / "koi.mkv", greys(RING)[:5], RATE), clip, tmp_path)
    assert list(back.found.problems.listed) == [
        ImportProblem("", ProblemKind.FRAME_COUNT, {"count": 5, "clip_count": FRAMES})
    ]
    assert sorted(back.masks) == [0, 1, 2, 3, 4]


def test_too_many_pictures_are_told_and_the_clips_are_taken(clip, tmp_path):
    back = taken(movie(tmp_path / "koi.mkv", greys(RING) + greys(RING)[:2], RATE), clip, tmp_path)
    assert back.kinds == [ProblemKind.FRAME_COUNT, ProblemKind.FRAME, ProblemKind.FRAME]
    assert sorted(back.masks) == list(range(FRAMES))


def colourful():
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return [np.stack([x * 2, y * 3, np.full_like(x, 20 * at)], -1).astype(np.uint8) for at in range(FRAMES)]


def bad_files(tmp_path):
    good = movie(tmp_path / "made.mkv", greys(RING), RATE).read_bytes()
    mp4 = movie(tmp_path / "made.mp4", greys(RING), RATE, "libx264", "yuv420p").read_bytes()
    narrow = movie(tmp_path / "narrow.mov", [each[:, :1] for each in greys(RING)], RATE, "png", "gray").read_bytes()
    square = movie(tmp_path / "square.mkv", [each[:, :HEIGHT] for each in greys(RING)], RATE).read_bytes()
    colours = movie(tmp_path / "colours.mkv", colourful(), RATE, "ffv1", "yuv444p").read_bytes()
    outside = tmp_path / "outside.mkv"
    outside.write_bytes(good)
    return {
        "text": (b"hello", ProblemKind.DAMAGED),
        "empty": (b"", ProblemKind.DAMAGED),
        "zeros": (bytes(5000), ProblemKind.DAMAGED),
        "an MP4 cut short": (mp4[: len(mp4) // 2], ProblemKind.DAMAGED),
        "only a head": (good[:200], ProblemKind.DAMAGED),
        "a playlist": (f"#EXTM3U\n#EXTINF:1,\n{outside}\n#EXT-X-ENDLIST\n".encode(), ProblemKind.DAMAGED),
        "a script": (f"ffconcat version 1.0\nfile '{outside}'\n".encode(), ProblemKind.DAMAGED),
        "one pixel wide": (narrow, ProblemKind.SIZE),
        "another shape": (square, ProblemKind.SIZE),
        "colours": (colours, ProblemKind.UNSUPPORTED),
    }


@pytest.mark.parametrize(
    "kind",
    ["text", "empty", "zeros", "an MP4 cut short", "only a head", "a playlist", "a script", "one pixel wide", "another shape", "colours"],
)  # fmt: skip
def test_a_bad_movie_is_told_and_the_others_are_taken(clip, tmp_path, kind):
    data, problem = bad_files(tmp_path)[kind]
    good = movie(tmp_path / "good.mkv", greys(), RATE).read_bytes()
    back = taken(zipped(tmp_path / "in.zip", {"koi.mkv": good, "bad.mkv": data}), clip, tmp_path)
    assert_same(back.masks, {at: {"koi": mask_at(at)} for at in (1, 2, 5, 6, 7)})
    assert [(one.item, one.kind) for one in back.found.problems.listed] == [("bad.mkv", problem)]


def test_a_movie_cut_short_is_taken_as_far_as_it_goes(clip, tmp_path):
    data = movie(tmp_path / "koi.mkv", greys(RING), RATE).read_bytes()
    (tmp_path / "koi.mkv").write_bytes(data[: len(data) * 6 // 10])
    back = taken(tmp_path / "koi.mkv", clip, tmp_path)
    assert 1 < len(back.masks) < FRAMES
    assert_same(back.masks, {at: {"koi": mask_at(at, RING)} for at in range(len(back.masks))})
    assert ProblemKind.FRAME_COUNT in back.kinds


def test_a_frame_that_cannot_be_decoded_is_told_and_those_after_it_keep_their_places(clip, tmp_path):
    """No frame leans on another; one of them is overwritten."""
    made = movie(tmp_path / "koi.mov", greys(RING), RATE, "png", "gray")
    with av.open(str(made)) as file:
        third = [bytes(packet) for packet in file.demux(video=0) if packet.size][3]
    data = made.read_bytes()
    assert data.count(third) == 1
    made.write_bytes(data.replace(third, bytes(len(third))))
    back = taken(made, clip, tmp_path)
    assert_same(back.masks, {at: {"koi": mask_at(at, RING)} for at in range(FRAMES) if at != 3})
    assert list(back.found.problems.listed) == [ImportProblem("koi.mov, frame 3", ProblemKind.DAMAGED)]
    assert back.object("koi").hidden == ()


def test_pictures_too_large_to_unpack_are_told(clip, tmp_path, monkeypatch):
    monkeypatch.setattr(matte_video, "MOST_PIXELS", 1000)
    back = taken(movie(tmp_path / "koi.mkv", greys(RING), RATE), clip, tmp_path)
    assert [(one.item, one.kind) for one in back.found.problems.listed] == [("koi.mkv", ProblemKind.DAMAGED)]


def test_sound_alone_is_no_matte(clip, tmp_path):
    with av.open(str(tmp_path / "koi.mkv"), "w") as output:
        stream = output.add_stream("aac", rate=48000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 48000
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    back = taken(tmp_path / "koi.mkv", clip, tmp_path)
    assert [one.kind for one in back.found.problems.listed] == [ProblemKind.DAMAGED]


def test_no_movie_at_all_is_refused(clip, tmp_path):
    with pytest.raises(InvalidInput):
        taken(zipped(tmp_path / "in.zip", {"readme.txt": b"hello"}), clip, tmp_path, format_name="matte_video")
