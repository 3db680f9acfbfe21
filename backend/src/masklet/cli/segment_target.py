"""Where `masklet segment` puts masks: pictures beside each other, or one COCO file. Nothing is replaced without --force, no input ever."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from masklet.cli.exits import REFUSED, USAGE, fail
from masklet.cli.segmenting import Found
from masklet.domain.masklet import Rle
from masklet.export.names import plain_name
from masklet.masks import rle

COCO, PNG = "coco", "png"
STDOUT = "-"
_COCO_NAME = "annotations.json"
_FILES = (".json", ".png", ".jpg", ".jpeg", ".zip")  # no folder is meant by a name that ends so
_SUFFIXES = {COCO: ".json", PNG: ".png"}


@dataclass(frozen=True, slots=True)
class SegmentTarget:
    """`out` as it was given; `pictures` are all that are segmented, `names` those of the objects, `most` how many masks each may get."""

    out: str
    format_name: str
    force: bool
    pictures: tuple[Path, ...]
    names: tuple[str, ...]
    most: int

    @property
    def is_stdout(self) -> bool:
        return self.out == STDOUT

    @property
    def _is_file(self) -> bool:
        path = Path(self.out)
        return not path.is_dir() and not self.out.endswith("/") and path.suffix.lower() == _SUFFIXES[self.format_name]

    @property
    def _looks_like_a_file(self) -> bool:
        return not self.out.endswith("/") and Path(self.out).suffix.lower() in _FILES

    def check(self) -> None:
        """Before anything is computed. Ends the program where the target cannot be, or is there already."""
        path, is_single = Path(self.out), len(self.pictures) * len(self.names) * self.most == 1
        if self.format_name == PNG and (self.is_stdout or self._is_file) and not is_single:
            fail(USAGE, f"Several masks do not go into one picture: name a folder, or use --format {COCO}.")
        if self.is_stdout:
            if self.format_name == PNG and sys.stdout.isatty():
                fail(USAGE, "A terminal shows no picture: send it on with > or |.")
            return
        if not self._is_file and not path.is_dir() and (path.exists() or self._looks_like_a_file):
            fail(USAGE, f"{path} is no folder and does not end in {_SUFFIXES[self.format_name]}.")
        targets = [file for picture in self.pictures for file in self._all_files(picture)]
        self._check_free(targets)
        if self.format_name == PNG and len(set(targets)) < len(targets):
            twice = next(file for file in targets if targets.count(file) > 1)
            fail(USAGE, f"Several pictures would be written to {twice}: write them into folders of their own.")

    def file_of(self, picture: Path, found: Found) -> Path:
        """Of a mask, or of all where they share one."""
        if self._is_file:
            return Path(self.out)
        if self.format_name == COCO:
            return Path(self.out) / _COCO_NAME
        name = f"-{plain_name(found.name, 'object')}" if len(self.names) > 1 else ""
        rank = f"-{found.rank}" if self.most > 1 else ""
        return Path(self.out) / f"{self._stem(picture)}{name}{rank}.png"

    def write_picture(self, picture: Path, found: Found) -> str:
        """Black, and white where the object is, of the picture's own size; answers the file's name. Raises OSError."""
        out = BytesIO()
        Image.fromarray(rle.decode(found.rle).view(np.uint8) * np.uint8(255)).save(out, "PNG")
        return self._put(self.file_of(picture, found), out.getvalue())

    def write_coco(self, document: dict[str, Any]) -> str:
        """One file for all pictures; answers its name. Raises OSError."""
        nothing = Found("", 1, Rle(0, 0, ""), 0.0)
        return self._put(self.file_of(Path(), nothing), (json.dumps(document, ensure_ascii=False) + "\n").encode())

    def _put(self, file: Path, data: bytes) -> str:
        """Whole or not at all."""
        if self.is_stdout:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return STDOUT
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f".{file.name}.part")
        try:
            part.write_bytes(data)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
        return str(file)

    def _stem(self, picture: Path) -> str:
        """Pictures of one name have their folders' names before it."""
        is_alone = sum(one.stem == picture.stem for one in self.pictures) == 1
        return picture.stem if is_alone else f"{picture.absolute().parent.name}-{picture.stem}"

    def _all_files(self, picture: Path) -> list[Path]:
        ranks, blank = range(1, self.most + 1), Rle(0, 0, "")
        return [self.file_of(picture, Found(name, rank, blank, 0.0)) for name in self.names for rank in ranks]

    def _check_free(self, targets: Sequence[Path]) -> None:
        there = [file for file in dict.fromkeys(targets) if file.exists()]
        inputs = [picture for picture in self.pictures if picture.exists()]
        for file in there:
            if any(file.samefile(picture) for picture in inputs):
                fail(USAGE, f"{file} is one of the pictures: masks go elsewhere.")
        if there and not self.force:
            fail(REFUSED, f"{there[0]} is there already; --force replaces it.")


def coco_document(pictures: Sequence[tuple[Path, tuple[int, int], Sequence[Found]]]) -> dict[str, Any]:
    """COCO instances: a category for each object's name; empty masks are left out. `pictures` with width and height."""
    names = dict.fromkeys(one.name for _, _, found in pictures for one in found)
    categories = {name: number for number, name in enumerate(names, 1)}
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for image_id, (path, (width, height), found) in enumerate(pictures, 1):
        images.append({"id": image_id, "file_name": path.as_posix(), "width": width, "height": height})
        for one in found:
            if not rle.is_empty(one.rle):
                ids = {"id": len(annotations) + 1, "image_id": image_id, "category_id": categories[one.name]}
                annotations.append(ids | _annotation(one))
    return {
        "info": {"contributor": "Masklet Studio"},
        "licenses": [],
        "images": images,
        "annotations": annotations,
        "categories": [{"id": number, "name": name, "supercategory": ""} for name, number in categories.items()],
    }


def _annotation(one: Found) -> dict[str, Any]:
    shape = {"size": [one.rle.height, one.rle.width], "counts": one.rle.counts}
    measures = {"area": rle.area(one.rle), "bbox": list(rle.bounding_box(one.rle)), "iscrowd": 0}
    return {"segmentation": shape, **measures, "score": one.score, "attributes": {"candidate": one.rank}}
