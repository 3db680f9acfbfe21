"""Links that give others a right in a session."""

import secrets
from collections.abc import Sequence

from masklet.domain.access import Right, ShareLink
from masklet.domain.errors import InvalidInput
from masklet.service.context import Context

_SECRET_BYTES = 24


class ShareDesk:
    """Implements Shares for who may do everything."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self, session_id: str) -> list[ShareLink]:
        """See Shares."""
        with self._context.database.read() as tx:
            tx.sessions.get(session_id)
            return tx.shares.of_session(session_id)

    def create(self, session_id: str, right: Right) -> ShareLink:
        """See Shares."""
        if right is Right.OWN:
            raise InvalidInput("A share link lets others read or edit; a session has one owner.")
        context = self._context
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        link = ShareLink(context.new_id(), session_id, secret, right, context.clock())
        with context.database.write(durable=True) as tx:
            tx.sessions.get(session_id)
            tx.shares.add(link)
        return link

    def remove(self, share_id: str) -> None:
        """See Shares. Followers wake and look again whether they may."""
        with self._context.database.write(durable=True) as tx:
            link = tx.shares.get(share_id)
            tx.shares.remove(share_id)
        self._context.changes.notify(link.session_id)

    def known(self, share_ids: Sequence[str]) -> tuple[str, ...]:
        """See Shares."""
        with self._context.database.read() as tx:
            there = {link.share_id for link in tx.shares.of_ids(share_ids)}
        return tuple(one for one in share_ids if one in there)

    def of_secret(self, secret: str) -> ShareLink:
        """See Shares."""
        with self._context.database.read() as tx:
            return tx.shares.of_secret(secret)
