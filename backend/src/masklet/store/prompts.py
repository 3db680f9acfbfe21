"""Rows of prompts, as domain values; a prompt is kept as one JSON text."""

import json
from collections.abc import Mapping

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.masklet import Rle
from masklet.domain.prompt import Box, Point, Prompt
from masklet.store.models import PromptRow, TrackedPromptsRow


class PromptRepository:
    """Prompts of a session by object and frame."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session

    def all(self, session_id: str) -> list[tuple[int, int, Prompt]]:
        """(object id, frame index, prompt), by object then frame."""
        query = select(PromptRow).where(PromptRow.session_id == session_id)
        rows = self._session.scalars(query.order_by(PromptRow.object_id, PromptRow.frame_index))
        return [(row.object_id, row.frame_index, _parse(row.content)) for row in rows]

    def find(self, session_id: str, object_id: int, frame_index: int) -> Prompt | None:
        """None where nothing was said."""
        row = self._session.get(PromptRow, (session_id, object_id, frame_index))
        return None if row is None else _parse(row.content)

    def frames_of(self, session_id: str) -> dict[int, list[int]]:
        """By object id its prompted frames, ascending."""
        query = select(PromptRow.object_id, PromptRow.frame_index).where(PromptRow.session_id == session_id)
        frames: dict[int, list[int]] = {}
        for object_id, frame_index in self._session.execute(query.order_by(PromptRow.frame_index)):
            frames.setdefault(object_id, []).append(frame_index)
        return frames

    def objects_on(self, session_id: str, frame_index: int) -> set[int]:
        """The objects that have a prompt on a frame."""
        query = select(PromptRow.object_id).where(PromptRow.session_id == session_id)
        return set(self._session.scalars(query.where(PromptRow.frame_index == frame_index)))

    def put(self, session_id: str, object_id: int, frame_index: int, prompt: Prompt) -> None:
        """Replace what was said there."""
        content = _text(prompt)
        row = {"session_id": session_id, "object_id": object_id, "frame_index": frame_index, "content": content}
        query = insert(PromptRow).values(row)
        key = [PromptRow.session_id, PromptRow.object_id, PromptRow.frame_index]
        self._session.execute(query.on_conflict_do_update(index_elements=key, set_={"content": content}))

    def remove(self, session_id: str, object_id: int, frame_index: int) -> None:
        """Unknown ones are no error."""
        query = delete(PromptRow).where(PromptRow.session_id == session_id, PromptRow.object_id == object_id)
        self._session.execute(query.where(PromptRow.frame_index == frame_index))

    def tracked(self, session_id: str) -> dict[int, dict[int, str]]:
        """By object id a digest of each of its prompts (by frame) when it was last tracked through the whole video.

        Without objects whose masks were removed since, if only one.
        """
        rows = self._session.scalars(select(TrackedPromptsRow).where(TrackedPromptsRow.session_id == session_id))
        return {row.object_id: dict(json.loads(row.said)) for row in rows}

    def put_tracked(self, session_id: str, object_id: int, said: Mapping[int, str]) -> None:
        """The object was tracked through the whole video with these prompts."""
        text = json.dumps(sorted(said.items()), separators=(",", ":"))
        query = insert(TrackedPromptsRow).values(session_id=session_id, object_id=object_id, said=text)
        key = [TrackedPromptsRow.session_id, TrackedPromptsRow.object_id]
        self._session.execute(query.on_conflict_do_update(index_elements=key, set_={"said": text}))

    def move(self, session_id: str, object_id: int, new_object_id: int, first: int) -> None:
        """Prompts from frame `first` on go to another object, which exists and has none there."""
        query = update(PromptRow).where(PromptRow.session_id == session_id, PromptRow.object_id == object_id)
        query = query.where(PromptRow.frame_index >= first).values(object_id=new_object_id)
        self._session.execute(query, execution_options={"synchronize_session": False})

    def clear(self, session_id: str) -> None:
        """All of the session."""
        self._session.execute(delete(PromptRow).where(PromptRow.session_id == session_id))


def _text(prompt: Prompt) -> str:
    box, mask = prompt.box, prompt.mask
    content = {
        "points": [[point.x, point.y, point.label] for point in prompt.points],
        "box": None if box is None else [box.x0, box.y0, box.x1, box.y1],
        "mask": None if mask is None else [mask.height, mask.width, mask.counts],
    }
    return json.dumps(content, separators=(",", ":"), allow_nan=False)


def _parse(text: str) -> Prompt:
    content = json.loads(text)
    return Prompt(
        points=tuple(Point(*point) for point in content["points"]),
        box=None if content["box"] is None else Box(*content["box"]),
        mask=None if content["mask"] is None else Rle(*content["mask"]),
    )
