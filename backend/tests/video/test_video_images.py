"""Pictures become a clip: order, formats, sizes, turns."""

import zipfile
from fractions import Fraction

import numpy as np
import pytest
from numbered_clip import numbered_frame
from PIL import Image
from video_cases import frames_of, numbers_of, prepared

from masklet.video.images import natural_order


def save(folder, name, number, size=(320, 180), **options):
    folder.mkdir(exist_ok=True, parents=True)
    Image.fromarray(numbered_frame(number, *size)).save(folder / name, **options)


def zipped(folder, path):
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder))
    return path


def test_natural_order_counts_as_people_do():
    names = ["b10.png", "b9.png", "a2/x.png", "B1.png", "a10/x.png", "10.png", "9.png"]
    assert sorted(names, key=natural_order) == [
        "9.png",
        "10.png",
        "a2/x.png",
        "a10/x.png",
        "B1.png",
        "b9.png",
        "b10.png",
    ]


@pytest.mark.parametrize("packed", [True, False], ids=["zip", "folder"])
def test_pictures_of_all_kinds_in_natural_order(tmp_path, packed):
    folder = tmp_path / "in"
    names = ["shot1.png", "shot2.jpg", "shot10.webp", "shot11.bmp", "shot12.JPEG"]
    for number, name in enumerate(names):
        save(folder, name, number)
    (folder / "notes.txt").write_text("no picture")
    video = prepared(zipped(folder, tmp_path / "in.zip") if packed else folder, tmp_path / "out")
    assert numbers_of(tmp_path / "out/video.mp4") == [0, 1, 2, 3, 4]
    assert (video.frame_rate, video.has_audio, video.source.codec) == (24, False, "png")
    assert video.source.container == ("zip" if packed else "folder")


def test_the_rate_is_as_asked_for_and_a_range_is_taken(tmp_path):
    for number in range(20):
        save(tmp_path / "in", f"{number}.png", number)
    video = prepared(tmp_path / "in", tmp_path / "out", image_rate=Fraction(10), start_s=0.5, duration_s=1.0)
    assert (video.frame_rate, video.frame_count) == (10, 10)
    assert numbers_of(tmp_path / "out/video.mp4") == list(range(5, 15))


def test_other_sizes_are_fitted_into_the_first_and_centred_on_black(tmp_path):
    save(tmp_path / "in", "0.png", 0)
    save(tmp_path / "in", "1.png", 1, (640, 360))
    Image.new("RGB", (100, 200), (255, 255, 255)).save(tmp_path / "in/2.png")
    prepared(tmp_path / "in", tmp_path / "out")
    frames = frames_of(tmp_path / "out/video.mp4")
    assert [frame.shape for frame in frames] == [(180, 320, 3)] * 3
    assert np.abs(frames[1].astype(int) - numbered_frame(1)).mean() < 12
    assert frames[2][90, 160].min() > 240
    assert frames[2][90, 20].max() < 12
    assert frames[2][90, 300].max() < 12


def test_deep_grey_and_transparent_pictures(tmp_path):
    (tmp_path / "in").mkdir()
    ramp = np.tile(np.linspace(0, 65535, 320).astype(np.uint16), (180, 1))
    Image.fromarray(ramp).save(tmp_path / "in/0.png")
    Image.new("RGBA", (320, 180), (200, 100, 50, 255)).save(tmp_path / "in/1.png")
    Image.new("P", (320, 180), 0).save(tmp_path / "in/2.png")
    prepared(tmp_path / "in", tmp_path / "out")
    frames = frames_of(tmp_path / "out/video.mp4")
    assert np.abs(frames[0][90, [40, 160, 280]].astype(int) - np.array([[32], [128], [224]])).max() < 6
    assert np.abs(frames[1][90, 160].astype(int) - (200, 100, 50)).max() < 6
    assert len(frames) == 3


def test_a_camera_s_turn_flag_is_applied(tmp_path):
    (tmp_path / "in").mkdir()
    turned = Image.fromarray(np.rot90(numbered_frame(9)).copy())
    exif = turned.getexif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise to see it upright
    turned.save(tmp_path / "in/0.jpg", exif=exif, quality=95)
    video = prepared(tmp_path / "in", tmp_path / "out")
    assert (video.width, video.height) == (320, 180)
    assert numbers_of(tmp_path / "out/video.mp4") == [9]


def test_links_in_a_folder_are_left_out(tmp_path):
    save(tmp_path / "elsewhere", "secret.png", 7)
    save(tmp_path / "in", "0.png", 0)
    (tmp_path / "in/1.png").symlink_to(tmp_path / "elsewhere/secret.png")
    prepared(tmp_path / "in", tmp_path / "out")
    assert numbers_of(tmp_path / "out/video.mp4") == [0]
