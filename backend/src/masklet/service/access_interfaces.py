"""The use cases about who may do what, as the API calls them (see interfaces)."""

from collections.abc import Sequence
from typing import Protocol

from masklet.domain.access import Right, ShareLink


class Shares(Protocol):
    """Links that give others a right in a session. Raises SessionNotFound."""

    def all(self, session_id: str) -> list[ShareLink]:
        """Oldest first. Raises NotAllowed for anyone but who owns the session, as the other two do."""
        ...

    def create(self, session_id: str, right: Right) -> ShareLink:
        """Raises InvalidInput for OWN."""
        ...

    def remove(self, share_id: str) -> None:
        """It gives nothing any more, at once; open streams end. Raises ShareNotFound."""
        ...

    def known(self, share_ids: Sequence[str]) -> tuple[str, ...]:
        """Those of them that are still there."""
        ...

    def of_secret(self, secret: str) -> ShareLink:
        """For whoever has the link. Raises ShareNotFound."""
        ...
