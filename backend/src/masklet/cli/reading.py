"""Settings for commands: what does not fit is a sentence and not a trace."""

import sys

import click
from pydantic import ValidationError

from masklet.settings import Settings


def settings_or_exit(**changes: object) -> Settings:
    """The settings of the environment with some replaced; ends the program with status 2 when they do not fit."""
    try:
        return Settings(**changes)  # type: ignore[arg-type]
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"]).upper()
            click.echo(f"MASKLET_{name}: {problem['msg']}" if name else problem["msg"], err=True)
        sys.exit(2)
