"""Rows of masks, as domain values. Reads frames in order and runs by object, neither with all masks in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.session import Run
from masklet.masks.rle import is_empty
from masklet.store.models import MaskRow

_INSERT = insert(MaskRow)
_PUT = _INSERT.on_conflict_do_update(
    index_elements=[MaskRow.session_id, MaskRow.frame_index, MaskRow.object_id],
    set_={name: _INSERT.excluded[name] for name in ("counts", "object_score", "is_empty")},
)
_ROWS_A_WRITE = 500
_COLUMNS = (MaskRow.frame_index, MaskRow.object_id, MaskRow.counts, MaskRow.object_score)

# Consecutive frames differ from their rank by the same number: each such number is one run.
_RUNS = text("""
    SELECT object_id, MIN(frame_index), MAX(frame_index) FROM (
        SELECT object_id, frame_index,
               frame_index - ROW_NUMBER() OVER (PARTITION BY object_id ORDER BY frame_index) AS island
        FROM masks INDEXED BY ix_masks_runs WHERE session_id = :session_id AND is_empty = 0)
    GROUP BY object_id, island ORDER BY object_id, 2
""").bindparams(bindparam("session_id"))


class MaskRepository:
    """Masks of a session. Sizes are not stored: they are the video's, (height, width)."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session

    def put(self, session_id: str, frame_index: int, masks: Mapping[int, ObjectMask]) -> None:
        """Replace the masks of these objects on a frame. The objects must exist."""
        self.put_all(session_id, {(frame_index, object_id): mask for object_id, mask in masks.items()})

    def put_all(self, session_id: str, masks: Mapping[tuple[int, int], ObjectMask]) -> None:
        """Replace masks by (frame index, object id). The objects must exist."""
        rows = [
            {
                "session_id": session_id,
                "frame_index": frame_index,
                "object_id": object_id,
                "counts": mask.rle.counts.encode("ascii"),
                "object_score": mask.object_score,
                "is_empty": is_empty(mask.rle),
            }
            for (frame_index, object_id), mask in masks.items()
        ]
        if rows:
            self._session.connection().execute(_PUT, rows)

    def add_all(self, session_id: str, frames: Iterable[FrameMasks]) -> None:
        """Put many frames, as they come, with a bounded number of them in memory."""
        masks = (((frame.frame_index, key), mask) for frame in frames for key, mask in frame.masks.items())
        while part := dict(islice(masks, _ROWS_A_WRITE)):
            self.put_all(session_id, part)

    def counts_by_session(self, session_id: str | None) -> dict[str, int]:
        """By session id how many masks it has, empty ones too; of one session, or of all (None). Reads only the index."""
        query = select(MaskRow.session_id, func.count()).group_by(MaskRow.session_id)
        if session_id is not None:
            query = query.where(MaskRow.session_id == session_id)
        return dict(self._session.execute(query).all())

    def counts_by_object(self, session_id: str) -> dict[int, int]:
        """By object id on how many frames it has a mask row, if an empty one; objects without one are left out."""
        query = select(MaskRow.object_id, func.count()).where(MaskRow.session_id == session_id)
        return dict(self._session.execute(query.group_by(MaskRow.object_id)).all())

    def on_frame(self, session_id: str, frame_index: int, size: tuple[int, int]) -> dict[int, ObjectMask]:
        """The masks stored on a frame, by object id."""
        query = select(*_COLUMNS).where(MaskRow.session_id == session_id, MaskRow.frame_index == frame_index)
        return _masks(self._session.execute(query), size)

    def frames(
        self, session_id: str, object_ids: Sequence[int] | None, start: int, stop: int, size: tuple[int, int]
    ) -> Iterator[FrameMasks]:
        """Frames `start` to `stop`, both included, ascending, without those that hold no mask. Rows come as they are read."""
        query = select(*_COLUMNS).where(MaskRow.session_id == session_id, MaskRow.frame_index.between(start, stop))
        if object_ids is not None:
            query = query.where(MaskRow.object_id.in_(object_ids))
        query = query.order_by(MaskRow.frame_index, MaskRow.object_id).execution_options(yield_per=200)
        for frame_index, rows in groupby(self._session.execute(query), key=lambda row: row[0]):
            yield FrameMasks(frame_index, _masks(rows, size))

    def runs(self, session_id: str) -> dict[int, list[Run]]:
        """By object id the runs of frames with a mask that is not empty; objects without one are left out."""
        runs: dict[int, list[Run]] = {}
        for object_id, first, last in self._session.execute(_RUNS, {"session_id": session_id}):
            runs.setdefault(object_id, []).append((first, last))
        return runs

    def visible_on(self, session_id: str, frames: Sequence[int], object_ids: Sequence[int]) -> dict[int, int]:
        """By frame index how many of the objects have a mask there that is not empty."""
        query = select(MaskRow.frame_index).where(
            MaskRow.session_id == session_id,
            MaskRow.frame_index.in_(frames),
            MaskRow.object_id.in_(object_ids),
            MaskRow.is_empty.is_(False),
        )
        counted = dict.fromkeys(frames, 0)
        for frame_index in self._session.scalars(query):
            counted[frame_index] += 1
        return counted

    def remove(self, session_id: str, object_id: int, frame_index: int) -> None:
        """Unknown ones are no error."""
        query = delete(MaskRow).where(MaskRow.session_id == session_id, MaskRow.frame_index == frame_index)
        self._session.execute(query.where(MaskRow.object_id == object_id))

    def frames_of(self, session_id: str, object_id: int, first: int, last: int) -> list[int]:
        """The frames `first` to `last`, both included, where the object has a mask, empty ones too; ascending."""
        query = select(MaskRow.frame_index).where(MaskRow.session_id == session_id, MaskRow.object_id == object_id)
        query = query.where(MaskRow.frame_index.between(first, last))
        return list(self._session.scalars(query.order_by(MaskRow.frame_index)))

    def move(self, session_id: str, object_id: int, new_object_id: int, first: int) -> None:
        """Masks from frame `first` on go to another object, which exists and has none there."""
        query = update(MaskRow).where(MaskRow.session_id == session_id, MaskRow.object_id == object_id)
        query = query.where(MaskRow.frame_index >= first).values(object_id=new_object_id)
        self._session.execute(query, execution_options={"synchronize_session": False})

    def remove_range(self, session_id: str, object_id: int, first: int, last: int) -> None:
        """Of frames `first` to `last`, both included."""
        query = delete(MaskRow).where(MaskRow.session_id == session_id, MaskRow.object_id == object_id)
        self._session.execute(query.where(MaskRow.frame_index.between(first, last)))

    def clear(self, session_id: str) -> None:
        """All of the session."""
        self._session.execute(delete(MaskRow).where(MaskRow.session_id == session_id))


def _masks(rows: Iterable[tuple[int, int, bytes, float]], size: tuple[int, int]) -> dict[int, ObjectMask]:
    height, width = size
    return {
        object_id: ObjectMask(Rle(height, width, counts.decode("ascii")), score) for _, object_id, counts, score in rows
    }
