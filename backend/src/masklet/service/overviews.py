"""Sessions as a list shows them: read for all of them together, cheap with hundreds of sessions and long clips."""

from collections.abc import Callable

from masklet.domain.session import JobKind, Session
from masklet.service.context import Context
from masklet.service.interfaces import SessionOverview
from masklet.store.transaction import Transaction


def _every(_session: Session) -> bool:
    return True


class OverviewDesk:
    """Implements Overviews."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self, video_path: str | None, keeps: Callable[[Session], bool] = _every) -> list[SessionOverview]:
        """See Overviews. Of those that `keeps` says. Raises VideoNotFound."""
        with self._context.database.read() as tx:
            if video_path is not None:
                tx.videos.get(video_path)
            kept = [session for session in tx.sessions.all(video_path) if keeps(session)]
            return _overviews(tx, kept, self._awake())

    def get(self, session_id: str) -> SessionOverview:
        """See Overviews. Raises SessionNotFound."""
        with self._context.database.read() as tx:
            return _overviews(tx, [tx.sessions.get(session_id)], self._awake())[0]

    def _awake(self) -> frozenset[str]:
        return self._context.engine_worker.holding().session_ids


def _overviews(tx: Transaction, sessions: list[Session], awake: frozenset[str]) -> list[SessionOverview]:
    one = sessions[0].session_id if len(sessions) == 1 else None
    videos = {video.path: video for video in tx.videos.all()}
    masked = tx.masks.counts_by_session(one)
    edited = tx.history.edited_sessions(one)
    jobs = tx.jobs.newest_of_sessions(JobKind.PROPAGATION, one)
    return [
        SessionOverview(
            session=session,
            video=videos[session.video_path],
            objects=tx.objects.all(session.session_id),
            masked_frames=masked.get(session.session_id, 0),
            edited=session.session_id in edited,
            job=jobs.get(session.session_id),
            cursor=tx.sessions.cursor(session.session_id),
            asleep=session.session_id not in awake,
        )
        for session in sessions
    ]
