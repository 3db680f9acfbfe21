"""`masklet sessions`: what is in the data folder, without a server or beside one."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from masklet.service.interfaces import SessionOverview, SessionSnapshot
    from masklet.settings import Settings

AS_JSON = click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
SERVED = "A server uses this data folder."

EXAMPLES = """\b
Examples:
  masklet sessions list
  masklet sessions list --json | jq -r '.sessions[].id'
  masklet sessions show 3f2a91c0
  masklet sessions delete 3f2a91c0 --yes
  masklet sessions adopt ada
"""


@click.group(epilog=EXAMPLES)
def command() -> None:
    """List, show, delete and adopt sessions.

    They are read from the data folder (MASKLET_DATA_DIR), also while a server uses it; deleting needs the server stopped.
    A session is named by its id, or by as much of its beginning as no other shares.
    """


@command.command("list", epilog=EXAMPLES)
@AS_JSON
def list_sessions(as_json: bool) -> None:
    """All sessions, the most recently changed first."""
    from masklet.cli.data_folder import opened
    from masklet.cli.tables import moment, print_json, print_table

    settings = _settings()
    with opened(settings) as services:
        sessions = services.overviews.all(None)
    if as_json:
        print_json({"served": _is_served(settings), "sessions": [_summary(one) for one in sessions]})
        return
    _say_if_served(settings)
    rows = [
        (one.session.session_id, one.session.name, len(one.objects), one.masked_frames, moment(one.session.updated_at))
        for one in sessions
    ]
    print_table(("ID", "NAME", "OBJECTS", "MASKS", "CHANGED"), rows)


@command.command(epilog=EXAMPLES)
@click.argument("session")
@AS_JSON
def show(session: str, as_json: bool) -> None:
    """One session: its clip, its objects with their numbers, and the frames that have masks."""
    from masklet.cli.data_folder import found, opened
    from masklet.cli.tables import print_json

    settings = _settings()
    with opened(settings) as services:
        overview = found(services, session)
        about = _detail(overview, services.sessions.snapshot(overview.session.session_id))
    if as_json:
        print_json({"served": _is_served(settings), **about})
        return
    _say_if_served(settings)
    _print_detail(about)


@command.command(epilog=EXAMPLES)
@click.argument("session")
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
def delete(session: str, yes: bool, as_json: bool) -> None:
    """Delete a session with its objects, prompts, masks and exports; the clip stays. Refused while a server uses the folder."""
    from masklet.bootstrap import database_file
    from masklet.cli.data_folder import found, opened
    from masklet.cli.exits import REFUSED, fail
    from masklet.cli.tables import print_json
    from masklet.service.data_lock import alone

    settings = _settings()
    with opened(settings) as services, alone(database_file(settings).parent) as is_alone:
        one = found(services, session)
        if not is_alone:
            fail(REFUSED, f"{SERVED} Delete the session in the browser, or stop the server first.")
        if not yes:
            click.confirm(f"Delete {one.session.name} with {one.masked_frames} masks for good?", abort=True, err=True)
        services.sessions.delete(one.session.session_id)
    if as_json:
        print_json({"deleted": one.session.session_id})
    else:
        click.echo(f"Deleted {one.session.name} ({one.session.session_id}).")


@command.command(epilog=EXAMPLES)
@click.argument("name")
@AS_JSON
def adopt(name: str, as_json: bool) -> None:
    """Give all sessions and clips that are nobody's to a person, as after a server without login got one.

    NAME is what the proxy names the user, or with OpenID Connect the `sub` that the provider gives. Also while a server runs.
    """
    from masklet.cli.data_folder import opened
    from masklet.cli.tables import print_json

    with opened(_settings()) as services:
        sessions, videos = services.adopt(name)
    if as_json:
        print_json({"owner": name, "sessions": sessions, "videos": videos})
    else:
        click.echo(f"{sessions} sessions and {videos} clips belong to {name} now.")


def _settings() -> "Settings":
    from masklet.cli.reading import settings_or_exit

    return settings_or_exit()


def _is_served(settings: "Settings") -> bool:
    from masklet.service.data_lock import is_served

    return is_served(settings.data_dir)


def _say_if_served(settings: "Settings") -> None:
    if _is_served(settings):
        click.echo(f"{SERVED} What it changes meanwhile is not shown.", err=True)


def _summary(one: "SessionOverview") -> dict[str, Any]:
    from masklet.cli.tables import moment

    session, video = one.session, one.video
    rate = [video.frame_rate.numerator, video.frame_rate.denominator]
    clip = {"title": video.title, "width": video.width, "height": video.height, "frame_count": video.frame_count}
    return {
        "id": session.session_id,
        "name": session.name,
        "engine": session.engine,
        "video": {"path": video.path, **clip, "frame_rate": rate},
        "objects": len(one.objects),
        "masks": one.masked_frames,
        "created": moment(session.created_at),
        "changed": moment(session.updated_at),
    }


def _detail(one: "SessionOverview", snapshot: "SessionSnapshot") -> dict[str, Any]:
    """`number` is the object's in every file: from 1, and what `masklet export --objects` takes."""
    runs = {mask.object_id: mask.runs for mask in snapshot.masks}
    objects = [
        {
            "number": each.number_in_files,
            "name": each.name,
            "colour": each.colour,
            "prompts": sum(row.object_id == each.object_id for row in snapshot.prompts),
            "frames": [list(run) for run in runs.get(each.object_id, ())],
        }
        for each in snapshot.objects
    ]
    return _summary(one) | {"objects": objects}


def _print_detail(about: dict[str, Any]) -> None:
    from masklet.cli.tables import print_table

    video = about["video"]
    rate = "/".join(str(part) for part in video["frame_rate"] if part != 1)
    click.echo(f"{about['name']} ({about['id']}), engine {about['engine']}, changed {about['changed']}")
    click.echo(
        f"{video['title']}: {video['width']} x {video['height']}, frames 0 to {video['frame_count'] - 1}, {rate} a second\n"
    )
    rows = [
        (one["number"], one["name"], one["prompts"], ", ".join(f"{a}-{b}" for a, b in one["frames"]) or "none")
        for one in about["objects"]
    ]
    print_table(("NUMBER", "NAME", "PROMPTS", "FRAMES WITH MASKS"), rows)
