"""`masklet completion`: what a shell needs to complete our commands, options and formats."""

import click

EXAMPLES = """\b
Examples:
  eval "$(masklet completion bash)"         in ~/.bashrc
  eval "$(masklet completion zsh)"          in ~/.zshrc
  masklet completion fish > ~/.config/fish/completions/masklet.fish
"""


@click.command(epilog=EXAMPLES)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print a script that completes commands, options and formats in SHELL."""
    from click.shell_completion import get_completion_class

    from masklet.cli.main import main

    kind = get_completion_class(shell)
    assert kind is not None
    # The class's own template: `source()` of bash first starts a bash to learn its version, which may not be installed here.
    made = kind(main, {}, "masklet", "_MASKLET_COMPLETE")
    click.echo(made.source_template % made.source_vars())
