"""`masklet models`: the checkpoints of SAM 2: which are here, fetching them, and whether they are right."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from masklet.cli.completing import complete_checkpoint

if TYPE_CHECKING:
    from masklet.cli.checkpoint_words import Outcome
    from masklet.workers.interface import CheckpointWorker

T = TypeVar("T")
EXAMPLES = """\b
Examples:
  masklet models list
  masklet models list --json | jq -r '.checkpoints[] | select(.state == "here").name'
  masklet models download tiny
  masklet models verify
"""


AS_JSON = click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")


@click.group(epilog=EXAMPLES)
def command() -> None:
    """List, download and verify the checkpoints of SAM 2.

    They are looked for in MASKLET_CHECKPOINTS_DIR and in `checkpoints` in the data folder, where downloads go. The built-in engine
    needs none.
    """


@command.command("list", epilog=EXAMPLES)
@AS_JSON
def list_models(as_json: bool) -> None:
    """Every checkpoint: here, begun, damaged, or not here."""
    from masklet.cli.checkpoint_words import about, looks, state_of
    from masklet.cli.tables import print_json, print_table

    infos, folders = _with_worker(lambda worker: worker.states()), _folders()
    if as_json:
        print_json({"folders": folders, "checkpoints": [about(one) for one in infos]})
        return
    print_table(("NAME", "STATE", "SIZE", "TITLE"), [(one.name, state_of(one), looks(one), one.title) for one in infos])
    click.echo(f"Looked for in {' and '.join(folders)}; `masklet models download NAME` fetches one.")


@command.command(epilog=EXAMPLES)
@click.argument("names", nargs=-1, required=True, metavar="NAME...", shell_complete=complete_checkpoint)
@AS_JSON
def download(names: tuple[str, ...], as_json: bool) -> None:
    """Fetch the checkpoints NAME... (tiny, small, base_plus and large mean SAM 2.1), check them and put them in their place.

    Goes on where an earlier attempt was stopped, with Ctrl+C (exit code 130) or by the network. One that is here is only checked.
    """
    from masklet.cli.checkpoint_words import fetched

    _tell(_each(names, fetched), as_json)


@command.command(epilog=EXAMPLES)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_checkpoint)
@AS_JSON
def verify(names: tuple[str, ...], as_json: bool) -> None:
    """Read the checkpoints NAME..., or all that are here: the SHA-256 that was recorded when they came, and every tensor."""
    from masklet.cli.checkpoint_words import checked, is_file

    if not names:
        names = tuple(one.name for one in _with_worker(lambda worker: worker.states()) if is_file(one))
    if not names and not as_json:
        click.echo("There is no checkpoint here; `masklet models download tiny` fetches one.")
        return
    _tell(_each(names, checked), as_json)


def _each(names: Sequence[str], do: "Callable[[CheckpointWorker, str], Outcome]") -> "list[Outcome]":
    """One after the other; what goes wrong with one does not keep the others."""
    from masklet.cli.checkpoint_words import full_names

    def all_of_them(worker: "CheckpointWorker") -> "list[Outcome]":
        return [do(worker, name) for name in full_names(names, worker.states())]

    return _with_worker(all_of_them)


def _with_worker(act: "Callable[[CheckpointWorker], T]") -> T:
    import sys

    from masklet.bootstrap import checkpoint_worker
    from masklet.cli.exits import INTERRUPTED, told
    from masklet.cli.reading import settings_or_exit

    worker = checkpoint_worker(settings_or_exit().engine_options())
    try:
        with told():
            return act(worker)
    except KeyboardInterrupt:
        click.echo("\nStopped; what came is kept, and the same command goes on from here.", err=True)
        sys.exit(INTERRUPTED)
    finally:
        worker.close()


def _folders() -> list[str]:
    from masklet.cli.reading import settings_or_exit

    return list(settings_or_exit().engine_options().checkpoint_dirs)


def _tell(outcomes: "list[Outcome]", as_json: bool) -> None:
    """Ends the program with the code of what went wrong, 1 where several codes meet."""
    from masklet.cli.exits import end_with
    from masklet.cli.tables import print_json

    for one in outcomes:
        if not as_json and one.problem is None:
            click.echo(f"{one.name}: {one.sentence}")
        elif one.problem is not None:
            click.echo(f"{one.name}: {one.problem}", err=True)
    if as_json:
        print_json({"checkpoints": [one.about() for one in outcomes]})
    end_with(one.code for one in outcomes)
