"""A folder of pictures per object: ours and SA-V's to the pixel with overlap, every kind of pixel that means "here", damage."""

from dataclasses import replace

import numpy as np
import pytest
from hard_clip import FRAMES, HEIGHT, OBJECTS, RING, SHY, WIDTH, exported, hard_clip, masks_of
from importing import assert_same, hard_masks, taken
from mask_files import palette_png, png, zipped

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.mask_import import ImportProblem, ProblemKind

OURS = [
    ("sa_v_png", {}),
    ("png_sequence", {"movies": "each"}),
    ("png_sequence", {"movies": "each", "pixels": "straight"}),
    ("png_sequence", {"movies": "each", "pixels": "premultiplied"}),
]


@pytest.fixture
def clip(tmp_path):
    return hard_clip(tmp_path)


def mask_at(index, object_id):
    return masks_of(index).get(object_id, np.zeros((HEIGHT, WIDTH), bool))


def grey(mask):
    return png(mask.astype(np.uint8) * 255)


def folders(tmp_path, make=grey, folder="clip/{object:03d}", objects=(RING, SHY), frames=range(FRAMES)):
    return zipped(
        tmp_path / "in.zip",
        {f"{folder.format(object=one)}/{at:05d}.png": make(mask_at(at, one)) for one in objects for at in frames},
    )


def named(masks, names):
    """Of the hard clip's masks those of some objects, by other names."""
    return {
        at: {names[name]: mask for name, mask in there.items() if name in names}
        for at, there in masks.items()
        if set(there) & set(names)
    }


PLAIN = {"ring with hole": "Object 0", "comes and goes": "Object 2"}


@pytest.mark.parametrize(("name", "values"), OURS)
@pytest.mark.parametrize("part", [{}, {"first_frame": 2, "stride": 2}, {"first_frame": 1, "last_frame": 5}])
def test_our_own_files_come_back_to_the_pixel_with_overlap(clip, tmp_path, name, values, part):
    file = exported(clip, name, tmp_path / "out", ExportOptions(values, **part))
    back = taken(file, clip, tmp_path)
    frames = range(part.get("first_frame", 0), part.get("last_frame", FRAMES - 1) + 1, part.get("stride", 1))
    assert back.found.format_name == "png_sequence"
    assert_same(back.masks, hard_masks(clip, frames))
    assert back.found.problems.count == 0
    assert [(one.name, one.class_name, one.colour) for one in back.found.objects[:2]] == [
        ("ring with hole", "ring", "#3b9dff"),
        ("two parts", "thing", "#b4ff00"),
    ]


@pytest.mark.parametrize(("name", "values"), OURS)
def test_masks_of_the_originals_size_come_back_to_the_pixel(clip, tmp_path, name, values):
    video = replace(clip.request.video, source=replace(clip.request.video.source, width=WIDTH * 2, height=HEIGHT * 2))
    large = replace(clip, request=replace(clip.request, video=video))
    file = exported(large, name, tmp_path / "out", ExportOptions(values, resolution=Resolution.ORIGINAL))
    back = taken(file, large, tmp_path)
    assert_same(back.masks, hard_masks(clip))
    assert back.found.problems.count == 0


def test_the_drawing_order_comes_back(clip, tmp_path):
    turned = replace(clip, request=replace(clip.request, objects=OBJECTS[::-1]))
    back = taken(exported(turned, "sa_v_png", tmp_path / "out"), turned, tmp_path)
    assert [one.name for one in back.found.objects] == [one.name for one in OBJECTS[::-1]]


def test_objects_together_come_back_as_one(clip, tmp_path):
    back = taken(exported(clip, "png_sequence", tmp_path / "out"), clip, tmp_path)
    assert [one.name for one in back.found.objects] == ["all"]
    for at, masks in clip.masks.items():
        assert np.array_equal(back.masks[at]["all"], np.logical_or.reduce(list(masks.values())))


def faint(mask):
    """Just bright enough inside, just too dark outside."""
    return png(np.where(mask, 128, 127).astype(np.uint8))


def cut_out(mask):
    """Colours that say nothing beside an alpha that does."""
    colours = np.indices(mask.shape).sum(0).astype(np.uint8)
    return png(np.dstack([colours, colours[::-1], colours * 3, np.where(mask, 128, 127).astype(np.uint8)]))


@pytest.mark.parametrize(
    "make",
    [
        grey,
        faint,
        lambda mask: png(mask),
        lambda mask: png(mask.astype(np.uint8)),
        lambda mask: png(np.where(mask, 32768, 32767).astype(np.uint16)),
        lambda mask: png(mask.astype(np.uint16)),
        lambda mask: palette_png(mask),
        lambda mask: palette_png(mask * 255),
        lambda mask: png(np.dstack([mask.astype(np.uint8) * 255] * 3)),
        lambda mask: png(np.dstack([mask.astype(np.uint8) * 255] * 3 + [np.full(mask.shape, 255, np.uint8)])),
        cut_out,
        lambda mask: png(np.dstack([np.full(mask.shape, 9, np.uint8), mask.astype(np.uint8) * 255])),
    ],
    ids=[
        "grey", "128 and 127", "one bit", "0 and 1", "16 bits", "16 bits 0 and 1", "palette", "palette 255", "RGB", "opaque RGBA",
        "RGBA", "grey and alpha",
    ],
)  # fmt: skip
@pytest.mark.parametrize("folder", ["clip/{object:03d}", "Annotations_6fps/sav_000001/{object:03d}", "{object:03d}"])
def test_what_says_here(clip, tmp_path, make, folder):
    back = taken(folders(tmp_path, make, folder), clip, tmp_path)
    assert back.found.format_name == "png_sequence"
    assert_same(back.masks, named(hard_masks(clip), PLAIN))
    assert back.found.problems.count == 0
    assert back.object("Object 2").hidden == ((0, 0), (3, 4))


@pytest.mark.parametrize("folder", ["{object}_koi", "clip/koi {object}"])
def test_folders_with_names(clip, tmp_path, folder):
    back = taken(folders(tmp_path, folder=folder), clip, tmp_path)
    assert back.found.format_name == "png_sequence"
    assert len(back.found.objects) == 2
    assert {one.name for one in back.found.objects} <= {"koi", "koi 0", "koi 2"}


def test_an_object_is_hidden_only_where_its_own_folder_says_so(clip, tmp_path):
    files = {f"1/{at:05d}.png": grey(mask_at(at, RING)) for at in range(FRAMES)}
    files |= {f"2/{at:05d}.png": grey(mask_at(at, SHY)) for at in (2, 3)}
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert back.object("Object 2").seen == ((2, 2),)
    assert back.object("Object 2").hidden == ((3, 3),)


def test_a_cut_out_that_fills_the_picture_once(clip, tmp_path):
    """Alpha counts from the first clear pixel on, also where a later picture is opaque."""
    pixels = np.dstack([np.full((HEIGHT, WIDTH), 20, np.uint8)] * 3)
    clear, opaque = np.zeros((HEIGHT, WIDTH), np.uint8), np.full((HEIGHT, WIDTH), 255, np.uint8)
    clear[5, 5] = 255
    files = {"1/0.png": png(np.dstack([pixels, clear])), "1/1.png": png(np.dstack([pixels, opaque]))}
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert [masks["Object 1"].sum() for masks in back.masks.values()] == [1, HEIGHT * WIDTH]


def test_faint_pixels_are_nothing_where_others_were_bright(clip, tmp_path):
    faint = np.zeros((HEIGHT, WIDTH), np.uint8)
    faint[4, 4] = 1
    back = taken(
        zipped(tmp_path / "in.zip", {"1/0.png": grey(mask_at(0, RING)), "1/1.png": png(faint)}), clip, tmp_path
    )
    assert back.object("Object 1").hidden == ((1, 1),)


def test_of_several_clips_the_one_called_as_the_clip_is_taken(clip, tmp_path):
    files = {f"{name}/001/00003.png": grey(mask_at(3, RING)) for name in ("bear", "Hard_clip", "camel")}
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert back.found.masks == 1
    assert [(one.item, one.kind) for one in back.found.problems.listed] == [
        ("bear", ProblemKind.OTHER_CLIP),
        ("camel", ProblemKind.OTHER_CLIP),
    ]


def test_another_number_of_frames_is_told(clip, tmp_path):
    back = taken(folders(tmp_path, frames=range(6)), clip, tmp_path)
    assert list(back.found.problems.listed) == [
        ImportProblem("", ProblemKind.FRAME_COUNT, {"count": 6, "clip_count": FRAMES})
    ]


GOOD = grey(mask_at(5, RING))
BAD_PICTURES = {
    "truncated": ({"clip/000/00003.png": GOOD[:60]}, ProblemKind.DAMAGED),
    "text": ({"clip/000/00003.png": b"hello"}, ProblemKind.DAMAGED),
    "a flipped bit": ({"clip/000/00003.png": GOOD[:50] + bytes([GOOD[50] ^ 1]) + GOOD[51:]}, ProblemKind.DAMAGED),
    "another shape": ({"clip/000/00003.png": grey(mask_at(5, RING)[:30])}, ProblemKind.SIZE),
    "one pixel wide": ({"clip/000/00003.png": grey(mask_at(5, RING)[:, :1])}, ProblemKind.SIZE),
    "no number": ({"clip/000/last.png": GOOD}, ProblemKind.UNNUMBERED),
    "in no folder": ({"00003.png": GOOD}, ProblemKind.UNSUPPORTED),
    "in colours": (
        {"clip/000/00003.png": png(np.full((HEIGHT, WIDTH, 3), (255, 0, 0), np.uint8))},
        ProblemKind.UNSUPPORTED,
    ),
    "beyond the clip": ({"clip/000/00099.png": GOOD}, ProblemKind.FRAME),
}


@pytest.mark.parametrize("kind", BAD_PICTURES)
def test_a_bad_picture_is_told_and_the_others_are_taken(clip, tmp_path, kind):
    bad, problem = BAD_PICTURES[kind]
    good = {f"clip/000/{at:05d}.png": grey(mask_at(at, RING)) for at in (0, 2, 6)}
    back = taken(zipped(tmp_path / "in.zip", good | bad), clip, tmp_path, format_name="png_sequence")
    assert_same(back.masks, named(hard_masks(clip, (0, 2, 6)), {"ring with hole": "Object 0"}))
    (told,) = back.found.problems.listed
    assert (told.item, told.kind) == ("frame 99" if problem is ProblemKind.FRAME else next(iter(bad)), problem)
    assert back.object("Object 0").hidden == ()


def test_two_pictures_of_one_frame_become_one_and_it_is_told(clip, tmp_path):
    files = {"1/3.png": grey(mask_at(3, RING)), "1/00003.png": grey(mask_at(4, RING))}
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert np.array_equal(back.masks[3]["Object 1"], mask_at(3, RING) | mask_at(4, RING))
    assert back.kinds == [ProblemKind.TWICE]


@pytest.mark.parametrize(
    "text", [b"", b"[]", b'{"mattes": [{"file": 3}, 4, {"file": "000/", "objects": [{"id": "x"}]}]}']
)
def test_notes_that_say_nothing_are_passed_over(clip, tmp_path, text):
    files = {"000/3.png": grey(mask_at(3, RING)), "mattes.json": text}
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert_same(back.masks, named(hard_masks(clip, [3]), {"ring with hole": "Object 0"}))


def test_no_folder_at_all_is_refused(clip, tmp_path):
    with pytest.raises(InvalidInput):
        taken(zipped(tmp_path / "in.zip", {"readme.txt": b"hello"}), clip, tmp_path, format_name="png_sequence")
