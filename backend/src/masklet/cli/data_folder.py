"""The data folder as commands use it: through the same services as the server, beside it or without one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from masklet.cli.exits import NOT_FOUND, PROBLEM, REFUSED, fail, told
from masklet.settings import Settings

if TYPE_CHECKING:
    from masklet.service.interfaces import SessionOverview
    from masklet.service.services import ServiceSet


@contextmanager
def opened(settings: Settings) -> Iterator["ServiceSet"]:
    """The services. Ends the program with a sentence where there is no folder, or one of another version.

    Nothing is migrated: a server of the older version may be at work.
    """
    from masklet.bootstrap import build_offline, data_is_current, database_file

    with told():
        if not database_file(settings).is_file():
            fail(NOT_FOUND, f"There are no sessions in {settings.data_dir}. MASKLET_DATA_DIR names the data folder.")
        if not os.access(settings.data_dir, os.W_OK | os.X_OK):
            fail(
                PROBLEM, f"The data folder {settings.data_dir} may not be written to, which reading its database needs."
            )
        if not data_is_current(settings):
            sentence = (
                "was written by an older version of Masklet Studio: run `masklet start` once to bring it up to date."
            )
            fail(REFUSED, f"The data folder {settings.data_dir} {sentence}")
        services = build_offline(settings)
        try:
            yield services
        finally:
            services.close()


def found(services: "ServiceSet", given: str) -> "SessionOverview":
    """The session of this id, or whose id begins so. Ends the program where there is none, or several."""
    sessions = services.overviews.all(None)
    exact = [one for one in sessions if one.session.session_id == given]
    likely = exact or [one for one in sessions if given and one.session.session_id.startswith(given)]
    if not likely:
        fail(NOT_FOUND, f"There is no session {given}; `masklet sessions list` shows those that are there.")
    if len(likely) > 1:
        fail(NOT_FOUND, f"{len(likely)} sessions begin with {given}: give more of the id.")
    return likely[0]
