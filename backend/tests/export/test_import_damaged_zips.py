"""Zips from anywhere: names that point elsewhere, files cut short or encrypted, bytes changed anywhere. Told or refused, never a crash."""

import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, ZipFile

import pytest
from hard_clip import FRAMES, RATE, RING, flattened, hard_clip, masks_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from importing import taken
from mask_files import movie, palette_png, png, zipped

from masklet.domain.errors import InvalidInput, LimitExceeded, VideoUnreadable
from masklet.domain.mask_import import ProblemKind


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def flat(at):
    return palette_png(flattened(masks_of(at)))


def grey(at):
    return png(masks_of(at)[RING].astype("uint8") * 255)


PICTURES = {
    "davis": {f"Annotations/480p/koi/{at:05d}.png": flat(at) for at in range(3)},
    "png_sequence": {f"koi/001/{at:05d}.png": grey(at) for at in range(3)},
    "mots_png": {f"instances/0002/{at:06d}.png": png(flattened(masks_of(at)).astype("uint16") + 2000) for at in range(3)},
    "voc": {
        f"Segmentation{kind}/koi_{at}.png": flat(at) for at in range(3) for kind in ("Object", "Class")
    },
}  # fmt: skip


@cache
def matte(suffix, codec, pixels):
    """A movie's bytes."""
    with TemporaryDirectory() as folder:
        pictures = [masks_of(at)[RING].astype("uint8") * 255 for at in range(FRAMES)]
        return movie(Path(folder) / f"koi.{suffix}", pictures, RATE, codec, pixels).read_bytes()


def contents(name):
    """A good file of the format."""
    if name in PICTURES:
        return PICTURES[name]
    return {
        "mp4": {"koi.mp4": matte("mp4", "libx264", "yuv420p")},
        "mkv": {"koi.mkv": matte("mkv", "ffv1", "gray")},
        "webm": {"koi.webm": matte("webm", "libvpx-vp9", "yuva420p")},
        "mov": {"koi.mov": matte("mov", "prores_ks", "yuva444p10le")},
    }[name]


KINDS = [*PICTURES, "mp4", "mkv", "webm", "mov"]


@pytest.mark.parametrize("name", PICTURES)
def test_names_that_point_elsewhere_are_only_names(clip, tmp_path, name):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "00001.png").write_bytes(b"untouched")
    files = {}
    for prefix in ("/etc/", f"{outside}/", "C:\\masks\\"):
        files |= {prefix + inner: data for inner, data in PICTURES[name].items()}
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert back.found.masks > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.zip", "outside", "taken.masks"]
    assert (outside / "00001.png").read_bytes() == b"untouched"


@pytest.mark.parametrize("name", PICTURES)
def test_names_that_climb_are_passed_over(clip, tmp_path, name):
    files = PICTURES[name] | {f"../{inner}": data for inner, data in PICTURES[name].items()}
    files |= {f"a/../../{inner}": data for inner, data in PICTURES[name].items()}
    alone = taken(zipped(tmp_path / "alone.zip", PICTURES[name]), clip, tmp_path)
    back = taken(zipped(tmp_path / "in.zip", files), clip, tmp_path)
    assert back.found == alone.found


@pytest.mark.parametrize("name", KINDS)
def test_a_zip_that_was_cut_short_is_refused(clip, tmp_path, name):
    source = zipped(tmp_path / "in.zip", contents(name))
    source.write_bytes(source.read_bytes()[:-40])
    with pytest.raises(InvalidInput):
        taken(source, clip, tmp_path)


@pytest.mark.parametrize("name", KINDS)
def test_an_encrypted_zip_is_refused(clip, tmp_path, name):
    """The flag alone: what it says is believed before anything is read."""
    source = zipped(tmp_path / "in.zip", contents(name))
    data = bytearray(source.read_bytes())
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + flags] |= 1
    source.write_bytes(data)
    with pytest.raises(InvalidInput, match="encrypted"):
        taken(source, clip, tmp_path)


@pytest.mark.parametrize("name", KINDS)
def test_an_entry_whose_bytes_are_not_those_that_were_packed_is_told(clip, tmp_path, name):
    source = tmp_path / "in.zip"
    files = contents(name)
    with ZipFile(source, "w", ZIP_STORED) as archive:
        for inner, data in files.items():
            archive.writestr(inner, data)
    first = next(iter(files.values()))
    data = source.read_bytes()
    at = data.index(first) + len(first) - 20
    source.write_bytes(data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :])
    back = taken(source, clip, tmp_path)
    damaged = [one.item for one in back.found.problems.listed if one.kind is ProblemKind.DAMAGED]
    assert len(damaged) == 1
    assert damaged[0].startswith(next(iter(files)))


def test_two_entries_of_one_name_are_refused(clip, tmp_path):
    source = zipped(tmp_path / "in.zip", {"00000.png": flat(0), "00001.png": flat(1)})
    source.write_bytes(source.read_bytes().replace(b"00001.png", b"00000.png"))
    with pytest.raises(InvalidInput, match="two files"):
        taken(source, clip, tmp_path)


def test_links_in_a_folder_are_not_followed(clip, tmp_path):
    (tmp_path / "secret.png").write_bytes(flat(5))
    folder = tmp_path / "masks"
    folder.mkdir()
    (folder / "00000.png").write_bytes(flat(0))
    (folder / "00005.png").symlink_to(tmp_path / "secret.png")
    assert list(taken(folder, clip, tmp_path).masks) == [0]


def broken(data, seed, how):
    """Some bytes of it changed, or a piece of it gone, doubled or replaced."""
    chance, changed = random.Random(seed), bytearray(data)
    start = chance.randrange(len(changed))
    stop = min(len(changed), start + chance.randrange(1, 200))
    match how:
        case "bytes":
            for _ in range(chance.randrange(1, 12)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
        case "gone":
            del changed[start:stop]
        case "twice":
            changed[start:start] = changed[start:stop]
        case "noise":
            changed[start:stop] = chance.randbytes(stop - start)
        case "short":
            del changed[start:]
    return bytes(changed)


HOW = some.sampled_from(["bytes", "gone", "twice", "noise", "short"])
FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def is_told(source, clip, folder):
    """A report whose sentences can be made, or a refusal that a person understands."""
    try:
        back = taken(source, clip, folder)
    except (InvalidInput, LimitExceeded, VideoUnreadable) as error:
        return bool(error.message)
    return all(one.message for one in back.found.problems.listed)


@pytest.mark.parametrize("name", KINDS)
@FEW
@given(seed=some.integers(0, 2**32), how=HOW)
def test_whatever_happened_to_the_zip(clip, name, seed, how):
    with TemporaryDirectory() as folder:
        source = zipped(Path(folder) / "in.zip", contents(name))
        source.write_bytes(broken(source.read_bytes(), seed, how))
        assert is_told(source, clip, Path(folder))


@pytest.mark.parametrize("name", KINDS)
@FEW
@given(seed=some.integers(0, 2**32), how=HOW, number=some.integers(0, 5))
def test_whatever_happened_to_a_file_in_it(clip, name, seed, how, number):
    """The zip's own checksums are right, so that the readers of pictures and movies meet the damage."""
    files = dict(contents(name))
    inner = list(files)[number % len(files)]
    files[inner] = broken(files[inner], seed, how)
    with TemporaryDirectory() as folder:
        assert is_told(zipped(Path(folder) / "in.zip", files), clip, Path(folder))
