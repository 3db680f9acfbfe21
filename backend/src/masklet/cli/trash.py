"""`masklet trash`: what was deleted, brought back or made final; also beside a server, which sees nothing of it."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from masklet.domain.deletion import Deleted
    from masklet.service.services import ServiceSet

AS_JSON = click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")

EXAMPLES = """\b
Examples:
  masklet trash list
  masklet trash list --json
  masklet trash restore 3f2a91c0
  masklet trash empty --yes
"""


@click.group(epilog=EXAMPLES)
def command() -> None:
    """List what was deleted, bring it back, or remove it for good.

    Deleted videos and sessions are kept for MASKLET_KEEP_DELETED_S (a day). An entry is named by its id, or by as much of
    its beginning as no other shares. All of this may be done while a server uses the folder.
    """


@command.command("list", epilog=EXAMPLES)
@AS_JSON
def list_trash(as_json: bool) -> None:
    """What can be brought back, newest first."""
    from masklet.cli.data_folder import opened
    from masklet.cli.reading import settings_or_exit
    from masklet.cli.tables import moment, print_json, print_table

    with opened(settings_or_exit()) as services:
        deleted = services.trash.all()
    if as_json:
        print_json({"trash": [_as_json(one) for one in deleted]})
        return
    rows = [
        (one.trash_id, one.kind.value, one.name, one.size, moment(one.deleted_at), moment(one.gone_at))
        for one in deleted
    ]
    print_table(("ID", "KIND", "NAME", "BYTES", "DELETED", "GONE FOR GOOD"), rows)


@command.command(epilog=EXAMPLES)
@click.argument("trash_id")
def restore(trash_id: str) -> None:
    """Bring a video with its sessions, or a session, back as it was."""
    from masklet.cli.data_folder import opened
    from masklet.cli.reading import settings_or_exit

    with opened(settings_or_exit()) as services:
        one = _found(services, trash_id)
        services.trash.restore(one.trash_id)
    click.echo(f"Brought back {one.name}.")


@command.command(epilog=EXAMPLES)
@click.argument("trash_id", required=False)
@click.option("--yes", is_flag=True, help="Do not ask.")
def empty(trash_id: str | None, yes: bool) -> None:
    """Remove one entry, or all, for good."""
    from masklet.cli.data_folder import opened
    from masklet.cli.reading import settings_or_exit
    from masklet.domain.errors import DeletedNotFound

    with opened(settings_or_exit()) as services:
        chosen = services.trash.all() if trash_id is None else [_found(services, trash_id)]
        size = sum(one.size for one in chosen)
        if chosen and not yes:
            click.confirm(f"Remove {len(chosen)} from the trash ({size} bytes) for good?", abort=True, err=True)
        for one in chosen:
            try:
                services.trash.delete_forever(one.trash_id)
            except DeletedNotFound:
                continue  # it went with its video
    click.echo(f"Removed {len(chosen)} from the trash: {size} bytes.")


def _found(services: "ServiceSet", given: str) -> "Deleted":
    from masklet.cli.exits import NOT_FOUND, fail

    likely = [one for one in services.trash.all() if given and one.trash_id.startswith(given)]
    if len(likely) != 1:
        what = "There is nothing" if not likely else f"There are {len(likely)} entries"
        fail(NOT_FOUND, f"{what} in the trash whose id begins with {given}; `masklet trash list` shows what is there.")
    return likely[0]


def _as_json(one: "Deleted") -> dict[str, Any]:
    from masklet.cli.tables import moment

    times = {"deleted": moment(one.deleted_at), "gone": moment(one.gone_at)}
    return {"id": one.trash_id, "kind": one.kind.value, "name": one.name, "bytes": one.size, **times}
