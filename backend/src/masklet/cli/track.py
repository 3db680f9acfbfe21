"""`masklet track`: from a video file and a click to masks in a file, without a server. Stopped, it goes on where it was."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masklet.cli.completing import complete_engine, complete_format

if TYPE_CHECKING:
    from masklet.cli.export_target import Target
    from masklet.cli.prompt_words import Said
    from masklet.domain.export_options import ExportOptions
    from masklet.service.services import ServiceSet

ENDLESS_S = 10.0**9

EXAMPLES = """\b
Examples:
  masklet track pond.mp4 --point 48,48 --out fish/
  masklet track pond.mp4 --point koi=30%,50% --point koi=90%,10%,0 --box leaf=10%,60%,40%,90%@12 --out two/
  masklet track pond.mp4 --mask koi=koi.png --format matte_mkv --out fish.zip
  masklet track pond.mp4 --point 30%,50% --frames 0-9 --out - | jq '.annotations | length'
"""


@click.command(epilog=EXAMPLES)
@click.argument("video", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--point", "points", multiple=True, metavar="[NAME=]X,Y[,LABEL][@FRAME]", help="Label 1 (object) or 0 (not)."
)
@click.option("--box", "boxes", multiple=True, metavar="[NAME=]X0,Y0,X1,Y1[@FRAME]", help="Around the object.")
@click.option(
    "--mask", "masks", multiple=True, metavar="[NAME=]FILE[@FRAME]", help="A picture, white where the object is."
)
@click.option(
    "--engine",
    shell_complete=complete_engine,
    help="See `masklet engines`; the best one that works here when not given.",
)
@click.option(
    "--direction", type=click.Choice(["forward", "backward", "both"]), default="both", help="From the first prompt."
)
@click.option("--frames", help="Track and write only these, as 12-31; the whole clip when not given.")
@click.option("--format", "format_name", default="coco", shell_complete=complete_format, help="See `masklet formats`.")
@click.option(
    "--option", "words", multiple=True, metavar="NAME=VALUE", help="An option of the format; may be repeated."
)
@click.option("--out", required=True, help="A folder, a file that ends as the format's do, or - for standard output.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--json", "as_json", is_flag=True, help="For programs: say what was written as one JSON document.")
def command(
    video: Path,
    points: tuple[str, ...],
    boxes: tuple[str, ...],
    masks: tuple[str, ...],
    engine: str | None,
    direction: str,
    frames: str | None,
    format_name: str,
    words: tuple[str, ...],
    out: str,
    force: bool,
    as_json: bool,
) -> None:
    """Track objects through VIDEO and write their masks.

    Coordinates are pixels of the video as players show it, or shares of its size with %. Several objects have names; without a
    frame a prompt is on the first one. Started again with the same words after it was stopped, it goes on where it was.
    """
    from masklet.cli.exits import USAGE, fail, told
    from masklet.cli.export_target import Target
    from masklet.cli.export_wishes import format_of, frames_of_words, values_of_words
    from masklet.cli.logs import only_warnings
    from masklet.cli.prompt_words import said_of_words
    from masklet.cli.tracking_state import Order, state_of
    from masklet.domain.export_options import ExportOptions
    from masklet.export.registry import formats
    from masklet.service.export_options import checked_options

    said = said_of_words(points, boxes, masks)
    if not said:
        fail(USAGE, "Say what to track: --point, --box or --mask.")
    if as_json and out == "-":
        fail(USAGE, "--json and --out - both write to standard output.")
    chosen = format_of(format_name, formats())
    with told():
        values = checked_options(chosen, values_of_words(words, chosen))
    options = ExportOptions(values, *frames_of_words(frames))
    target = Target(out, chosen.name, chosen.suffix, force)
    video = video.resolve()  # a link's name is not the file's
    about = video.stat()
    everything = (
        *(f"point {word}" for word in points),
        *(f"box {word}" for word in boxes),
        *(f"mask {word}" for word in masks),
    )
    order = Order(str(video), about.st_size, about.st_mtime_ns, everything, engine, direction, frames)
    with told():
        target.check()
        with only_warnings(), state_of(target, order) as (folder, is_begun):
            files = _run(folder, is_begun, video, said, engine, direction, options, target)
    _say(files, chosen.name, out, as_json)


def _run(
    folder: Path,
    is_begun: bool,
    video: Path,
    said: "Sequence[Said]",
    engine: str | None,
    direction: str,
    options: "ExportOptions",
    target: "Target",
) -> list[str]:
    from masklet.bootstrap import build_services
    from masklet.cli.exits import INTERRUPTED
    from masklet.cli.export import write_export
    from masklet.cli.reading import settings_or_exit

    settings = settings_or_exit(data_dir=folder, import_folder=video.parent, max_duration_s=ENDLESS_S)
    # The checkpoints that were downloaded lie in the data folder proper.
    services = build_services(settings, settings_or_exit().engine_options())
    try:
        services.go_on()
        session_id = _session(services, is_begun, video, said, engine, options)
        _track(services, session_id, said, direction, options)
        return write_export(services, session_id, options, target)
    except KeyboardInterrupt:
        click.echo("Stopped; the same command goes on from here.", err=True)
        sys.exit(INTERRUPTED)
    finally:
        services.close()


def _session(
    services: "ServiceSet",
    is_begun: bool,
    video: Path,
    said: "Sequence[Said]",
    engine: str | None,
    options: "ExportOptions",
) -> str:
    """The one that was begun, if it was prompted to its end; else a new one."""
    from masklet.cli.engine_choice import named_engine
    from masklet.cli.exits import USAGE, fail
    from masklet.cli.prompting import check, prompt, say
    from masklet.domain.errors import VideoNotFound
    from masklet.domain.export_options import frames_of

    kept = services.overviews.all(None) if is_begun else []
    if kept and kept[0].job is not None:
        return kept[0].session.session_id
    name, image_size = named_engine(engine, services.engines())
    say(f"Reading {video.name} …")
    try:
        clip = services.uploads.open_from_folder(video.name, None, None, None)
    except VideoNotFound:
        fail(USAGE, f"{video.name} does not end as a video's file does.")
    frames_of(options, clip.frame_count)
    check(said, clip)
    session_id = services.sessions.start(clip.path, name, image_size).session_id
    prompt(services, session_id, said, clip)
    return session_id


def _track(
    services: "ServiceSet", session_id: str, said: "Sequence[Said]", direction: str, options: "ExportOptions"
) -> None:
    """Goes on with a tracking that was stopped; one that is done is not done again. Raises MaskletError."""
    from masklet.domain.session import Direction, JobState

    job = services.overviews.get(session_id).job
    if job is not None and job.state is JobState.DONE:
        return
    if job is None or job.state.is_final:
        start = min(one.frame for one in said)
        stop, first = options.last_frame, min(options.first_frame, start)
        if direction == "backward":
            stop = first
        job = services.propagations.start(
            session_id, start, stop, Direction(direction), None, first if direction == "both" else None
        )
    with click.progressbar(length=job.total, label="Tracking", file=sys.stderr) as bar:
        for told in services.propagations.follow(job.job_id):
            if told is not None:
                bar.update(told[1] - bar.pos)


def _say(files: Sequence[str], format_name: str, out: str, as_json: bool) -> None:
    from masklet.cli.tables import print_json

    if as_json:
        print_json({"format": format_name, "files": list(files)})
    elif out != "-":
        for file in files:
            click.echo(file)
