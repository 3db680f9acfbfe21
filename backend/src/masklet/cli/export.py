"""`masklet export`: the masks of a session as files, without a server or beside one. Makes no job, changes nothing of the session."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from masklet.cli.completing import complete_format

if TYPE_CHECKING:
    from masklet.cli.export_target import Target
    from masklet.domain.export import ExportRequest
    from masklet.domain.export_options import ExportOptions
    from masklet.domain.preparation import OnProgress
    from masklet.service.services import ServiceSet

EXAMPLES = """\b
Examples:
  masklet export 3f2a91c0 --format coco --out masks/
  masklet export 3f2a91c0 --format coco --out - | jq '.annotations | length'
  masklet export 3f2a91c0 --format png --out labels/ --frames 12-31 --stride 2
  masklet export 3f2a91c0 --format prores --out cut/ --objects 1,3 --option movies=each
  masklet export 3f2a91c0 --format mp4 --out koi.mp4 --force
"""


@click.command(epilog=EXAMPLES)
@click.argument("session")
@click.option("--format", "format_name", required=True, shell_complete=complete_format, help="See `masklet formats`.")
@click.option("--out", required=True, help="A folder, a file that ends as the format's do, or - for standard output.")
@click.option("--objects", help="Their numbers, as 1,3; all when not given.")
@click.option("--frames", help="A range, as 12-31, both included, from 0; the whole clip when not given.")
@click.option("--stride", type=int, default=1, help="Every how many frames, from the first.")
@click.option("--resolution", type=click.Choice(["normalised", "original"]), default="normalised", help="Whose pixels.")
@click.option(
    "--option", "words", multiple=True, metavar="NAME=VALUE", help="An option of the format; may be repeated."
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--json", "as_json", is_flag=True, help="For programs: say what was written as one JSON document.")
def command(
    session: str,
    format_name: str,
    out: str,
    objects: str | None,
    frames: str | None,
    stride: int,
    resolution: str,
    words: tuple[str, ...],
    force: bool,
    as_json: bool,
) -> None:
    """Write the masks of SESSION (its id, or the beginning of it) to files.

    A package of several files is unpacked into the folder, or kept as it is where --out ends in .zip. A single file gets a name
    there (COCO's is annotations.json), with manifest.json beside.
    """
    from masklet.cli.data_folder import found, opened
    from masklet.cli.exits import USAGE, fail, told
    from masklet.cli.export_target import Target
    from masklet.cli.export_wishes import format_of, frames_of_words, objects_of_words, values_of_words
    from masklet.cli.reading import settings_or_exit
    from masklet.domain.export_options import ExportOptions, Resolution

    settings = settings_or_exit()
    if as_json and out == "-":
        fail(USAGE, "--json and --out - both write to standard output.")
    with opened(settings) as services, told():
        one = found(services, session)
        chosen = format_of(format_name, services.exports.formats())
        options = ExportOptions(
            values_of_words(words, chosen),
            *frames_of_words(frames),
            objects_of_words(objects, one.objects),
            stride,
            Resolution(resolution),
        )
        target = Target(out, chosen.name, chosen.suffix, force)
        target.check()
        files = write_export(services, one.session.session_id, options, target)
    _say(one.session.session_id, chosen.name, out, files, as_json)


def write_export(services: "ServiceSet", session_id: str, options: "ExportOptions", target: "Target") -> list[str]:
    """Put an export where it is wanted; answers the files. Raises MaskletError, OSError."""
    from pathlib import Path

    with target.work() as work:
        with _progress() as on_progress:
            request, name = services.write_export(session_id, target.format_name, options, work, on_progress)
        manifest = "" if target.is_stdout or target.is_file or target.is_unpacked else _manifest(request)
        return [str(file) for file in target.place(Path(request.out_file), name, manifest, work)]


def _manifest(request: "ExportRequest") -> str:
    from masklet.export.manifest import manifest_text
    from masklet.export.source import ExportSource

    with ExportSource(request) as source:
        return manifest_text(source)


@contextmanager
def _progress() -> Iterator["OnProgress"]:
    """A line on standard error where a person looks on; it is gone at the end."""
    is_seen = sys.stderr.isatty()

    def tell(done: int, total: int) -> None:
        if is_seen:
            click.echo(f"\r{done} of {total} frames", nl=False, err=True)

    try:
        yield tell
    finally:
        if is_seen:
            click.echo("\r\x1b[K", nl=False, err=True)


def _say(session_id: str, format_name: str, out: str, files: list[str], as_json: bool) -> None:
    from masklet.cli.tables import print_json

    if as_json:
        print_json({"session": session_id, "format": format_name, "files": files})
    elif out != "-":
        shown = files if len(files) <= 4 else [*files[:3], f"and {len(files) - 3} more"]
        click.echo("\n".join(shown))
