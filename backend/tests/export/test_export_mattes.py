"""Mattes read back: the masks to the pixel where the codec can hold them, times equal to the clip's, alpha that is really there."""

import io
import json
from dataclasses import replace
from fractions import Fraction
from zipfile import ZipFile

import av
import cv2
import numpy as np
import pytest
from hard_clip import CORNER, DOT, FRAMES, HEIGHT, HIDDEN, OBJECTS, RATE, RING, SHY, WIDTH, exported, hard_clip
from PIL import Image

from masklet.domain.export_options import ExportOptions, Resolution
from masklet.export import mattes, registry

MOVIES = {"matte_mp4": "mp4", "matte_mkv": "mkv", "prores": "mov", "webm_alpha": "webm"}
EXACT_TIMES = ("matte_mp4", "prores")
STEMS = {
    RING: "1_ring-with-hole",
    1: "2_two-parts",
    SHY: "3_comes-and-goes",
    CORNER: "4_touches-the-border",
    DOT: "5_one-pixel",
}


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def decoded(path):
    """Every picture, with the only decoder that keeps VP9's alpha."""
    with av.open(str(path)) as movie:
        stream = movie.streams.video[0]
        if stream.codec_context.name != "vp9":
            return list(movie.decode(stream)), stream.average_rate
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        frames = [frame for packet in movie.demux(stream) for frame in decoder.decode(packet if packet.size else None)]
        return frames, stream.average_rate


def matte_of(frame):
    """H x W bool: the alpha where there is one, else the grey."""
    if not frame.format.name.startswith("yuva"):
        return frame.to_ndarray(format="gray") > 127
    plane, kind = frame.planes[3], np.uint8 if frame.format.name == "yuva420p" else np.uint16
    rows = np.frombuffer(plane, kind).reshape(plane.height, -1)[:, : plane.width]
    return rows > (127 if kind is np.uint8 else 2047)


def overlap(first, second):
    union = (first | second).sum()
    return 1.0 if union == 0 else (first & second).sum() / union


def united(masks):
    return np.logical_or.reduce(list(masks.values()), initial=False) | np.zeros((HEIGHT, WIDTH), bool)


@pytest.mark.parametrize("name", MOVIES)
def test_one_movie_of_all_objects_holds_every_mask(clip, tmp_path, name):
    frames, rate = decoded(exported(clip, name, tmp_path) / f"all.{MOVIES[name]}")
    assert (len(frames), rate) == (FRAMES, RATE)
    least = 0.98 if name == "webm_alpha" else 1.0
    assert min(overlap(matte_of(frame), united(clip.masks[k])) for k, frame in enumerate(frames)) >= least


@pytest.mark.parametrize("name", ["matte_mp4", "matte_mkv"])
def test_opencv_reads_the_grey_ones(clip, tmp_path, name):
    """Another build of FFmpeg than ours."""
    movie = cv2.VideoCapture(str(exported(clip, name, tmp_path) / f"all.{MOVIES[name]}"))
    for masks in clip.masks.values():
        found, picture = movie.read()
        assert found
        assert np.array_equal(picture[..., 1] > 127, united(masks))
    assert not movie.read()[0]
    movie.release()


@pytest.mark.parametrize("name", MOVIES)
def test_a_movie_for_each_object(clip, tmp_path, name):
    folder = exported(clip, name, tmp_path, ExportOptions({"movies": "each"}))
    assert {path.stem for path in folder.glob(f"*.{MOVIES[name]}")} == set(STEMS.values())
    least = 0.98 if name == "webm_alpha" else 1.0
    for object_id, stem in STEMS.items():
        frames, _rate = decoded(folder / f"{stem}.{MOVIES[name]}")
        assert len(frames) == FRAMES
        for k, frame in enumerate(frames):
            mask = clip.masks[k].get(object_id, np.zeros((HEIGHT, WIDTH), bool))
            assert matte_of(frame).any() == mask.any()
            assert overlap(matte_of(frame), mask) >= least, (stem, k)


@pytest.mark.parametrize("name", MOVIES)
@pytest.mark.parametrize("stride", [1, 2])
def test_times_are_the_clips(clip, tmp_path, name, stride):
    frames, rate = decoded(exported(clip, name, tmp_path, ExportOptions(stride=stride)) / f"all.{MOVIES[name]}")
    assert rate == RATE / stride
    for k, frame in enumerate(frames):
        off = abs(frame.pts * frame.time_base - k * stride / RATE)
        assert off == 0 if name in EXACT_TIMES else off <= Fraction(1, 2000)


@pytest.mark.parametrize("name", MOVIES)
def test_a_part_of_the_clip(clip, tmp_path, name):
    options = ExportOptions({"movies": "each"}, 1, 6, (SHY, RING), stride=2)
    folder = exported(clip, name, tmp_path, options)
    assert {path.stem for path in folder.glob(f"*.{MOVIES[name]}")} == {STEMS[SHY], STEMS[RING]}
    frames, _rate = decoded(folder / f"{STEMS[SHY]}.{MOVIES[name]}")
    assert [bool(matte_of(frame).any()) for frame in frames] == [k not in HIDDEN for k in (1, 3, 5)]
    rows = json.loads((folder / "manifest.json").read_text())["frames"]
    assert [row["frame_index"] for row in rows] == [1, 3, 5]


@pytest.mark.parametrize(("name", "pixels"), [("prores", "yuva444p12le"), ("webm_alpha", "yuva420p")])
def test_colours_stand_straight_beside_the_alpha(clip, tmp_path, name, pixels):
    frames, _rate = decoded(exported(clip, name, tmp_path) / f"all.{MOVIES[name]}")
    with av.open(clip.request.media_file) as video:
        pictures = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
    for k, (frame, picture) in enumerate(zip(frames, pictures, strict=True)):
        assert frame.format.name == pixels
        mask, shown = united(clip.masks[k]), frame.to_ndarray(format="rgb24")
        assert np.abs(shown[mask].astype(int) - picture[mask]).mean() < 4
        assert shown[HEIGHT - 1, WIDTH - 1].max() < 20  # far from every object: cut away


def test_what_mattes_json_says(clip, tmp_path):
    about = json.loads(
        (exported(clip, "matte_mkv", tmp_path, ExportOptions({"movies": "each"})) / mattes.ABOUT).read_text()
    )
    assert about["mattes"][0] == {"file": f"{STEMS[RING]}.mkv", "objects": [{"id": 1, "name": "ring with hole"}]}
    assert (about["codec"], about["frame_rate"], about["pictures"]) == ("ffv1", [24000, 1001], FRAMES)


@pytest.mark.parametrize("name", [*MOVIES, "png_sequence"])
def test_odd_sizes_of_an_original(clip, tmp_path, name):
    """Only MP4 pads: what it added is black, on the right and below, and is said."""
    source = replace(clip.request.video.source, width=WIDTH * 2 - 1, height=HEIGHT * 2 - 1)
    odd = replace(clip, request=replace(clip.request, video=replace(clip.request.video, source=source)))
    folder = exported(odd, name, tmp_path, ExportOptions(last_frame=1, resolution=Resolution.ORIGINAL))
    if name == "png_sequence":
        assert Image.open(folder / "all/00000.png").size == (191, 127)
        return
    padding = 1 if name == "matte_mp4" else 0
    about = json.loads((folder / mattes.ABOUT).read_text())
    assert (about["pad_right"], about["pad_bottom"]) == (padding, padding)
    frame = decoded(folder / f"all.{MOVIES[name]}")[0][0]
    assert (frame.width, frame.height) == (191 + padding, 127 + padding)
    matte = matte_of(frame)
    assert matte[0, 190]
    assert not padding or not matte[:, 191].any()


@pytest.mark.parametrize("pixels", ["grey", "straight", "premultiplied"])
@pytest.mark.parametrize("movies", ["together", "each"])
def test_png_sequences_lose_nothing(clip, tmp_path, pixels, movies):
    folder = exported(clip, "png_sequence", tmp_path, ExportOptions({"pixels": pixels, "movies": movies}))
    stems = STEMS if movies == "each" else {None: "all"}
    with av.open(clip.request.media_file) as video:
        pictures = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
    for object_id, stem in stems.items():
        for k, masks in clip.masks.items():
            mask = united(masks if object_id is None else {key: masks[key] for key in masks if key == object_id})
            found = np.asarray(Image.open(folder / f"{stem}/{k:05d}.png"))
            alpha = found if pixels == "grey" else found[..., 3]
            assert np.array_equal(alpha, mask * 255)
            if pixels == "grey":
                continue
            assert np.abs(found[mask][:, :3].astype(int) - pictures[k][mask]).max(initial=0) <= 3
            beside = np.zeros_like(mask)
            beside[:, :-3] = mask[:, 3:] & ~mask[:, :-3]
            assert found[beside][:, :3].any() == (pixels == "straight" and beside.any())


def test_png_names_are_the_clips_frames(clip, tmp_path):
    options = ExportOptions({"movies": "each"}, 2, 7, (DOT,), stride=3)
    folder = exported(clip, "png_sequence", tmp_path, options)
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.png")} == {
        f"{STEMS[DOT]}/00002.png",
        f"{STEMS[DOT]}/00005.png",
    }


def test_names_of_files_are_safe_whatever_objects_are_called(clip, tmp_path):
    names = ("../../etc/passwd", "", "🐟 fish: red?", "é" * 300, "a\x00b\nc\u202e")
    objects = tuple(replace(one, name=name) for one, name in zip(OBJECTS, names, strict=True))
    named = replace(clip, request=replace(clip.request, objects=objects))
    folder = exported(named, "matte_mkv", tmp_path, ExportOptions({"movies": "each"}))
    stems = sorted(path.stem for path in folder.rglob("*.mkv"))
    assert stems == ["1_etc-passwd", "2", "3_🐟-fish-red", "4_" + "é" * 50, "5_ab-c"]
    assert {path.parent for path in folder.rglob("*.mkv")} == {folder}


def test_movies_are_written_some_at_a_time_and_progress_never_goes_back(clip, tmp_path, monkeypatch):
    """However many objects there are, few encoders hold frames."""
    monkeypatch.setattr(mattes, "_PIXELS_AT_ONCE", 2 * WIDTH * HEIGHT)
    seen, out = [], tmp_path / "out"
    asked = replace(clip.request, format_name="matte_mp4", out_file=str(out), options=ExportOptions({"movies": "each"}))
    registry.write(asked, lambda done, total: seen.append(done), lambda: False)
    assert seen == sorted(seen)
    assert (len(seen), seen[-1]) == (3 * FRAMES, FRAMES)
    with ZipFile(out) as archive:
        names = [name for name in archive.namelist() if name.endswith(".mp4")]
        assert len(names) == len(OBJECTS)
        with av.open(io.BytesIO(archive.read(f"{STEMS[DOT]}.mp4"))) as movie:
            assert [int(matte_of(frame).sum()) for frame in movie.decode(video=0)] == [1] * FRAMES
