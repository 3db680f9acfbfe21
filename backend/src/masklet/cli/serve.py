"""`masklet serve`: the API alone, where another server hands out the client."""

import click

API_PORT = 7263


@click.command()
def command() -> None:
    """Run the API without the client, on port 7263 unless MASKLET_PORT says otherwise."""
    from masklet.bootstrap import watched_services
    from masklet.cli.announcing import announce
    from masklet.cli.hosting import host_or_exit
    from masklet.cli.reading import settings_or_exit

    settings = settings_or_exit()
    port = settings.port if "port" in settings.model_fields_set else API_PORT
    host_or_exit(settings.model_copy(update={"client_dir": None, "port": port}), watched_services, announce)
