"""`masklet schema`: the contract, printed."""

import click


@click.command()
def command() -> None:
    """Print the GraphQL schema, as contract/schema.graphql holds it."""
    from masklet.api.schema.build import printed

    click.echo(printed(), nl=False)
