"""Rows of share links, as domain values."""

from collections.abc import Collection

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.access import Right, ShareLink
from masklet.domain.errors import ShareNotFound
from masklet.store.models import SessionRow, ShareLinkRow


def no_share() -> ShareNotFound:
    """The same words for one that is not there and for one of a session that somebody may not see."""
    return ShareNotFound("There is no such share link; it may have been removed.")


class ShareRepository:
    """Share links by id, by secret and by session."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session

    def add(self, link: ShareLink) -> None:
        """A new link."""
        row = ShareLinkRow(
            share_id=link.share_id,
            session_id=link.session_id,
            secret=link.secret,
            right=link.right.name,
            created_at=link.created_at,
        )
        self._session.add(row)
        self._session.flush()

    def of_session(self, session_id: str) -> list[ShareLink]:
        """Oldest first."""
        query = select(ShareLinkRow).where(ShareLinkRow.session_id == session_id)
        return [_link(row) for row in self._session.scalars(query.order_by(ShareLinkRow.created_at))]

    def of_ids(self, share_ids: Collection[str]) -> list[ShareLink]:
        """Those of them that are still there, and their sessions with them."""
        if not share_ids:
            return []
        return [_link(row) for row in self._session.scalars(_living().where(ShareLinkRow.share_id.in_(share_ids)))]

    def get(self, share_id: str) -> ShareLink:
        """Raises ShareNotFound."""
        return self._found(self._session.get(ShareLinkRow, share_id))

    def of_secret(self, secret: str) -> ShareLink:
        """Raises ShareNotFound."""
        return self._found(self._session.scalar(_living().where(ShareLinkRow.secret == secret)))

    def remove(self, share_id: str) -> None:
        """An unknown id changes nothing."""
        self._session.execute(delete(ShareLinkRow).where(ShareLinkRow.share_id == share_id))

    def _found(self, row: ShareLinkRow | None) -> ShareLink:
        if row is None:
            raise no_share()
        return _link(row)


def _living() -> Select[ShareLinkRow]:
    """Links of sessions that are not in the trash."""
    in_sight = SessionRow.trash_id.is_(None)
    return select(ShareLinkRow).join(SessionRow, SessionRow.session_id == ShareLinkRow.session_id).where(in_sight)


def _link(row: ShareLinkRow) -> ShareLink:
    return ShareLink(row.share_id, row.session_id, row.secret, Right[row.right], row.created_at)
