"""Runs the packaged migrations; no command line and no ini file are involved."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from masklet.domain.errors import DataTooNew


def migrate(connection: Connection) -> None:
    """Upgrade to the newest revision within the connection's transaction. Raises DataTooNew."""
    if not is_current(connection):
        command.upgrade(_config(connection), "head")


def is_current(connection: Connection) -> bool:
    """False where the tables are an older program's, or none. Raises DataTooNew."""
    scripts = ScriptDirectory.from_config(_config(connection))
    current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return True
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise DataTooNew(
            "The data folder was written by a newer version of Masklet Studio. "
            "Start that version, or choose another data folder."
        )
    return False


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
