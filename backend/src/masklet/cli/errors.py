"""`masklet errors`: what can be refused, printed."""

import click


@click.command()
@click.option(
    "--imports", is_flag=True, help="Why items of a file of masks are refused, and what those sentences speak of."
)
def command(imports: bool) -> None:
    """Print the codes of all errors and their reasons, as contract/errors.json holds them."""
    from masklet.api.errors import promised
    from masklet.cli.tables import print_json
    from masklet.domain.mask_import import ProblemKind, details_of

    if imports:
        print_json({kind.name: list(details_of(kind)) for kind in ProblemKind})
        return
    click.echo(promised(), nl=False)
