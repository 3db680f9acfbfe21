"""Rows of object classes, as domain values. They belong to the whole project, not to a session."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.session import ObjectClass
from masklet.store.models import ClassRow, ObjectRow, SessionRow


class ClassRepository:
    """The classes, in the order in which they were made."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session

    def all(self) -> list[ObjectClass]:
        """Oldest first."""
        return [_class(row) for row in self._session.scalars(select(ClassRow).order_by(ClassRow.rank))]

    def find(self, class_id: int) -> ObjectClass | None:
        """None for an unknown id."""
        row = self._session.get(ClassRow, class_id)
        return None if row is None else _class(row)

    def named(self, name: str) -> ObjectClass | None:
        """The class of this name, if there is one."""
        row = self._session.scalars(select(ClassRow).where(ClassRow.name == name)).first()
        return None if row is None else _class(row)

    def add(self, made: ObjectClass) -> None:
        """A new class, after the others. Its id and its name must be free."""
        last = self._session.scalar(select(func.max(ClassRow.rank)))
        rank = 0 if last is None else last + 1
        self._session.add(ClassRow(class_id=made.class_id, name=made.name, colour=made.colour, rank=rank))
        self._session.flush()

    def replace(self, changed: ObjectClass) -> None:
        """Its name, which must be free, and its colour."""
        query = update(ClassRow).where(ClassRow.class_id == changed.class_id)
        self._session.execute(query.values(name=changed.name, colour=changed.colour))

    def remove(self, class_id: int) -> list[str]:
        """The class, also from all objects; answers the sessions that these are in, but for deleted ones."""
        used = select(ObjectRow.session_id).join(SessionRow, SessionRow.session_id == ObjectRow.session_id)
        seen = used.where(ObjectRow.class_id == class_id, SessionRow.trash_id.is_(None)).distinct()
        session_ids = list(self._session.scalars(seen))
        self._session.execute(update(ObjectRow).where(ObjectRow.class_id == class_id).values(class_id=None))
        self._session.execute(delete(ClassRow).where(ClassRow.class_id == class_id))
        return session_ids


def _class(row: ClassRow) -> ObjectClass:
    return ObjectClass(row.class_id, row.name, row.colour)
