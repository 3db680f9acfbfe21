"""`masklet engines`: what can compute masks here."""

import click

from masklet.domain.tracking import EngineInfo


@click.command()
def command() -> None:
    """List the engines, best first, and what the missing ones need."""
    from masklet.bootstrap import engine_worker
    from masklet.cli.reading import settings_or_exit

    worker = engine_worker(settings_or_exit().engine_options())
    try:
        for engine in worker.engines():
            click.echo(f"{engine.name}: {engine.title}, {_state(engine)}")
            click.echo(f"    {engine.description}")
            if engine.needs and not engine.available:
                click.echo(f"    Needs: {engine.needs}")
    finally:
        worker.close()


def _state(engine: EngineInfo) -> str:
    if not engine.available:
        return f"not available: {engine.reason}"
    precision = f" in {engine.precision}" if engine.precision else ""
    pace = "" if engine.estimated_ms is None else f", about {engine.estimated_ms:.0f} ms for a frame and an object"
    return f"ready on {engine.device}{precision}{pace}"
