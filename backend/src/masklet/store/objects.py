"""Rows of tracked objects, as domain values."""

import json
from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.errors import ObjectNotFound
from masklet.domain.session import Run, TrackedObject
from masklet.store.models import ClassRow, ObjectNumberRow, ObjectRow, SessionRow

# The class as the list of classes has it: an object may name one that was removed meanwhile.
_COLUMNS = (
    ObjectRow.object_id,
    ObjectRow.name,
    ObjectRow.colour,
    ClassRow.class_id,
    ObjectRow.locked,
    ObjectRow.absent,
    ObjectRow.accepted,
    ObjectRow.number,
)


class ObjectRepository:
    """The objects of a session, lowest first."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session

    def all(self, session_id: str) -> tuple[TrackedObject, ...]:
        """In the order in which they are drawn, bottom first: as they were made until a person says otherwise."""
        query = select(*_COLUMNS).outerjoin(ClassRow, ClassRow.class_id == ObjectRow.class_id)
        query = query.where(ObjectRow.session_id == session_id).order_by(ObjectRow.rank)
        return tuple(_object(*row) for row in self._session.execute(query))

    def positions(self, session_id: str) -> dict[int, int]:
        """By object id the object's position, which tells it from an earlier object of the same id."""
        query = select(ObjectRow.object_id, ObjectRow.position).where(ObjectRow.session_id == session_id)
        return dict(self._session.execute(query.order_by(ObjectRow.position)).all())

    def find(self, session_id: str, object_id: int) -> TrackedObject | None:
        """None for an unknown id."""
        query = select(*_COLUMNS).outerjoin(ClassRow, ClassRow.class_id == ObjectRow.class_id)
        query = query.where(ObjectRow.session_id == session_id, ObjectRow.object_id == object_id)
        row = self._session.execute(query).first()
        return None if row is None else _object(*row)

    def get(self, session_id: str, object_id: int) -> TrackedObject:
        """Raises ObjectNotFound."""
        found = self.find(session_id, object_id)
        if found is None:
            raise ObjectNotFound(f"The session has no object {object_id}.")
        return found

    def count(self, session_id: str) -> int:
        """How many there are."""
        query = select(func.count()).select_from(ObjectRow).where(ObjectRow.session_id == session_id)
        return self._session.scalar(query) or 0

    def add(self, session_id: str, tracked: TrackedObject) -> None:
        """A new object on top of the others, with its own number where that is free. Its position is a cursor not given to any event before, so never reused."""
        next_seq = update(SessionRow).where(SessionRow.session_id == session_id)
        query = next_seq.values(last_seq=SessionRow.last_seq + 1).returning(SessionRow.last_seq)
        position = self._session.execute(query).scalar_one()
        row = ObjectRow(
            session_id=session_id,
            object_id=tracked.object_id,
            name=tracked.name,
            colour=tracked.colour,
            position=position,
            rank=position,
            class_id=tracked.class_id,
            locked=tracked.locked,
            absent=json.dumps(tracked.absent),
            accepted=json.dumps(tracked.accepted),
            number=self._free_number(session_id, tracked.number_in_files),
        )
        self._session.add_all((row, ObjectNumberRow(session_id=session_id, number=row.number)))
        self._session.flush()

    def _free_number(self, session_id: str, wanted: int) -> int:
        """The one that is wanted, else the one after the highest that an object ever had."""
        if self._session.get(ObjectNumberRow, (session_id, wanted)) is None:
            return wanted
        query = select(func.max(ObjectNumberRow.number)).where(ObjectNumberRow.session_id == session_id)
        return self._session.execute(query).scalar_one() + 1

    def replace(self, session_id: str, tracked: TrackedObject) -> None:
        """All of it but its place among the others."""
        query = update(ObjectRow).where(ObjectRow.session_id == session_id, ObjectRow.object_id == tracked.object_id)
        query = query.values(
            name=tracked.name,
            colour=tracked.colour,
            class_id=tracked.class_id,
            locked=tracked.locked,
            absent=json.dumps(tracked.absent),
            accepted=json.dumps(tracked.accepted),
        )
        self._session.execute(query)

    def reorder(self, session_id: str, object_ids: Sequence[int]) -> None:
        """Draw the objects, all of the session, in this order, bottom first. Later ones still come on top."""
        ranks = select(ObjectRow.rank).where(ObjectRow.session_id == session_id).order_by(ObjectRow.rank)
        for object_id, rank in zip(object_ids, self._session.scalars(ranks).all(), strict=True):
            query = update(ObjectRow).where(ObjectRow.session_id == session_id, ObjectRow.object_id == object_id)
            self._session.execute(query.values(rank=rank))

    def remove(self, session_id: str, object_id: int) -> None:
        """With its prompts and masks."""
        query = delete(ObjectRow).where(ObjectRow.session_id == session_id, ObjectRow.object_id == object_id)
        self._session.execute(query)


def _object(
    object_id: int, name: str, colour: str, class_id: int | None, locked: bool, absent: str, accepted: str, number: int
) -> TrackedObject:
    return TrackedObject(object_id, name, colour, class_id, locked, _runs(absent), _runs(accepted), number)


def _runs(text: str) -> tuple[Run, ...]:
    return tuple((first, last) for first, last in json.loads(text))
