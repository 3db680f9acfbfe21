"""`masklet start`: the whole product on one port."""

import click


@click.command()
def command() -> None:
    """Run the product on http://localhost:3000 (MASKLET_HOST, MASKLET_PORT), with its data in data/ (MASKLET_DATA_DIR)."""
    from masklet.bootstrap import watched_services
    from masklet.cli.announcing import announce
    from masklet.cli.hosting import host_or_exit
    from masklet.cli.reading import settings_or_exit

    host_or_exit(settings_or_exit(), watched_services, announce)
