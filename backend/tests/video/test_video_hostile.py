"""Files that name other files, claim to be enormous, or are no files: nothing else is opened, and each ends in seconds in a typed error."""

import contextlib
import os
import shutil
import sys
import time
import zipfile
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from crafted_media import PICTURE, deep, large_gif, many_frames, much_told, png, short_clip, tiff, with_reference
from numbered_clip import write_clip
from video_cases import names_in, prepared
from watched_file import watched

from masklet.domain.errors import LimitExceeded, VideoUnreadable
from masklet.video.exact_reader import ExactReader
from masklet.video.opening import open_media
from masklet.video.pictures import PictureFrames, picture_size
from masklet.video.regular_file import LentFile

REFUSALS = (LimitExceeded, VideoUnreadable)
LONG_S = 10.0
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")


def texts(target, port):
    """Playlists and scripts that lead to a file and to an address, by the name that a person would give them."""
    http = f"http://127.0.0.1:{port}/x.ts"
    return {
        "list.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{target}\n#EXTINF:1,\n{http}\n#EXT-X-ENDLIST\n",
        "script.ffconcat": f"ffconcat version 1.0\nfile '{target}'\nfile '{http}'\n",
        "dash.mpd": f"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011' type='static' mediaPresentationDuration='PT1S'>"
        f"<Period><AdaptationSet mimeType='video/mp4'><Representation id='1' bandwidth='1'><BaseURL>{target}</BaseURL>"
        f"<SegmentList duration='1'><SegmentURL media='{http}'/></SegmentList></Representation></AdaptationSet></Period></MPD>",
        "session.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        "reference.mov": f"RTSPtext\n{target}\n",
        "words.idx": f"# VobSub index file, v7\nid: en, index: 0\n# {target}\n",
        "list.asx": f"<asx version='3.0'><entry><ref href='{target}'/></entry></asx>",
        "tool.avs": f'AviSource("{target}")\n',
    }


@pytest.fixture
def canary(tmp_path):
    """A clip that nobody may open."""
    short_clip(tmp_path / "canary.ts")
    return tmp_path / "canary.ts"


@on_linux
def test_the_watch_sees_a_playlist_that_is_followed(tmp_path, canary):
    """What the tests below would look like where they fail."""
    (tmp_path / "list.m3u8").write_text(texts(canary, 9)["list.m3u8"])
    with watched(canary) as watch, av.open(str(tmp_path / "list.m3u8"), options={"allowed_extensions": "ALL"}):
        assert watch.opened()


@on_linux
@pytest.mark.parametrize("name", texts("x", 1))
def test_what_a_file_names_is_not_opened(tmp_path, canary, name):
    (tmp_path / name).write_text(texts(canary, 9)[name])
    with watched(canary) as watch:
        with pytest.raises(VideoUnreadable):
            prepared(tmp_path / name, tmp_path / "out")
        with pytest.raises(VideoUnreadable):
            open_media(BytesIO((tmp_path / name).read_bytes()), 10**7)
        assert not watch.opened()
    assert names_in(tmp_path / "out") == []


@on_linux
def test_a_movie_s_reference_to_another_file_is_not_followed(tmp_path, canary):
    crafted = tmp_path / "in.mov"
    crafted.write_bytes(with_reference(short_clip(tmp_path / "whole.mov"), canary))
    follow = {"enable_drefs": "1", "use_absolute_path": "1"}
    with watched(canary) as watch:
        with av.open(str(crafted), options=follow) as media:
            next(media.demux(), None)
        assert watch.opened()  # the file does lead there
        try:
            prepared(crafted, tmp_path / "out")
        except VideoUnreadable:
            assert names_in(tmp_path / "out") == []
        assert not watch.opened()


@on_linux
def test_names_are_no_patterns(tmp_path):
    for at in range(3):
        (tmp_path / f"in{at}.png").write_bytes(png(64, 48))
    (tmp_path / "in%d.png").write_bytes(b"no picture")
    with watched(tmp_path / "in0.png") as watch:
        with pytest.raises(VideoUnreadable):
            prepared(tmp_path / "in%d.png", tmp_path / "out")
        assert not watch.opened()


def held_open():
    return len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0


def test_the_file_is_closed_with_its_container(tmp_path):
    short_clip(tmp_path / "in.mp4")
    before = held_open()
    for _ in range(5):
        prepared(tmp_path / "in.mp4", tmp_path / "out")
    with pytest.raises(VideoUnreadable):
        open_media(tmp_path / "out" / "poster.jpg", 10)
    assert held_open() == before


@pytest.fixture(params=["pipe", "device", "folder in a folder"])
def no_file(request, tmp_path):
    path = tmp_path / "in.png"
    if request.param == "pipe":
        os.mkfifo(path)
    elif request.param == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    return path


@pytest.mark.parametrize(
    "read",
    [
        lambda path: PictureFrames(path, 10**7),
        lambda path: picture_size(path, 10**7),
        lambda path: ExactReader(path),
        lambda path: open_media(path, 10**7),
        lambda path: prepared(path, path.parent / "out"),
    ],
    ids=["picture", "size", "reader", "media", "prepare"],
)
def test_pipes_devices_and_folders_are_no_files(no_file, read):
    with pytest.raises(VideoUnreadable) as caught:
        read(no_file)
    assert caught.value.message.endswith(".")


def test_a_folder_s_pipes_devices_and_links_are_left_out(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "elsewhere.png").write_bytes(png(64, 48))
    (folder / "a.png").write_bytes(png(64, 48))
    os.mkfifo(folder / "b.png")
    (folder / "c.png").symlink_to(tmp_path / "elsewhere.png")
    (folder / "d.png").symlink_to("/dev/zero")
    assert prepared(folder, tmp_path / "out").frame_count == 1


def zipped(path, name, data):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)


def enormous_movie(path):
    """The head of the movie and its pictures' own both claim 20,000 by 20,000."""
    write_clip(path, [PICTURE] * 3, Fraction(25), codec="mjpeg", pixel_format="yuvj420p")
    data = bytearray(path.read_bytes())
    size = struct_size = (20_000).to_bytes(2, "big") * 2
    at = data.index(b"jpeg", data.index(b"stsd")) if b"jpeg" in data else data.index(b"mp4v")
    data[at + 28 : at + 32] = struct_size
    for spot in (spot for spot in range(len(data)) if data[spot : spot + 2] == b"\xff\xc0"):
        data[spot + 5 : spot + 9] = size
    path.write_bytes(data)


BOMBS = {
    "20000 still": ("in.png", lambda path: path.write_bytes(png(20_000, 20_000))),
    "20000 still, a head alone": ("in.png", lambda path: path.write_bytes(png(20_000, 20_000, filled=False))),
    "2 billion still": ("in.png", lambda path: path.write_bytes(png(2**31 - 1, 2**31 - 1, filled=False))),
    "20000 stills in a zip": ("in.zip", lambda path: zipped(path, "a.png", png(20_000, 20_000))),
    "20000 gif": ("in.gif", lambda path: path.write_bytes(large_gif(20_000, 20_000))),
    "20000 movie": ("in.mov", enormous_movie),
    "deep atoms": ("in.mp4", lambda path: path.write_bytes(deep(50_000))),
    "no end of atoms": ("in.mp4", lambda path: path.write_bytes(b"\0\0\0\x08free" * 500_000)),
    "a million frames of nothing": ("in.mp4", lambda path: path.write_bytes(many_frames(short_clip(path), 10**6))),
    "two billion frames of nothing": ("in.mp4", lambda path: path.write_bytes(many_frames(short_clip(path), 2**31))),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs(tmp_path, bomb):
    name, make = BOMBS[bomb]
    make(tmp_path / name)
    assert (tmp_path / name).stat().st_size < 5_000_000
    began = time.monotonic()
    with pytest.raises(REFUSALS) as caught:
        prepared(tmp_path / name, tmp_path / "out")
    assert time.monotonic() - began < LONG_S
    assert caught.value.message.endswith(".")
    assert names_in(tmp_path / "out") == []


def test_much_metadata_is_no_hindrance(tmp_path):
    (tmp_path / "in.avi").write_bytes(much_told(tmp_path / "whole.avi", 2000))
    assert prepared(tmp_path / "in.avi", tmp_path / "out").frame_count == 8


def test_a_tiff_bomb_is_no_picture(tmp_path):
    (tmp_path / "in.tif").write_bytes(tiff(60_000, 60_000))
    for read in (picture_size, PictureFrames):
        with pytest.raises(REFUSALS):
            read(tmp_path / "in.tif", 10**7)


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_packings_that_allocate_what_the_file_asks_for(tmp_path, packing):
    with zipfile.ZipFile(tmp_path / "in.zip", "w", packing) as archive:
        archive.writestr("a.png", png(64, 48))
    with pytest.raises(VideoUnreadable):
        prepared(tmp_path / "in.zip", tmp_path / "out")


def test_a_zip_whose_pictures_are_damaged_inside(tmp_path):
    zipped(tmp_path / "whole.zip", "a.png", os.urandom(5000))
    data = bytearray((tmp_path / "whole.zip").read_bytes())
    data[40:60] = b"\xff" * 20
    (tmp_path / "in.zip").write_bytes(data)
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    with pytest.raises(VideoUnreadable):
        prepared(tmp_path / "in.zip", tmp_path / "out")


def asf_with_objects_of_odd_sizes(path):
    """Sizes in its head that lead before the file's beginning. Found by make fuzz-media."""
    data = bytearray(short_clip(path, codec="wmv2", container="asf"))
    for at in range(16, 600, 8):
        data[at : at + 8] = b"\xff" * 8
        yield bytes(data)


@pytest.mark.parametrize("place", [-1, -(2**62), 2**63 - 1])
def test_places_that_no_file_has_are_told_as_numbers(tmp_path, place):
    (tmp_path / "in").write_bytes(b"x")
    with (tmp_path / "in").open("rb") as file:
        for one in (LentFile(file, False), LentFile(BytesIO(b"x"), False)):
            assert one.seek(place) in (-22, place)
            assert one.seek(0) == 0


def test_sizes_that_lead_nowhere(tmp_path):
    for at, data in enumerate(asf_with_objects_of_odd_sizes(tmp_path / "whole.asf")):
        (tmp_path / f"{at}.asf").write_bytes(data)
        with contextlib.suppress(*REFUSALS):
            prepared(tmp_path / f"{at}.asf", tmp_path / "out")


def test_an_atom_that_asks_for_more_memory_than_there_is(tmp_path):
    """Found by make fuzz-media."""
    data = bytearray(short_clip(tmp_path / "in.mov"))
    at = data.index(b"stsz")
    data[at + 8 : at + 16] = b"\0\0\0\0\x3f\xff\xff\xff"
    (tmp_path / "in.mov").write_bytes(data)
    with contextlib.suppress(*REFUSALS):
        prepared(tmp_path / "in.mov", tmp_path / "out")


def test_sound_of_an_unknown_kind_is_left_out(tmp_path):
    """FFmpeg has no decoder for it, so there is nothing to ask about it. Found by make fuzz-media."""
    with av.open(str(tmp_path / "whole.mp4"), "w") as output:
        stream = output.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        sound = output.add_stream("aac", rate=48000, layout="mono")
        output.mux(stream.encode(av.VideoFrame.from_ndarray(PICTURE, "rgb24")))
        output.mux(stream.encode(None))
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts = 48000, 0
        output.mux([*sound.encode(frame), *sound.encode(None)])
    data = (tmp_path / "whole.mp4").read_bytes()
    assert data.count(b"mp4a") == 1
    (tmp_path / "in.mp4").write_bytes(data.replace(b"mp4a", b"zzzz").replace(b"esds", b"free"))
    video = prepared(tmp_path / "in.mp4", tmp_path / "out")
    assert (video.frame_count, video.has_audio) == (1, False)
