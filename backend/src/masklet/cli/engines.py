"""`masklet engines`: what can compute masks here."""

import click


@click.command()
def command() -> None:
    """List the engines, best first, and what the missing ones need."""
    from masklet.bootstrap import engine_worker

    worker = engine_worker()
    try:
        for engine in worker.engines():
            state = f"ready on {engine.device}" if engine.available else f"not available: {engine.reason}"
            click.echo(f"{engine.name}: {engine.title}, {state}")
            click.echo(f"    {engine.description}")
            if engine.needs and not engine.available:
                click.echo(f"    Needs: {engine.needs}")
    finally:
        worker.close()
