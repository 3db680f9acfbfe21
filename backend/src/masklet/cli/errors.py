"""`masklet errors`: what can be refused, printed."""

import click


@click.command()
def command() -> None:
    """Print the codes of all errors and their reasons, as contract/errors.json holds them."""
    from masklet.api.errors import promised

    click.echo(promised(), nl=False)
