"""`masklet bench`: what a person waits for on this machine: clicks, tracking, exports."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from masklet.cli.completing import complete_engine

if TYPE_CHECKING:
    from masklet.cli.bench_steps import Figure
    from masklet.domain.tracking import EngineInfo
    from masklet.domain.video import Video

EXAMPLES = """\b
Examples:
  masklet bench
  masklet bench pond.mp4 --engine flow --frames 12 --json | jq '.figures[] | {name, median, unit}'
"""
READ_IT = (
    "A click feels immediate up to 100 ms and is waited for from 1 s on; tracking at the clip's own rate keeps up with playing. "
    "Compare figures of the same clip only, with nothing else running. Runs are clicks, exports, or stretches of a tracking."
)


@click.command(epilog=EXAMPLES)
@click.argument("video", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--engine", shell_complete=complete_engine, help="See `masklet engines`; the best one here if not given.")
@click.option("--objects", type=click.IntRange(1, 32), default=3, help="Track so many at once, besides one alone.")
@click.option("--frames", type=click.IntRange(2, 1000), default=48, help="Track so many frames.")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
def command(video: Path | None, engine: str | None, objects: int, frames: int, as_json: bool) -> None:
    """Measure a first click, a correction, tracking one object and several, and exports, on VIDEO or a generated clip.

    Of a long VIDEO only the beginning is used. Each step ends after half a minute, with what was done by then. The data folder is
    not touched.
    """
    from tempfile import TemporaryDirectory

    from masklet.cli.exits import INTERRUPTED, told
    from masklet.cli.logs import only_warnings
    from masklet.cli.machine import machine

    facts = machine()  # before we are the load
    try:
        with told(), TemporaryDirectory(prefix="masklet-bench-") as name, only_warnings():
            about, found = _measured(Path(name), video, engine, objects, frames)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
        raise SystemExit(INTERRUPTED) from None
    _say(about | {"machine": facts}, found, as_json)


def _measured(
    folder: Path, video: Path | None, engine: str | None, objects: int, frames: int
) -> "tuple[dict[str, Any], list[Figure]]":
    """Facts about engine and clip, and the figures, with services of their own. Raises MaskletError."""
    from masklet.bootstrap import build_services
    from masklet.cli.bench_clip import clip_of
    from masklet.cli.bench_steps import Steps, figures, open_clip
    from masklet.cli.engine_choice import named_engine
    from masklet.cli.prompting import say
    from masklet.cli.reading import settings_or_exit

    clip = clip_of(video, folder, frames, objects)
    settings = settings_or_exit(data_dir=folder / "data", import_folder=clip.file.parent)
    # The checkpoints that were downloaded lie in the data folder proper.
    services = build_services(settings, settings_or_exit().engine_options())
    try:
        named, image_size = named_engine(engine, services.engines())
        opened, opening = open_clip(services, clip)
        steps = Steps(services, opened, clip.places, named, image_size, frames)
        found = [opening, *figures(steps, folder, lambda step: say(f"Measuring {step} …"))]
        used = services.overviews.all(None)[0].session.engine
        return {"engine": _about_engine(services.engines(), used), "clip": _about_clip(opened)}, found
    finally:
        services.close()


def _about_engine(known: "Sequence[EngineInfo]", used: str) -> dict[str, Any]:
    from masklet.domain.tracking import engine_and_size

    name, image_size = engine_and_size(used)
    info = next(one for one in known if one.name == name)
    return {
        "name": used,
        "title": info.title if image_size is None else f"{info.title} at {image_size} pixels",
        "device": info.device,
        "precision": info.precision,
    }


def _about_clip(video: "Video") -> dict[str, Any]:
    size = {"width": video.width, "height": video.height, "frame_count": video.frame_count}
    return {"title": video.title, **size, "frame_rate": [video.frame_rate.numerator, video.frame_rate.denominator]}


def _say(about: dict[str, Any], found: "Sequence[Figure]", as_json: bool) -> None:
    from dataclasses import asdict

    from masklet.cli.machine import in_words, is_busy
    from masklet.cli.tables import print_json, print_table

    if as_json:
        print_json(about | {"figures": [asdict(one) for one in found]})
        return
    engine, clip = about["engine"], about["clip"]
    precision = f" in {engine['precision']}" if engine["precision"] else ""
    click.echo(f"{engine['title']} on {engine['device']}{precision}")
    click.echo(f"{clip['title']}, {clip['width']} x {clip['height']}, frames: {clip['frame_count']}")
    click.echo(f"{in_words(about['machine'])}\n")
    rows = [
        (one.name, *(f"{value:.1f}" for value in (one.median, one.least, one.most)), one.unit, one.runs)
        for one in found
    ]
    print_table(("WHAT", "MEDIAN", "LEAST", "MOST", "UNIT", "RUNS"), rows)
    click.echo(f"\n{READ_IT}")
    if is_busy(about["machine"]):
        click.echo("Other programs were running when it began: this machine can do better.")
