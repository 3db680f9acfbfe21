"""`masklet sweep`: files that nothing refers to, and rows whose files are gone."""

import click

EXAMPLES = """\b
Examples:
  masklet sweep --dry-run
  masklet sweep --dry-run --json
  masklet sweep
"""


@click.command(epilog=EXAMPLES)
@click.option("--dry-run", is_flag=True, help="Only list what would be removed.")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
def command(dry_run: bool, as_json: bool) -> None:
    """Remove files of the data folder that no video, export or upload refers to.

    Beside a server only what nobody touched for an hour (uploads: 25 hours) is removed; what a server leaves when it dies goes at its next
    start anyway. Files that are missing although a row refers to them are listed, and nothing is done about them: exit code 1.
    """
    from masklet.bootstrap import database_file
    from masklet.cli.exits import NOT_FOUND, PROBLEM, end_with, fail, told
    from masklet.cli.reading import settings_or_exit
    from masklet.cli.tables import print_json, print_table
    from masklet.service.data_lock import alone
    from masklet.service.sweeping import look, remove

    settings = settings_or_exit()
    database = database_file(settings)
    if not database.is_file():
        fail(NOT_FOUND, f"There is no data in {settings.data_dir}. MASKLET_DATA_DIR names the data folder.")
    with told(), alone(settings.data_dir) as is_alone:
        found = look(settings.folders(), database, is_alone)
        if not dry_run:
            remove(found)
    rows = [(str(one.path.relative_to(settings.data_dir)), one.size) for one in found.strays]
    if as_json:
        strays = [{"path": path, "bytes": size} for path, size in rows]
        print_json({"removed": not dry_run, "files": strays, "missing": list(found.missing)})
    else:
        print_table(("FILE", "BYTES"), rows)
        verb = "would be removed" if dry_run else "were removed"
        click.echo(f"{len(rows)} {verb}: {sum(size for _, size in rows)} bytes.")
        for name in found.missing:
            click.echo(f"Missing: {name}", err=True)
    end_with([PROBLEM] if found.missing else [])
