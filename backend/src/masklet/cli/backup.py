"""`masklet backup`: the data folder into one file, while a server uses it or not."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from masklet.service.backup import BackupReport

EXAMPLES = """\b
Examples:
  masklet backup masklet.tar
  masklet backup backups/
  masklet backup - > masklet-today.tar
"""


@click.command(epilog=EXAMPLES)
@click.argument("target")
@click.option("--with-checkpoints", is_flag=True, help="Downloaded checkpoints too; they can be downloaded again.")
def command(target: str, with_checkpoints: bool) -> None:
    """Write all videos, sessions, masks and exports into TARGET, a tar file.

    TARGET may be a folder, which gets a file named by the time, or - for standard output. Whatever was acknowledged when it began is in it.
    A file is read again and compared when it is written; what goes to standard output is compared by `masklet restore --check`.
    """
    from masklet.cli.exits import REFUSED, fail, told
    from masklet.cli.reading import settings_or_exit
    from masklet.domain.ids import random_id
    from masklet.service.backup import write_backup

    settings = settings_or_exit()
    checkpoints = settings.data_dir / "checkpoints" if with_checkpoints else None
    now = time.time()
    with told():
        if target == "-":
            report = write_backup(settings.data_dir, sys.stdout.buffer, checkpoints, now, random_id)
            sys.stdout.buffer.flush()
        else:
            file = _file(target, now)
            if file.exists():
                fail(REFUSED, f"{file} is there already: name another file.")
            report, target = _into_file(settings.data_dir, file, checkpoints, now), str(file)
    for name in report.missing:
        click.echo(f"Missing, and so not in the backup: {name}", err=True)
    click.echo(f"{target}: {report.files} files, {report.size} bytes.", err=target == "-")


def _file(target: str, now: float) -> Path:
    """In a folder, one named by the time."""
    path = Path(target)
    if target.endswith("/"):
        path.mkdir(parents=True, exist_ok=True)
    return path / f"masklet-{datetime.fromtimestamp(now, UTC):%Y%m%d-%H%M%S}.tar" if path.is_dir() else path


def _into_file(data: Path, target: Path, checkpoints: Path | None, now: float) -> "BackupReport":
    """Under another name until it has been read again and is whole."""
    from masklet.domain.ids import random_id
    from masklet.service.backup import write_backup
    from masklet.service.restoring import check_backup
    from masklet.store.media import storage_errors

    part = target.with_name(target.name + ".part")
    try:
        with storage_errors():
            with part.open("wb") as out:
                report = write_backup(data, out, checkpoints, now, random_id)
                out.flush()
            with part.open("rb") as written:
                check_backup(written)
            part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return report
