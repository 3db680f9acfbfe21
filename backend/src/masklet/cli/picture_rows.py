"""What `masklet segment` found in each picture, written and told. One picture's problem is its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from masklet.cli.exits import NOT_FOUND, OK, code_of
from masklet.cli.prompt_words import Said
from masklet.cli.segment_target import COCO, SegmentTarget, coco_document
from masklet.cli.segmenting import Found, masks_of
from masklet.cli.tables import print_json, print_table
from masklet.domain.errors import MaskletError
from masklet.masks import rle
from masklet.workers.interface import EngineWorker


@dataclass(frozen=True, slots=True)
class PictureRow:
    """`found` with the file of each; or `problem` and its exit code. `size` is width and height."""

    path: Path
    size: tuple[int, int] = (0, 0)
    found: tuple[Found, ...] = ()
    files: tuple[str, ...] = ()
    problem: str | None = None
    code: int = OK


def row_of(
    path: Path, said: Sequence[Said], worker: EngineWorker, engine: str, max_pixels: int, target: SegmentTarget
) -> PictureRow:
    """Segment one picture, and write its masks where they are pictures. Raises OSError where they cannot be written."""
    try:
        size, found = masks_of(path, said, target.most, worker, engine, max_pixels)
    except MaskletError as error:
        return PictureRow(path, problem=error.message, code=code_of(error))
    except FileNotFoundError:
        return PictureRow(path, problem="There is no such file.", code=NOT_FOUND)
    row = PictureRow(path, size, tuple(found))
    if target.format_name == COCO:
        return row
    return replace(row, files=tuple(target.write_picture(path, one) for one in found))


def write_all(rows: list[PictureRow], target: SegmentTarget) -> list[PictureRow]:
    """Where one file is for all pictures, write it, if anything was found. Raises OSError."""
    good = [row for row in rows if row.problem is None]
    if target.format_name != COCO or not good:
        return rows
    file = target.write_coco(coco_document([(row.path, row.size, row.found) for row in good]))
    return [row if row.problem else replace(row, files=(file,) * len(row.found)) for row in rows]


def tell(rows: Sequence[PictureRow], target: SegmentTarget, as_json: bool) -> None:
    """A table or a document on standard output, where that holds no masks; problems on standard error."""
    if as_json:
        print_json({"format": target.format_name, "images": [_about(row) for row in rows]})
    elif not target.is_stdout and any(row.found for row in rows):
        head = ("IMAGE", "OBJECT", "AREA", "BOX X,Y,WIDTH,HEIGHT", "SCORE", "FILE")
        print_table(head, [cells for row in rows for cells in _cells(row)])
    for row in rows:
        if row.problem is not None:
            click.echo(f"{row.path}: {row.problem}", err=True)


def _cells(row: PictureRow) -> Iterator[tuple[object, ...]]:
    for one, file in zip(row.found, row.files, strict=True):
        box = ",".join(map(str, rle.bounding_box(one.rle)))
        yield row.path, one.name, rle.area(one.rle), box, f"{one.score:.2f}", file


def _about(row: PictureRow) -> dict[str, Any]:
    masks = [
        {
            "object": one.name,
            "candidate": one.rank,
            "area": rle.area(one.rle),
            "bbox": list(rle.bounding_box(one.rle)),
            "score": one.score,
            "file": file,
        }
        for one, file in zip(row.found, row.files, strict=True)
    ]
    width, height = row.size
    size = {"width": width, "height": height} if row.problem is None else {}
    return {"image": str(row.path), **size, "problem": row.problem, "masks": masks}
