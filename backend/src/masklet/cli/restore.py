"""`masklet restore`: a backup into a new data folder."""

import sys
from contextlib import nullcontext
from pathlib import Path

import click

EXAMPLES = """\b
Examples:
  masklet backup masklet.tar
  masklet restore masklet.tar --check
  masklet restore masklet.tar --into restored
"""


@click.command(epilog=EXAMPLES)
@click.argument("source", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="A folder that is empty or not there; MASKLET_DATA_DIR where it is left out.",
)
@click.option(
    "--check", "only_check", is_flag=True, help="Compare every byte with what the backup promises; write nothing."
)
def command(source: Path, into: Path | None, only_check: bool) -> None:
    """Put a backup, SOURCE or - for standard input, where no data is yet.

    All of it is checked before the folder gets its name; a backup that is damaged leaves nothing.
    """
    from masklet.cli.exits import NOT_FOUND, REFUSED, fail, told
    from masklet.cli.reading import settings_or_exit
    from masklet.domain.ids import random_id
    from masklet.service.restoring import check_backup, problem_of, restore

    folder = (into or settings_or_exit().data_dir).expanduser().absolute()
    if str(source) != "-" and not source.is_file():
        fail(NOT_FOUND, f"There is no file {source}.")
    if not only_check and (problem := problem_of(folder)) is not None:
        fail(REFUSED, problem)
    with told(), nullcontext(sys.stdin.buffer) if str(source) == "-" else source.open("rb") as file:
        files = check_backup(file) if only_check else restore(file, folder, random_id)
    done = "is whole" if only_check else f"is in {folder}"
    click.echo(f"The backup {done}: {len(files)} files, {sum(size for size, _ in files.values())} bytes.")
