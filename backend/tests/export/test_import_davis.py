"""Palette pictures as masks: ours to the pixel, DAVIS folders and what goes by that name, single drawn masks, damage picture by picture."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hard_clip import FRAMES, HEIGHT, OBJECTS, WIDTH, exported, flattened, hard_clip, masks_of
from importing import assert_same, taken
from mask_files import flat_masks, palette_png, png, zipped

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.mask_import import ImportProblem, ProblemKind
from masklet.export.pictures import voc_palette

VOID = 255


@pytest.fixture
def clip(tmp_path):
    return hard_clip(tmp_path)


def labels_at(index):
    return flattened(masks_of(index)).astype(np.uint8)


def numbered(masks):
    """By the names that objects without any get."""
    names = {one.name: f"Object {one.object_id + 1}" for one in OBJECTS}
    return {at: {names[name]: mask for name, mask in there.items()} for at, there in masks.items()}


def davis(tmp_path, make=palette_png, folder="DAVIS/Annotations/480p/koi", frames=range(FRAMES)):
    return zipped(tmp_path / "in.zip", {f"{folder}/{at:05d}.png": make(labels_at(at)) for at in frames})


@pytest.mark.parametrize("name", ["davis", "png"])
@pytest.mark.parametrize("options", [{}, {"first_frame": 2, "stride": 2}, {"first_frame": 1, "last_frame": 5}])
def test_our_own_files_come_back_to_the_pixel_flattened(clip, tmp_path, name, options):
    file = exported(clip, name, tmp_path / "out", ExportOptions(**options))
    back = taken(file, clip, tmp_path)
    frames = range(options.get("first_frame", 0), options.get("last_frame", FRAMES - 1) + 1, options.get("stride", 1))
    assert back.found.format_name == "davis"
    assert_same(back.masks, flat_masks(frames))
    assert back.found.problems.count == 0
    assert [(one.name, one.class_name, one.colour) for one in back.found.objects] == [
        ("ring with hole", "ring", "#3b9dff"),
        ("two parts", "thing", "#b4ff00"),
        ("comes and goes", "thing", "#f00f0f"),
        ("touches the border", "thing", "#aa00aa"),
        ("one pixel", "thing", "#ffffff"),
    ]


def test_where_it_is_not_seen_it_is_hidden(clip, tmp_path):
    back = taken(exported(clip, "davis", tmp_path / "out"), clip, tmp_path)
    assert back.object("comes and goes").hidden == ((0, 0), (3, 4))


def test_the_drawing_order_comes_back(clip, tmp_path):
    """Values follow numbers, not the order: the manifest has that."""
    turned = replace(clip, request=replace(clip.request, objects=OBJECTS[::-1]))
    back = taken(exported(turned, "davis", tmp_path / "out"), turned, tmp_path)
    assert [one.name for one in back.found.objects] == [one.name for one in OBJECTS[::-1]]


@pytest.mark.parametrize("name", ["davis", "png"])
def test_masks_of_the_originals_size_come_back_to_the_pixel(clip, tmp_path, name):
    video = replace(clip.request.video, source=replace(clip.request.video.source, width=WIDTH * 2, height=HEIGHT * 2))
    large = replace(clip, request=replace(clip.request, video=video))
    file = exported(large, name, tmp_path / "out", ExportOptions(resolution=Resolution.ORIGINAL))
    back = taken(file, large, tmp_path)
    assert_same(back.masks, flat_masks())
    assert back.found.problems.count == 0


def coloured(labels):
    return png(np.frombuffer(voc_palette(), np.uint8).reshape(256, 3)[labels])


def other_colours(labels):
    colours = [(0, 0, 0), (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255)]
    return png(np.array(colours, np.uint8)[labels])


@pytest.mark.parametrize(
    "make",
    [
        palette_png,
        png,
        coloured,
        lambda labels: png(labels.astype(np.uint16)),
        lambda labels: png(
            np.dstack([np.frombuffer(voc_palette(), np.uint8).reshape(256, 3)[labels], labels * 0 + 255])
        ),
        lambda labels: png(labels, voc_palette(), bits=4),
        lambda labels: png(labels, voc_palette(), transparency=0),
    ],
    ids=["palette", "grey", "RGB", "16 bits", "RGBA", "4-bit palette", "clear palette entry"],
)
@pytest.mark.parametrize("folder", ["DAVIS/Annotations/480p/koi", "train/Annotations/0062f687f1", "", "koi"])
def test_values_of_others_are_objects(clip, tmp_path, make, folder):
    source = (
        davis(tmp_path, make, folder)
        if folder
        else zipped(tmp_path / "in.zip", {f"{at:05d}.png": make(labels_at(at)) for at in range(FRAMES)})
    )
    back = taken(source, clip, tmp_path)
    assert_same(back.masks, numbered(flat_masks()))
    assert back.found.problems.count == 0


def test_colours_of_no_palette_are_objects_too(clip, tmp_path):
    back = taken(davis(tmp_path, other_colours), clip, tmp_path)
    assert [sorted(mask.sum() for mask in masks.values()) for masks in back.masks.values()] == [
        sorted(mask.sum() for mask in masks.values()) for masks in flat_masks().values()
    ]
    assert len(back.found.objects) == len(OBJECTS)


def test_void_is_no_object(clip, tmp_path):
    def with_border(labels):
        edged = labels.copy()
        edged[:, :40] = VOID
        return palette_png(edged)

    back = taken(davis(tmp_path, with_border), clip, tmp_path)
    for at, masks in numbered(flat_masks()).items():
        for name, mask in masks.items():
            mask[:, :40] = False
            assert np.array_equal(back.masks[at].get(name, np.zeros_like(mask)), mask)


@pytest.mark.parametrize("kind", ["grey", "soft", "cut out", "one bit", "palette"])
def test_a_sequence_of_mattes_is_one_object_with_the_folders_name(clip, tmp_path, kind):
    """DAVIS 2016 has 0 and 255; void alone is no void."""

    def matte(labels):
        shown = (labels > 0).astype(np.uint8) * 255
        match kind:
            case "soft":
                shown[0, :3] = 200, 100, 50
            case "cut out":
                return png(np.dstack([labels * 20, labels * 30, labels * 40, shown]))
            case "one bit":
                return png(shown > 0)
            case "palette":
                return palette_png(shown)
        return png(shown)

    back = taken(davis(tmp_path, matte, "480p/koi"), clip, tmp_path, format_name="davis")
    assert [one.name for one in back.found.objects] == ["koi"]
    for at, masks in back.masks.items():
        expected = labels_at(at) > 0
        if kind == "soft":
            expected[0, :3] = True, False, False
        assert np.array_equal(masks["koi"], expected)


def test_of_several_sequences_the_one_called_as_the_clip_is_taken(clip, tmp_path):
    names = ("bear", "Hard_clip", "camel")
    files = {
        f"Annotations/480p/{name}/00003.png": palette_png(labels_at(3) if name == "Hard_clip" else labels_at(1))
        for name in names
    }
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert_same(back.masks, numbered(flat_masks([3])))
    assert [(one.item, one.kind) for one in back.found.problems.listed] == [
        ("Annotations/480p/bear", ProblemKind.OTHER_CLIP),
        ("Annotations/480p/camel", ProblemKind.OTHER_CLIP),
    ]


def test_grey_sequences_under_annotations_are_clips_not_objects(clip, tmp_path):
    grey = png(np.uint8(labels_at(3) > 0) * np.uint8(255))
    files = {f"DAVIS/Annotations/{name}/00003.png": grey for name in ("bear", "Hard_clip")}
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert [(one.name, one.masks) for one in back.found.objects] == [("Hard_clip", 1)]
    assert back.kinds == [ProblemKind.OTHER_CLIP]


def test_the_frames_beside_the_masks_are_no_masks(clip, tmp_path):
    files = {f"set/images/{at:05d}.png": png(np.full((HEIGHT, WIDTH, 3), 90, np.uint8)) for at in range(FRAMES)}
    files |= {f"set/masks/{at:05d}.png": palette_png(labels_at(at)) for at in range(FRAMES)}
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert_same(back.masks, numbered(flat_masks()))
    assert back.found.problems.count == 0


def test_a_folder_is_read_as_a_zip_is(clip, tmp_path):
    folder = tmp_path / "masks"
    folder.mkdir()
    for at in range(FRAMES):
        (folder / f"frame_{at:04d}_mask.png").write_bytes(palette_png(labels_at(at)))
    back = taken(folder, clip, tmp_path)
    assert_same(back.masks, numbered(flat_masks()))


def test_frames_counted_from_one(clip, tmp_path):
    files = {f"{at + 1}.png": palette_png(labels_at(at)) for at in range(FRAMES)}
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert_same(back.masks, numbered(flat_masks()))
    assert back.kinds == [ProblemKind.FROM_ONE]


@pytest.mark.parametrize(("count", "told"), [(6, True), (FRAMES, False), (1, False)])
def test_another_number_of_frames_is_told(clip, tmp_path, count, told):
    back = taken(davis(tmp_path, frames=range(count)), clip, tmp_path)
    expected = [ImportProblem("", ProblemKind.FRAME_COUNT, {"count": count, "clip_count": FRAMES})] if told else []
    assert list(back.found.problems.listed) == expected
    assert len(back.masks) == count


def test_frames_beyond_the_clip_are_told(clip, tmp_path):
    files = {f"{at:05d}.png": palette_png(labels_at(at % FRAMES)) for at in (0, 1, 9)}
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert sorted(back.masks) == [0, 1]
    assert [(one.item, one.kind) for one in back.found.problems.listed] == [("frame 9", ProblemKind.FRAME)]


@pytest.mark.parametrize(
    ("pixels", "names"),
    [
        (np.uint8(labels_at(2) > 0) * np.uint8(255), ["drawn mask"]),
        (labels_at(2) > 0, ["drawn mask"]),
        (np.uint8(labels_at(2) > 0), ["Object 1"]),
        (np.dstack([np.uint8(labels_at(2) > 0) * np.uint8(255)] * 4), ["drawn mask"]),
        (np.dstack([np.uint8(labels_at(2) > 0) * np.uint8(255)] * 3), ["drawn mask"]),
        (np.dstack([labels_at(2), np.uint8(labels_at(2) > 0) * np.uint8(255)]), ["drawn mask"]),
        (np.uint16(labels_at(2) > 0) * np.uint16(65535), ["drawn mask"]),
    ],
    ids=["grey", "one bit", "0 and 1", "RGBA", "RGB", "grey and alpha", "16 bits"],
)
def test_one_drawn_mask_is_frame_0_of_one_object(clip, tmp_path, pixels, names):
    source = tmp_path / "drawn mask.png"
    source.write_bytes(png(pixels))
    back = taken(source, clip, tmp_path, only_first=True)
    assert [one.name for one in back.found.objects] == names
    assert list(back.masks) == [0]
    assert np.array_equal(back.masks[0][names[0]], labels_at(2) > 0)


@pytest.mark.parametrize(("name", "frame"), [("00005.png", 5), ("take 7.png", 0), ("7.png", 7)])
def test_a_picture_alone_is_of_a_frame_only_if_its_name_is_a_number(clip, tmp_path, name, frame):
    (tmp_path / name).write_bytes(palette_png(labels_at(2)))
    back = taken(tmp_path / name, clip, tmp_path)
    assert {frame: set(numbered(flat_masks([2]))[2])} == {at: set(masks) for at, masks in back.masks.items()}


def cut(data, share=0.6):
    return data[: int(len(data) * share)]


def flipped(data):
    """One bit of the packed pixels."""
    at = data.index(b"IDAT") + 20
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def claiming(width, height):
    """A small file that says it is large."""
    data = palette_png(labels_at(0))
    return data[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + data[24:]


GOOD = palette_png(labels_at(3))
BAD_PICTURES = {
    "truncated": ({"00003.png": cut(GOOD)}, ProblemKind.DAMAGED),
    "without its end": ({"00003.png": GOOD[:-12]}, ProblemKind.DAMAGED),
    "a flipped bit": ({"00003.png": flipped(GOOD)}, ProblemKind.DAMAGED),
    "text": ({"00003.png": b"not a picture at all"}, ProblemKind.DAMAGED),
    "empty": ({"00003.png": b""}, ProblemKind.DAMAGED),
    "only a head": ({"00003.png": GOOD[:33]}, ProblemKind.DAMAGED),
    "a JPEG": ({"00003.png": b"\xff\xd8\xff\xe0" + bytes(50)}, ProblemKind.DAMAGED),
    "another shape": ({"00003.png": palette_png(labels_at(3)[:, :40])}, ProblemKind.SIZE),
    "one pixel wide": ({"00003.png": palette_png(labels_at(3)[:, :1])}, ProblemKind.SIZE),
    "one pixel high": ({"00003.png": palette_png(labels_at(3)[:1])}, ProblemKind.SIZE),
    "a bomb": ({"00003.png": claiming(60_000, 40_000)}, ProblemKind.SIZE),
    "no pixels": ({"00003.png": claiming(0, 0)}, ProblemKind.SIZE),
    "half the rows": ({"00003.png": claiming(WIDTH, HEIGHT + 1)}, ProblemKind.DAMAGED),
    "no number": ({"koi.png": GOOD}, ProblemKind.UNNUMBERED),
    "too long a number": ({"12345678901234567890.png": GOOD}, ProblemKind.UNNUMBERED),
    "a photograph": (
        {"00003.png": png(np.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8))},
        ProblemKind.UNSUPPORTED,
    ),
}


@pytest.mark.parametrize("kind", BAD_PICTURES)
def test_a_bad_picture_is_told_and_the_others_are_taken(clip, tmp_path, kind):
    bad, problem = BAD_PICTURES[kind]
    good = {f"{at:05d}.png": palette_png(labels_at(at)) for at in (0, 2, 6)}
    back = taken(zipped(tmp_path / "in.zip", good | bad), clip, tmp_path)
    assert_same(back.masks, numbered(flat_masks([0, 2, 6])))
    told = back.found.problems.listed
    assert [(one.item, one.kind) for one in told] == [(next(iter(bad)), problem)]
    assert told[0].message
    assert back.found.objects[0].hidden == ()


def test_too_large_is_said_before_it_is_unpacked(clip, tmp_path, monkeypatch):
    monkeypatch.setattr("PIL.Image.open", lambda *given, **options: pytest.fail("it was opened"))
    (tmp_path / "0.png").write_bytes(claiming(60_000, 40_000))
    back = taken(tmp_path / "0.png", clip, tmp_path)
    assert back.found.problems.listed[0].details["width"] == 60_000


def test_two_pictures_of_one_frame_become_one_and_it_is_told(clip, tmp_path):
    left, right = labels_at(2).copy(), labels_at(2).copy()
    left[:, 48:] = right[:, :48] = 0
    files = {"00002.png": palette_png(left), "2.png": palette_png(right)}
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert_same(back.masks, numbered(flat_masks([2])))
    assert set(back.kinds) <= {ProblemKind.TWICE}
    assert back.found.problems.listed[0].details == {"frame_index": 2}


@pytest.mark.parametrize(
    "note", [b"{", b"[]", b'{"objects": 3}', b'{"objects": [{"value": "x"}, 5, {"value": true}]}', b"\xff"]
)
@pytest.mark.parametrize("name", ["objects.json", "notes.json", "manifest.json"])
def test_notes_that_say_nothing_are_passed_over(clip, tmp_path, note, name):
    files = {"00000.png": palette_png(labels_at(0)), name: note}
    assert_same(taken(zipped(tmp_path / "in.zip", files), clip, tmp_path).masks, numbered(flat_masks([0])))


def test_no_picture_at_all_is_refused(clip, tmp_path):
    with pytest.raises(InvalidInput):
        taken(zipped(tmp_path / "in.zip", {"readme.txt": b"hello"}), clip, tmp_path, format_name="davis")


def test_memory_does_not_grow_with_the_frames(tmp_path):
    """1,800 more frames of three ragged masks: held, their run lengths alone would be 5 MB."""
    command = [
        sys.executable,
        Path(__file__).with_name("import_pictures_memory.py"),
        tmp_path,
        "200",
        "2000",
        "192",
        "128",
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    few, many = (int(line.split()[0]) for line in result.stdout.splitlines())
    assert many - few < 4096, f"from {few} to {many} KiB"
