"""Rows of stacks of effects, as domain values."""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.effects import EffectStack, layers_text, parse_layers
from masklet.store.models import EffectsRow

_INSERT = insert(EffectsRow)
_PUT = _INSERT.on_conflict_do_update(index_elements=[EffectsRow.session_id], set_={"content": _INSERT.excluded.content})


class EffectRepository:
    """The stack of each session, whole. They may be megabytes: read only where asked for."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session

    def text(self, session_id: str) -> str | None:
        """As JSON; None where none was chosen, also for an unknown session."""
        return self._session.scalar(select(EffectsRow.content).where(EffectsRow.session_id == session_id))

    def get(self, session_id: str) -> EffectStack | None:
        """See `text`."""
        content = self.text(session_id)
        return None if content is None else parse_layers(content)

    def put(self, session_id: str, stack: EffectStack) -> None:
        """Instead of what is there. The session exists."""
        row = {"session_id": session_id, "content": layers_text(stack)}
        self._session.connection().execute(_PUT, [row])
