"""`masklet engines`: what can compute masks here."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from masklet.domain.tracking import EngineInfo

EXAMPLES = """\b
Examples:
  masklet engines
  masklet engines --json | jq -r '.engines[] | select(.available).name'
"""


@click.command(epilog=EXAMPLES)
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
def command(as_json: bool) -> None:
    """List the engines, best first, and what the missing ones need."""
    from dataclasses import asdict

    from masklet.cli.engine_choice import engine_list
    from masklet.cli.exits import told
    from masklet.cli.reading import settings_or_exit
    from masklet.cli.tables import print_json

    with told(), engine_list(settings_or_exit()) as engines:
        infos, default = engines.all(), engines.default()
    if as_json:
        name = None if default is None else default.name
        print_json({"default": name, "engines": [asdict(one) for one in infos]})
        return
    for one in infos:
        chosen = " (new sessions use it)" if one == default else ""
        click.echo(f"{one.name}: {one.title}, {_state(one)}{chosen}")
        click.echo(f"    {one.description}")
        if one.needs and not one.available:
            click.echo(f"    Needs: {one.needs}")


def _state(engine: "EngineInfo") -> str:
    if not engine.available:
        return f"not available: {engine.reason}"
    precision = f" in {engine.precision}" if engine.precision else ""
    pace = "" if engine.estimated_ms is None else f", about {engine.estimated_ms:.0f} ms for a frame and an object"
    return f"ready on {engine.device}{precision}{pace}"
