"""`masklet import`: masks of a file, or of a folder, into a session of the data folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from masklet.domain.mask_import import ImportReport

EXAMPLES = """\b
Examples:
  masklet import 3f2a91c0 masks.json
  masklet import 3f2a91c0 corrected.zip --same-name
  masklet import 3f2a91c0 masks.json --as prompts
  masklet import 3f2a91c0 masks.json --as first-masks --json | jq '.objects[].name'
  masklet import 3f2a91c0 masks.json --offset -1 --stride 4 --format coco
"""
SHOWN = 20  # problems, one a line


def _complete_format(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from masklet.export.imports.reading import formats

    return [CompletionItem(one.name, help=one.title) for one in formats() if one.name.startswith(incomplete)]


@click.command(epilog=EXAMPLES)
@click.argument("session")
@click.argument("source", metavar="FILE", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--as",
    "taken_as",
    type=click.Choice(["masklets", "prompts", "first-masks"]),
    default="masklets",
    help="Finished masks that tracking leaves alone; prompts; or the first mask of each object as a prompt.",
)
@click.option("--format", "format_name", shell_complete=_complete_format, help="Found out when not given.")
@click.option("--same-name", is_flag=True, help="Objects of the same name take the masks, instead of new ones.")
@click.option("--offset", type=int, default=0, help="Added to each frame number of the file.")
@click.option("--stride", type=int, default=1, help="Each frame number of the file is multiplied by it first.")
@click.option("--json", "as_json", is_flag=True, help="For programs: the report as one JSON document.")
def command(
    session: str,
    source: Path,
    taken_as: str,
    format_name: str | None,
    same_name: bool,
    offset: int,
    stride: int,
    as_json: bool,
) -> None:
    """Take the masks of FILE (a file, a zip or a folder) into SESSION (its id, or the beginning of it).

    It is one step of the session's history, which the browser undoes. What does not fit is told item by item on standard
    error; the rest is taken. Refused while a server uses the data folder: import in the browser then.
    """
    from masklet.bootstrap import database_file
    from masklet.cli.data_folder import found, opened
    from masklet.cli.exits import REFUSED, fail, told
    from masklet.cli.reading import settings_or_exit
    from masklet.cli.sessions import SERVED
    from masklet.domain.mask_import import ImportOptions, TakenAs
    from masklet.service.data_lock import alone

    _check(format_name)
    settings = settings_or_exit()
    options = ImportOptions(TakenAs(taken_as.replace("-", "_")), format_name, same_name, offset, stride)
    with opened(settings) as services, alone(database_file(settings).parent) as is_alone, told():
        one = found(services, session)
        if not is_alone:
            fail(REFUSED, f"{SERVED} Import in the browser, or stop the server first.")
        report = services.import_file(one.session.session_id, source.resolve(), source.name, options)
        objects = services.sessions.snapshot(one.session.session_id).objects
    _say(one.session.session_id, report, {each.object_id: each.number_in_files for each in objects}, as_json)


def _check(format_name: str | None) -> None:
    """Ends the program for a name that no import format has."""
    from masklet.cli.exits import NOT_FOUND, fail
    from masklet.export.imports.reading import formats

    names = [one.name for one in formats()]
    if format_name is not None and format_name not in names:
        fail(NOT_FOUND, f"There is no import format {format_name}; there are {', '.join(names)}.")


def _say(session_id: str, report: "ImportReport", numbers: dict[int, int], as_json: bool) -> None:
    from masklet.cli.tables import print_json

    if as_json:
        print_json(_about(session_id, report, numbers))
        return
    for one in report.objects:
        what = "new" if one.is_new else "known"
        click.echo(f"{one.name} ({what}): masks on {one.masks} frames, {one.first_frame} to {one.last_frame}")
    click.echo(f"{report.masks} masks of {len(report.objects)} objects, read as {report.format_name}.")
    for problem in report.problems.listed[:SHOWN]:
        click.echo(f"{problem.item}: {problem.message}" if problem.item else problem.message, err=True)
    if report.problems.count > SHOWN:
        click.echo(f"And {report.problems.count - SHOWN} more.", err=True)


def _about(session_id: str, report: "ImportReport", numbers: dict[int, int]) -> dict[str, Any]:
    """`numbers`: those of objects in files, by their ids."""
    objects = [
        {
            "number": numbers[one.object_id],
            "name": one.name,
            "new": one.is_new,
            "masks": one.masks,
            "first_frame": one.first_frame,
            "last_frame": one.last_frame,
        }
        for one in report.objects
    ]
    problems = [
        {"item": one.item, "kind": one.kind.value, "message": one.message, "taken": one.was_taken}
        for one in report.problems.listed
    ]
    about = {"session": session_id, "format": report.format_name, "masks": report.masks, "objects": objects}
    return about | {"problems": problems, "problem_count": report.problems.count}
