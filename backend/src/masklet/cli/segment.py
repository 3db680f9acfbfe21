"""`masklet segment`: from pictures and a click to masks in files, without a server."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masklet.cli.completing import complete_engine

if TYPE_CHECKING:
    from masklet.cli.picture_rows import PictureRow
    from masklet.cli.prompt_words import Said
    from masklet.cli.segment_target import SegmentTarget

MOST_CANDIDATES = 5

EXAMPLES = """\b
Examples:
  masklet segment koi.jpg --point 30%,50% --out masks/
  masklet segment koi.jpg lily.jpg --box 10%,20%,60%,80% --point 90%,90%,0 --out all.json
  masklet segment koi.jpg --point 48,48 --candidates 3 --out choice/ --json
  masklet segment koi.jpg --point 48,48 --out - | jq '.annotations[0].bbox'
"""


@click.command(epilog=EXAMPLES)
@click.argument("images", nargs=-1, required=True, metavar="IMAGE...", type=click.Path(path_type=Path))
@click.option("--point", "points", multiple=True, metavar="[NAME=]X,Y[,LABEL]", help="Label 1 (object) or 0 (not).")
@click.option("--box", "boxes", multiple=True, metavar="[NAME=]X0,Y0,X1,Y1", help="Around the object.")
@click.option("--engine", shell_complete=complete_engine, help="See `masklet engines`; the best one here if not given.")
@click.option(
    "--candidates",
    type=click.IntRange(1, MOST_CANDIDATES),
    default=1,
    help="At most so many masks of each object, the likeliest first: a click may mean a part, the whole or more.",
)
@click.option(
    "--out", required=True, metavar="FILE_OR_FOLDER", help="A folder, a .png or .json file, or - for standard output."
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["png", "coco"]),
    help="Pictures, or one COCO file; when not given, what --out ends as, and coco for -.",
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--json", "as_json", is_flag=True, help="For programs: what was found and written as one JSON document.")
def command(
    images: tuple[Path, ...],
    points: tuple[str, ...],
    boxes: tuple[str, ...],
    engine: str | None,
    candidates: int,
    out: str,
    format_name: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Segment what is clicked in each IMAGE and write its mask: white on black, of the picture's own size, or COCO.

    Coordinates are pixels of the picture as viewers show it, or shares of its size with %. The same is said of every picture. Several
    objects have names. Pictures that cannot be read are named, and the others done.
    """
    from masklet.cli.exits import USAGE, end_with, fail
    from masklet.cli.picture_rows import tell
    from masklet.cli.prompt_words import said_of_words
    from masklet.cli.segment_target import COCO, PNG, SegmentTarget

    said = said_of_words(points, boxes, ())
    if not said:
        fail(USAGE, "Say what to segment: --point or --box.")
    if any(one.frame for one in said):
        fail(USAGE, "A picture has no @FRAME; `masklet track` follows objects through a video.")
    if as_json and out == "-":
        fail(USAGE, "--json and --out - both write to standard output.")
    chosen = format_name or (COCO if out == "-" or out.lower().endswith(".json") else PNG)
    target = SegmentTarget(out, chosen, force, images, tuple(one.name for one in said), candidates)
    target.check()
    rows = _segment(images, said, engine, target)
    tell(rows, target, as_json)
    end_with(row.code for row in rows)


def _segment(
    images: Sequence[Path], said: "Sequence[Said]", engine: str | None, target: "SegmentTarget"
) -> "list[PictureRow]":
    """Picture after picture; a mask is on the disk before the next picture is read."""
    import sys
    import time

    from masklet.bootstrap import picture_worker
    from masklet.cli.engine_choice import chosen_engine
    from masklet.cli.exits import told
    from masklet.cli.picture_rows import row_of, write_all
    from masklet.cli.reading import settings_or_exit
    from masklet.service.engine_list import EngineList

    settings = settings_or_exit()
    worker = picture_worker(settings.engine_options())
    try:
        with told():
            name = chosen_engine(EngineList(worker, time.time, settings.engine, settings.image_size), engine)
            is_watched = sys.stderr.isatty() and len(images) > 1
            with click.progressbar(images, label="Segmenting", file=sys.stderr, hidden=not is_watched) as shown:
                most = settings.limits().max_source_pixels
                rows = [row_of(path, said, worker, name, most, target) for path in shown]
            return write_all(rows, target)
    finally:
        worker.close()
