"""PNG masks: mode P pictures whose values and colours are the objects', the later object on top."""

import io
import json
from zipfile import ZipFile

import numpy as np
from PIL import Image


def test_pictures_hold_the_flattened_masks(clip, export):
    with ZipFile(export("png")) as archive:
        assert archive.testzip() is None
        for index, masks in clip.masks.items():
            image = Image.open(io.BytesIO(archive.read(f"{index:05d}.png")))
            assert image.mode == "P"
            wanted = np.zeros(image.size[::-1], np.uint8)
            for value, key in enumerate((3, 0, 7), 1):
                if key in masks:
                    wanted[masks[key]] = value
            assert np.array_equal(np.asarray(image), wanted)
        assert len(archive.namelist()) == len(clip.masks) + 2


def test_the_palette_and_the_list_tell_each_object(clip, export):
    with ZipFile(export("png")) as archive:
        listing = json.loads(archive.read("objects.json"))
        palette = Image.open(io.BytesIO(archive.read("00000.png"))).getpalette()
    rows = {row["value"]: row for row in listing["objects"]}
    assert palette[:3] == [0, 0, 0]
    for value, tracked in enumerate(clip.request.objects, 1):
        assert (rows[value]["id"] - 1, rows[value]["name"]) == (tracked.object_id, tracked.name)
        assert bytes(palette[3 * value : 3 * value + 3]).hex() == tracked.colour[1:] == rows[value]["colour"][1:]
    assert listing["video"]["frame_rate"] == [30000, 1001]
    assert listing["video"]["frame_count"] == len(clip.masks)


def test_equal_masks_make_equal_files(export):
    first = export("png").read_bytes()
    assert export("png").read_bytes() == first
