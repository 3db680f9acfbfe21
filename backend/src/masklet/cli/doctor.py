"""`masklet doctor`: whether the product can work here, and what to do where it cannot."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from masklet.cli.findings import Finding
    from masklet.settings import Settings

EXAMPLES = """\b
Examples:
  masklet doctor
  masklet doctor --json | jq '.findings[] | select(.state == "problem")'
  MASKLET_PORT=8080 masklet doctor && MASKLET_PORT=8080 masklet start
"""
_MARKS = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}


@click.command(epilog=EXAMPLES)
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
def command(as_json: bool) -> None:
    """Look at versions, codecs, device, checkpoints, data folder, disk, port and client.

    Changes nothing. Exit code 0: no problem (notes are of what is not needed), 1: a problem, with what to do about it.
    """
    from dataclasses import asdict

    from masklet.cli.exits import PROBLEM, told
    from masklet.cli.reading import settings_or_exit
    from masklet.cli.tables import print_json

    settings = settings_or_exit()
    findings = []
    with told():
        for one in _findings(settings):
            findings.append(one)
            if not as_json:
                _print(one)
    problems = sum(one.state == "problem" for one in findings)
    if as_json:
        print_json({"problems": problems, "findings": [asdict(one) for one in findings]})
    else:
        click.echo("No problem found." if not problems else f"Problems: {problems}.")
    if problems:
        raise SystemExit(PROBLEM)


def _findings(settings: "Settings") -> Iterator["Finding"]:
    from masklet.cli import findings

    yield from findings.versions()
    yield from findings.codecs()
    yield findings.confinement()
    yield from findings.engines(settings)
    yield from findings.checkpoints(settings)
    yield from findings.data_folder(settings)
    yield from findings.port(settings)
    yield from findings.client(settings)


def _print(one: "Finding") -> None:
    click.echo(f"{_MARKS[one.state]}  {one.topic}: {one.text}")
    if one.advice:
        click.echo(f"         {one.advice}")
