"""The program's commands. The table below is the only list; a command's file is read when it is called."""

from importlib import import_module

import click

COMMANDS = {
    "start": "Run the product: the API and the client on one port.",
    "serve": "Run the API alone, without the client, for containers.",
    "doctor": "Say what works here, and what to do about what does not.",
    "track": "Track objects through a video, without a server.",
    "segment": "Segment objects in pictures, without a server.",
    "sessions": "List, show, delete and adopt sessions.",
    "export": "Write the masks of a session to files.",
    "import": "Take masks of a file into a session.",
    "formats": "List the export and the import formats.",
    "engines": "List the engines and what each needs.",
    "bench": "Measure what a person waits for on this machine.",
    "models": "List, download and verify the checkpoints of SAM 2.",
    "evaluate": "Measure exported masklets against true ones.",
    "completion": "Print the completion of a shell.",
    "schema": "Print the GraphQL schema.",
    "errors": "Print the codes of all errors.",
}

FILES = {"import": "import_masks"}  # words of Python, which no file can have as its name


class LazyGroup(click.Group):
    """Reads `masklet.cli.<name>` (or as FILES says), which holds a click command called `command`, only when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """None for names that are not in the table."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"masklet.cli.{FILES.get(cmd_name, cmd_name)}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table, so that help loads nothing."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="masklet", prog_name="masklet")
def main() -> None:
    """Masklet Studio: click an object in a video, track it, take its masklet away.

    Settings come from variables named MASKLET_...; the README lists them.

    \b
    Exit codes: 0 all went well, 1 a problem was found or met, 2 it was called wrongly,
    3 what was named is not there, 4 refused.
    """


if __name__ == "__main__":
    main()
