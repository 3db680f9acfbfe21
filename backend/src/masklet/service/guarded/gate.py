"""What a principal may do, asked of the store at every call: a right that was taken away is gone at once."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from masklet.domain.access import Principal, Right, ShareLink
from masklet.domain.errors import NotAllowed, VideoNotFound
from masklet.domain.session import Session
from masklet.store.database import Database
from masklet.store.jobs import no_job
from masklet.store.sessions import no_session
from masklet.store.shares import no_share
from masklet.store.transaction import Transaction
from masklet.store.trash import no_deletion
from masklet.store.videos import no_video

LOOKS_EVERY_S = 1.0
T = TypeVar("T")
Rights = Callable[[Session | None], Right | None]


class Gate:
    """Raises exactly what the store raises for an id that is not there, wherever somebody may not see what is."""

    def __init__(self, database: Database, principal: Principal) -> None:
        self._database, self.principal = database, principal

    def session(self, session_id: str, least: Right) -> Right:
        """Raises SessionNotFound, NotAllowed."""
        with self._database.read() as tx:
            right = self._right_in(tx, tx.sessions.find(session_id))
        if right is None:
            raise no_session()
        return _at_least(right, least)

    def session_while_there(self, session_id: str) -> None:
        """For its followers: says nothing where it is deleted, which its stream tells them. Raises SessionNotFound."""
        with self._database.read() as tx:
            session = tx.sessions.find(session_id)
            if session is not None and self._right_in(tx, session) is None:
                raise no_session()

    def sees_session(self, session_id: str) -> bool:
        """Whether there is one that they may see."""
        with self._database.read() as tx:
            return self._right_in(tx, tx.sessions.find(session_id)) is not None

    def rights(self) -> Rights:
        """What they may do in each session, as of now: read once for a whole list."""
        with self._database.read() as tx:
            return self._rights(tx)

    def video(self, path: str, least: Right) -> Right:
        """Raises VideoNotFound, NotAllowed."""
        with self._database.read() as tx:
            right = self._right_in_video(tx, path)
        if right is None:
            raise no_video()
        return _at_least(right, least)

    def videos(self) -> set[str]:
        """The paths of those that they may see: their own, samples, and those of the sessions that they may see."""
        with self._database.read() as tx:
            owner, rights = self.principal.owner, self._rights(tx)
            own = set() if owner is None else tx.videos.owned_by(owner) | tx.videos.samples()
            return own | {session.video_path for session in tx.sessions.all(None) if rights(session)}

    def job(self, job_id: str, least: Right) -> None:
        """Raises JobNotFound, NotAllowed."""
        with self._database.read() as tx:
            stored = tx.jobs.find(job_id)
            found = None if stored is None else tx.sessions.find(stored.job.session_id)
            right = self._right_in(tx, found)
        if right is None:
            raise no_job()
        _at_least(right, least)

    def deletion(self, trash_id: str) -> None:
        """Only whose it was finds it again. Raises DeletedNotFound."""
        with self._database.read() as tx:
            is_theirs = self._owns(tx.trash.owner_of(trash_id))
        if not is_theirs:
            raise no_deletion()

    def deletions(self) -> set[str]:
        """The ids of what they deleted."""
        with self._database.read() as tx:
            return {one.trash_id for one in tx.trash.all() if self._owns(tx.trash.owner_of(one.trash_id))}

    def share(self, share_id: str) -> None:
        """Only who owns the session sees its links' ids. Raises ShareNotFound, NotAllowed."""
        with self._database.read() as tx:
            links = tx.shares.of_ids([share_id])
            right = self._right_in(tx, tx.sessions.find(links[0].session_id)) if links else None
        if right is None:
            raise no_share()
        _at_least(right, Right.OWN)

    def something_of_their_own(self) -> None:
        """Raises NotAllowed for guests: what they would make would be nobody's."""
        if self.principal.is_guest:
            raise NotAllowed(
                "You are a guest here: the session that was shared with you is all. Sign in to have clips and sessions of your own.",
                reason="GUEST",
            )

    def some_file(self) -> None:
        """Raises NotAllowed for guests who may not edit anything: no file of theirs has a use."""
        with self._database.read() as tx:
            may_edit = any(link.right >= Right.EDIT for link in self._links(tx))
        if self.principal.is_guest and not may_edit:
            raise _read_only()

    def while_allowed(self, items: Iterable[T], check: Callable[[], object]) -> Iterator[T]:
        """A stream that raises what `check` raises once its reader may no longer read."""
        looked_at = time.monotonic()
        for item in items:
            if time.monotonic() - looked_at >= LOOKS_EVERY_S or item is None:
                check()
                looked_at = time.monotonic()
            yield item

    def _owns(self, owner: str | None) -> bool:
        return owner is not None and owner == self.principal.owner

    def _links(self, tx: Transaction) -> list[ShareLink]:
        return tx.shares.of_ids(self.principal.shares)

    def _rights(self, tx: Transaction) -> Rights:
        """None: they may not see it, or there is none."""
        shared: dict[str, Right] = {}
        for link in self._links(tx):
            shared[link.session_id] = max(link.right, shared.get(link.session_id, link.right))

        def right_in(session: Session | None) -> Right | None:
            if session is None:
                return None
            return Right.OWN if self._owns(session.owner) else shared.get(session.session_id)

        return right_in

    def _right_in(self, tx: Transaction, session: Session | None) -> Right | None:
        return self._rights(tx)(session)

    def _right_in_video(self, tx: Transaction, path: str) -> Right | None:
        try:
            owner = tx.videos.owner_of(path)
        except VideoNotFound:
            return None
        if self._owns(owner):
            return Right.OWN
        is_shown = not self.principal.is_guest and tx.videos.is_sample(path)
        rights = self._rights(tx)
        is_seen = is_shown or any(rights(session) for session in tx.sessions.all(path))
        return Right.READ if is_seen else None


def _at_least(right: Right, least: Right) -> Right:
    if right >= least:
        return right
    if right is Right.READ:
        raise _read_only()
    raise NotAllowed("Only who owns the session may do that.", reason="NOT_OWNER")


def _read_only() -> NotAllowed:
    return NotAllowed("You may look at this, but not change it.", reason="READ_ONLY")
